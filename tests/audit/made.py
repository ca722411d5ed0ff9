"""Past posts made up for tests, as the files that tools write."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from openpyxl import Workbook

TEXTS = (
    ("Zoals wij u al uitlegden moet u gewoon even geduld hebben.", "Waar blijft mijn pakket?"),
    ("Wat vervelend dat u zo lang wacht. We zoeken het uit en bellen u vandaag nog.", "Ik wacht al drie weken!"),
    ("Het wachtwoord is Welkom2026! voor iedereen.", ""),
    ("Morgen zijn wij open van negen tot vijf.", "Wanneer zijn jullie open?"),
    ("RUSTIG AAN MET JE GEKLAAG!!!", "Schandalig, wat een slechte service."),
    ("Als je goed had gelezen, had je dit geweten; punt uit.", "Hoe vraag ik dit aan?"),
)


def posts(count: int) -> Iterator[dict[str, str]]:
    """Posts over some weeks, in turn good and bad."""
    for number in range(count):
        draft, parent = TEXTS[number % len(TEXTS)]
        yield {
            "id": str(number),
            "date": f"2026-{1 + number // 28 % 12:02}-{1 + number % 28:02}",
            "place": "page" if parent else "post",
            "platform": "x",
            "text": draft,
            "parent": parent,
        }


def as_csv(rows: Iterable[Mapping[str, str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """A table as the csv module writes it."""
    rows = list(rows)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def as_jsonl(rows: Iterable[Mapping[str, str]]) -> bytes:
    """One object a line, without what is empty."""
    return b"".join(json.dumps({k: v for k, v in row.items() if v}).encode() + b"\n" for row in rows)


def as_excel(rows: Iterable[Mapping[str, object]], before: Sequence[object] = ()) -> bytes:
    """A workbook as openpyxl writes it."""
    rows = list(rows)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in before:
        sheet.append([row])
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append([value if value != "" else None for value in row.values()])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
