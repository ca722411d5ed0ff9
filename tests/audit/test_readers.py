"""Whatever the file: the same posts give the same counts; what cannot be read is refused with the reason."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from kalm.audit import CheckSource, Job, Posts, Tally, UnreadableError, audit, over_cores, posts_at
from kalm.audit import excel as excel_reader
from kalm.audit.posts import Post, Row, to_post
from kalm.audit.readers import LONGEST_LINE
from kalm.records import RecordError
from tests.audit.made import TEXTS, as_csv, as_excel, as_jsonl, posts

MAKERS: dict[str, Callable[..., bytes]] = {
    "posts.csv": as_csv,
    "posts.tsv": lambda rows: as_csv(rows, "\t", "utf-16"),
    "posts.txt": lambda rows: as_csv(rows, ";", "cp1252"),
    "posts.jsonl": as_jsonl,
    "posts.xlsx": as_excel,
}


def rows_of(content: bytes, name: str = "posts", **columns: str) -> list[Row]:
    with Posts(content, name, columns).open() as reading:
        return list(reading.rows)


def only_post(content: bytes, name: str = "posts") -> Post:
    [row] = rows_of(content, name)
    return to_post(row, {})


def counted(posts_: Posts, *sources: CheckSource) -> Tally:
    job = Job(sources)
    return audit(posts_, job, over_cores(job, 1))


def test_csv_excel_and_json_lines_give_the_same_counts(tmp_path: Path, ours: CheckSource, theirs: CheckSource) -> None:
    tallies = []
    for name, make in MAKERS.items():
        (tmp_path / name).write_bytes(make(posts(60)))
        tallies.append(counted(posts_at(tmp_path / name), ours, theirs))
    assert all(tally == tallies[0] for tally in tallies)
    assert tallies[0].posts == 60
    assert tallies[0].checks[0].rules["nl.condescension.already-explained"].posts == 10
    assert tallies[0].checks[0].verdicts["stop"] == 20
    assert tallies[0].dated == 60


def test_the_first_sheet_with_something_on_it_is_read() -> None:
    book = Workbook()
    sheet = book.create_sheet("posts")
    for row in ([None, None], ["antwoord", "datum"], ["Dag.", datetime(2026, 11, 26, 9, 14)], [], ["Hoi.", None]):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    first, second = rows_of(out.getvalue())
    assert (first.line, second.line) == (3, 5)
    assert to_post(first, {}).day == date(2026, 11, 26)


def test_numbers_in_cells_are_text_as_a_table_would_hold_it() -> None:
    assert only_post(as_excel([{"text": 14020.0, "id": 1}])).draft.text == "14020"


def test_a_formula_is_never_evaluated_and_its_row_is_named() -> None:
    content = as_excel([{"text": "=1+1", "id": 1}, {"text": "Dag.", "id": "=A1"}, {"text": "Hoi.", "id": 3}])
    formula, other, last = rows_of(content)
    assert formula.problem == "draft: is a formula; save the sheet with values in its place"
    assert other.problem == "id: is a formula; save the sheet with values in its place"
    assert last.problem is None


def test_in_a_text_table_what_looks_like_a_formula_is_text() -> None:
    assert only_post(b"text,id\n=HYPERLINK(A1),1\n").draft.text == "=HYPERLINK(A1)"


def test_a_sheet_that_lies_about_its_size_is_read_whole() -> None:
    content = rewritten(
        as_excel(posts(9)), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'ref="A1:F10"', b'ref="A1:B2"')
    )
    assert len(rows_of(content)) == 9


def rewritten(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(each, change(old.read(each)) if each == part else old.read(each))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
SMALL = as_excel([{"text": "kanarie", "id": 1}])
BOMBS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "zeros": (lambda xml: xml + b" " * (excel_reader.MOST_UNPACKED_IN_MEMORY + 1), "unpacks to 25. MB"),
    "ratio": (lambda xml: xml + b" " * (excel_reader.LARGE + 1), "more than 250 times its size"),
    "entities": (
        lambda xml: (
            b'<!DOCTYPE x [<!ENTITY a "'
            + b"a" * 1000
            + b'">'
            + b"".join(b'<!ENTITY a%d "%s">' % (n, (b"&a%d;" % (n - 1) if n else b"&a;") * 50) for n in range(5))
            + b"]>"
            + xml.replace(b"<sheetData>", b"<sheetData><row><c t='inlineStr'><is><t>&a4;</t></is></c></row>")
        ),
        "damaged",
    ),
    "rows": (lambda xml: xml.replace(b'<row r="2"', b'<row r="999999999"'), "rows beyond"),
    "cut": (lambda xml: xml[: len(xml) // 2], "damaged"),
    "columns": (lambda xml: xml.replace(b'r="F1"', b'r="XFD1"'), "16384 columns"),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_workbooks_that_would_blow_up_are_refused(kind: str) -> None:
    change, reason = BOMBS[kind]
    content = rewritten(as_excel(posts(3)), SHEET, change)
    assert len(content) < 2_000_000
    with pytest.raises(UnreadableError, match=reason) as raised:
        rows_of(content)
    assert not any(draft in str(raised.value) for draft, _ in TEXTS)


@settings(max_examples=40)
@given(st.data())
def test_a_workbook_with_any_bytes_changed_is_read_or_refused(data: st.DataObject) -> None:
    part = data.draw(st.sampled_from([SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", ""]))
    at, new = data.draw(st.integers(0, 3000)), data.draw(st.binary(min_size=1, max_size=6))

    def change(old: bytes) -> bytes:
        place = at % len(old)
        return old[:place] + new + old[place + len(new) :]

    content = rewritten(SMALL, part, change) if part else change(SMALL)
    if content.startswith(b"PK"):
        try:
            rows_of(content)
        except UnreadableError as error:
            assert "kanarie" not in str(error)


def test_an_archive_that_names_no_workbook_is_refused() -> None:
    with pytest.raises(UnreadableError, match="cannot be read"):
        rows_of(rewritten(SMALL, "[Content_Types].xml", lambda xml: xml.replace(b"sheet.main+xml", b"sheet.other+xml")))


def test_what_openpyxl_warns_of_is_not_shown(recwarn: pytest.WarningsRecorder) -> None:
    dated = as_excel([{"text": "Dag.", "datum": datetime(2026, 1, 1)}])
    content = rewritten(dated, SHEET, lambda xml: xml.replace(b"<v>46023</v>", b"<v>4602388888888</v>"))
    assert content != dated
    rows_of(content)
    assert len(recwarn) == 0


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x03\x04" + b"x" * 500, as_excel(posts(3))[:-60]])
def test_what_only_begins_like_a_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableError, match="cannot be read"):
        rows_of(content)


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (zipped("content.xml"), "OpenDocument"),
        (zipped("posts.csv"), "without a workbook"),
        (zipped("xl/workbook.xml", *(f"p{n}" for n in range(excel_reader.MOST_PARTS))), "at most 5000"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old or a protected"),
        (b"\x1f\x8b\x08\x00", "unpack it first"),
        (b"", "empty"),
        (b'[{"text": "a"}]', "one object a line"),
    ],
)
def test_other_files_are_refused_with_what_to_do(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        rows_of(content, "posts.json")


def test_a_folder_or_a_pipe_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="no file"), posts_at(tmp_path).open():
        pass
    with pytest.raises(FileNotFoundError), posts_at(tmp_path / "not there").open():
        pass


def test_a_json_line_of_any_length_costs_a_megabyte_at_most_and_is_named() -> None:
    content = b'{"text": "a"}\n{"text": "' + b"x" * 3 * LONGEST_LINE + b'"}\n\n{"text": "b"}'
    assert [(row.line, row.problem is None) for row in rows_of(content, "a.jsonl")] == [
        (1, True),
        (2, False),
        (4, True),
    ]


def test_json_lines_may_be_gold_records_or_requests_or_rows_of_a_table() -> None:
    gold = b'{"draft": "Dag.", "lang": "nl", "place": "group", "parent": "Hoi", "situation": "abuse"}'
    request = b'{"text": "Dag.", "language": "nl", "context": {"place": "group", "parent": {"text": "Hoi"}}}'
    table = b'{"Antwoord": "Dag.", "TAAL": "Nederlands", "Plaats": "Group", "vraag": "Hoi", "datum": null}'
    found = {only_post(line, "a.jsonl") for line in (gold, request, table)}
    assert len(found) == 1


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-11-26", date(2026, 11, 26)),
        ("2026-11-26T23:59:59+01:00", date(2026, 11, 26)),
        ("20261126", date(2026, 11, 26)),
        ("26-11-2026 09:14", date(2026, 11, 26)),
        ("3/4/2026", date(2026, 4, 3)),
        ("1795651200", date(2026, 11, 26)),
    ],
)
def test_dates_are_read_day_first(value: str, day: date) -> None:
    post = only_post(f"text,datum\nDag,{value}\n".encode())
    assert (post.day, post.unused) == (day, ())


@pytest.mark.parametrize("value", ["gisteren", "2026-13-01", "31-02-2026", "11/26/2026", "0001-01-01", "9" * 30])
def test_a_date_that_is_none_leaves_the_post_and_is_counted(value: str) -> None:
    post = only_post(f"text,datum\nDag,{value}\n".encode())
    assert (post.day, post.unused) == (None, ("date",))


def test_values_that_say_nothing_to_kalm_leave_the_default_and_are_counted() -> None:
    post = only_post(b"text,account,place,language\nDag,@gemeente,Facebook,geen idee\n")
    assert post.unused == ("place", "account", "language")
    assert (post.draft.context.account, post.draft.context.place, post.draft.language) == ("brand", "post", "auto")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"text,parent\n   ,b\n", "draft: is empty"),
        (b"text,parent\n,b\n", "draft: is empty"),
        (b"text,parent\n" + b"x" * 20_001 + b",b\n", "text: must be at most 20000 code points long"),
        (b"text,parent\na," + b"x" * 5_001 + b"\n", "context.parent.text: must be at most 5000 code points long"),
    ],
)
def test_what_could_not_be_asked_of_kalm_is_a_bad_row(content: bytes, problem: str) -> None:
    with pytest.raises(RecordError) as raised:
        only_post(content)
    assert str(raised.value) == problem


def test_a_row_shows_nothing_of_its_text_when_printed() -> None:
    [row] = rows_of(b"text,id\ngeheim,1\n")
    assert "geheim" not in repr(row)
    assert "geheim" not in repr(to_post(row, {}))
