"""CSV: whatever a spreadsheet or a tool wrote comes back; what is broken is named by its line."""

import codecs
import csv
import io
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalm.audit.columns import UnreadableError
from kalm.audit.posts import Row
from kalm.audit.table import DELIMITERS, LONGEST_CELL, LONGEST_LINE, rows

NO_SURROGATES = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
QUICK = "\nx,y\n"


def read(content: bytes, **chosen: str) -> list[Row]:
    return list(rows(io.BytesIO(content), chosen))


def texts(content: bytes, **chosen: str) -> list[object]:
    return [row.problem or (isinstance(row.content, Mapping) and row.content.get("draft")) for row in read(content)]


@given(
    st.lists(st.tuples(NO_SURROGATES, NO_SURROGATES, NO_SURROGATES), max_size=8),
    st.sampled_from(DELIMITERS),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_any_table_that_csv_writes_comes_back(
    table: list[tuple[str, str, str]], delimiter: str, encoding: str, quoting: int
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting)
    writer.writerow(["id", "text", "parent"])
    writer.writerows(table)
    found = read(out.getvalue().encode(encoding))
    assert [row.problem for row in found] == [None] * len(found)
    assert [row.content for row in found] == [
        {part: cell for part, cell in zip(("id", "draft", "parent"), cells, strict=True) if cell}
        for cells in table
        if any(cells)
    ]


@given(st.lists(NO_SURROGATES.filter(lambda text: text.strip("\r\n") == text and text != ""), max_size=6))
def test_a_table_of_one_column_needs_no_delimiter(drafts: list[str]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([["draft"], *([draft] for draft in drafts)])
    assert texts(out.getvalue().encode()) == drafts


def test_in_a_table_of_one_column_a_comma_is_a_comma() -> None:
    assert texts(b"draft\nDank, en tot ziens; of niet.\n") == ["Dank, en tot ziens; of niet."]


@given(st.lists(st.sampled_from('a é € ï ‘q’ … ñ x,y " ;'.split(" ")).map(lambda word: f"{word} — ë"), max_size=5))
def test_windows_1252_is_read_as_it_was_meant(drafts: list[str]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([["text", "id"], *([draft, "1"] for draft in drafts)])
    assert texts(out.getvalue().encode("cp1252")) == drafts


@given(st.lists(st.tuples(st.sampled_from(["", "\n", "\n\n"]), st.integers(0, 3), st.booleans()), max_size=10))
def test_broken_rows_keep_their_line_numbers_and_lose_no_neighbour(shape: list[tuple[str, int, bool]]) -> None:
    content, line, good, bad = "text,parent\n", 2, [], []
    for blank, breaks, broken in shape:
        content += blank
        line += len(blank)
        if broken:
            content += "een,cel,te veel\n"
            bad.append(line)
            line += 1
        else:
            content += '"goed' + "\n" * breaks + '",ook\n'
            good.append(line)
            line += 1 + breaks
    found = read(content.encode())
    assert [row.line for row in found if row.problem is None] == good
    assert [row.line for row in found if row.problem == "has 3 cells, the first row has 2"] == bad


def test_a_quotation_mark_that_is_never_closed_costs_its_own_line_only() -> None:
    content = b'text,parent\neen,twee\n"drie,vier\n"vijf, ""zes""",zeven\n\nacht,"negen"\n'
    found = read(content)
    assert [(row.line, row.problem is None) for row in found] == [(2, True), (3, False), (4, True), (6, True)]
    assert "quotation mark is not closed" in str(found[1].problem)


def test_a_quotation_mark_left_open_at_the_very_end_is_named() -> None:
    assert [(row.line, row.problem is None) for row in read(b'text,id\na,1\n"b,2\n')] == [(2, True), (3, False)]


def test_a_long_row_with_an_open_mark_is_left_again() -> None:
    content = b'text,id\n"open,1\n' + b"goed,2\n" * 5_000
    found = read(content)
    assert [row.line for row in found if row.problem] == [2]
    assert len(found) == 5_001


@pytest.mark.parametrize("length", [LONGEST_CELL + 10, LONGEST_LINE + 10, 3 * LONGEST_LINE])
def test_a_line_that_is_too_long_is_named_and_never_held_whole(length: int) -> None:
    found = read(b"text,id\na,1\n" + b"x" * length + b",2\nb,3\n")
    assert [(row.line, row.problem) for row in found] == [(2, None), (3, "is too long"), (4, None)]


def test_excel_says_what_stands_between_cells_in_a_line_of_its_own() -> None:
    assert [row.line for row in read(b"sep=;\r\ntext;id\r\na, b;1\r\n")] == [3]


@pytest.mark.parametrize("name", ["TEXT", " Antwoord ", "reply", "Bericht", "draft"])
def test_columns_go_by_their_names_in_any_case(name: str) -> None:
    assert read(f"datum;{name};kanaal\n26-11-2026;Dag;x\n".encode())[0].content == {
        "draft": "Dag",
        "date": "26-11-2026",
        "platform": "x",
    }


def test_where_there_are_two_texts_the_answer_is_the_draft() -> None:
    [row] = read(b"vraag,bericht,antwoord\na,b,c\n")
    assert row.content == {"parent": "a", "draft": "c"}


def test_a_chosen_column_goes_before_the_usual_ones() -> None:
    [row] = read(b"text,Onze reactie\na,b\n", draft="onze reactie", parent="text")
    assert row.content == {"parent": "a", "draft": "b"}


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_table_is_said_to_be_empty(content: bytes) -> None:
    with pytest.raises(UnreadableError, match="empty"):
        read(content)


def test_a_table_without_a_column_for_drafts_says_how_to_name_one_and_quotes_nothing() -> None:
    with pytest.raises(UnreadableError) as raised:
        read(b"geheime tekst,nog een\na,b\n")
    assert "--column draft=NAME" in str(raised.value)
    assert "geheim" not in str(raised.value)


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(UnreadableError, match="at most 256"):
        read(b"text," + b",".join(b"c" for _ in range(300)) + b"\n")


def test_what_is_in_no_known_encoding_is_named() -> None:
    assert texts(b"text,id\na,1\n\x81\x8d,2\nb,3\n") == ["a", "is neither UTF-8 nor Windows-1252", "b"]


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, b""])
def test_utf_16_is_known_by_its_mark_or_its_zeros(mark: bytes) -> None:
    assert texts(mark + "text\tid\r\nDag — ë\t1\r\n".encode("utf-16-le")) == ["Dag — ë"]


@given(st.binary(max_size=200))
def test_any_bytes_are_rows_or_an_error_that_says_why(content: bytes) -> None:
    try:
        assert all(row.line > 1 for row in read(b"text,id\n" + content))
        read(content)
    except UnreadableError as error:
        assert str(error)
