"""Files in the exact form of CMS's, with invented codes, reasons and notices."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple

NOTICE = "A notice of whoever owns the codes stands here.  Invented."
TITLE = "Column1/Column2 Edits"
WRAPPED_HEADER = (
    ("Column 1", "Column 2", "*=in existence", "Effective", "Deletion", "Modifier", "PTP Edit Rationale"),
    ("", "", "prior to 1996", "Date", "Date", "0=not allowed", ""),
    ("", "", "", "", "*=no data", "1=allowed", ""),
    ("", "", "", "", "", "9=not applicable", ""),
)
REASONS = tuple(f"Reason number {number}, made up" for number in range(1, 13))
BUNDLE = 10_000
"""Rows written at a time."""
THERAPY_SHARE = 0.05
"""Share of rows with a kept code in a full-size table."""


class Row(NamedTuple):
    """One row of the PTP edits, as CMS writes it."""

    column_one: str
    column_two: str
    effective: str
    deleted: str = "*"
    indicator: str = "1"
    existed: str = ""
    rationale: str = REASONS[0]

    @property
    def cells(self) -> tuple[str, ...]:
        return (
            self.column_one,
            self.column_two,
            self.existed,
            self.effective,
            self.deleted,
            self.indicator,
            self.rationale,
        )


def ptp_head() -> bytes:
    lines = [(NOTICE, *[""] * 6), (TITLE, *[""] * 6), *WRAPPED_HEADER]
    return "".join("\t".join(line) + "\r\n" for line in lines).encode("latin-1")


def ptp_text(rows: Iterable[Row]) -> bytes:
    """One part as text: Latin-1, CRLF, tabs, the header wrapped over four lines."""
    return ptp_head() + "".join("\t".join(row.cells) + "\r\n" for row in rows).encode("latin-1")


def ptp_name(part: int = 1, *, setting: str = "practitioner", version: str = "323", revision: int = 0) -> str:
    """The name of a part without its suffix."""
    return f"cci{'pra' if setting == 'practitioner' else 'oph'}-v{version}r{revision}-f{part}"


def write_part(
    folder: Path,
    rows: Sequence[Row],
    part: int = 1,
    *,
    setting: str = "practitioner",
    version: str = "323",
    as_zip: bool = False,
    suffix: str = ".txt",
) -> Path:
    """A part as a file, alone or as CMS packs it."""
    name = ptp_name(part, setting=setting, version=version)
    text = ptp_text(rows)
    if not as_zip:
        path = folder / f"{name}{suffix}"
        path.write_bytes(text)
        return path
    return write_zip(folder / f"{name}.zip", {f"{name}{suffix}": text, f"{name}.xlsx": ptp_workbook(rows)})


def write_zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def ptp_workbook(rows: Iterable[Row], *, numbers: bool = False) -> bytes:
    """One part as a workbook; with `numbers`, codes and dates as Excel numbers where they look like one."""
    lines: list[Sequence[str]] = [(NOTICE,), (TITLE,)]
    lines.append([" ".join(line[at] for line in WRAPPED_HEADER if line[at]) for at in range(7)])
    lines += [row.cells for row in rows]
    return workbook(lines, numbers=numbers)


def mue_text(rows: Iterable[tuple[str, str, str, str]], *, setting: str = "Practitioner Services") -> bytes:
    """An MUE table as CSV: a notice of several lines in quotes, a header wrapped inside one cell, CRLF."""
    head = (
        f'"A notice of whoever owns the codes.\r\nIt goes on, with a comma, and\r\nends here.",,,\r\n'
        f'"HCPCS/\r\nCPT Code",{setting} MUE Values,MUE Adjudication Indicator,MUE Rationale\r\n'
    )
    return (head + "".join(",".join(row) + "\r\n" for row in rows)).encode("latin-1")


def mue_workbook(
    rows: Iterable[tuple[str, str, str, str]], *, setting: str = "Practitioner Services"
) -> bytes:
    head = [
        ("A notice of whoever owns the codes.\nIt goes on.",),
        ("HCPCS/\nCPT Code", f"{setting} MUE Values", "MUE Adjudication Indicator", "MUE Rationale"),
    ]
    return workbook([*head, *rows], numbers=True)


MUE_NAME = "MCR_MUE_PractitionerServices_Eff_10-01-2026"


_CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_WORKBOOK = (
    f'<?xml version="1.0"?><workbook xmlns="{_SHEETS}" xmlns:r="{_RELATIONSHIPS}"><sheets>'
    '<sheet name="Edits" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def _relationships(kind: str, target: str) -> str:
    return (
        f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="rId1" Type="{_RELATIONSHIPS}/{kind}" Target="{target}"/></Relationships>'
    )


def workbook(lines: Iterable[Sequence[str]], *, numbers: bool = False) -> bytes:
    """A workbook with one sheet."""
    return workbook_of("".join(_sheet_rows(lines, numbers)))


def workbook_of(sheet_rows: str) -> bytes:
    """A workbook with one sheet of the given XML rows."""
    sheet = (
        f'<?xml version="1.0"?><worksheet xmlns="{_SHEETS}"><sheetData>{sheet_rows}</sheetData></worksheet>'
    )
    members = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _relationships("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": _WORKBOOK,
        "xl/_rels/workbook.xml.rels": _relationships("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": sheet,
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _sheet_rows(lines: Iterable[Sequence[str]], numbers: bool) -> Iterator[str]:
    for at, line in enumerate(lines, start=1):
        cells = []
        for column, text in zip("ABCDEFG", line, strict=False):
            if not text:
                continue
            if numbers and text.isdigit():
                cells.append(f'<c r="{column}{at}"><v>{int(text)}</v></c>')
            else:
                cells.append(f'<c r="{column}{at}" t="inlineStr"><is><t>{text}</t></is></c>')
        yield f'<row r="{at}">{"".join(cells)}</row>'


def full_size(folder: Path, rows: int, kept_codes: Sequence[str], *, seed: int = 1) -> list[Path]:
    """All four parts of a table of real size, packed as CMS packs them, without the workbooks.

    Args:
        folder: Where the zip files go.
        rows: Rows in all parts together.
        kept_codes: Codes that a therapy import keeps; a share of the rows holds one of them.
        seed: For the same table again.
    """
    chance = random.Random(seed)
    invented = sorted({f"{number:05d}" for number in chance.sample(range(100, 89999), 16_000)})
    codes = sorted({*invented, *(f"Z{number:04d}" for number in range(800)), *kept_codes})
    lines = _lines(chance, codes, sorted(kept_codes), rows)
    paths = []
    for part in range(1, 5):
        name = ptp_name(part)
        path = folder / f"{name}.zip"
        with (
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
            archive.open(f"{name}.TXT", "w") as text,
        ):
            text.write(ptp_head())
            of_part = islice(lines, rows // 4 + (part <= rows % 4))
            while bundle := "".join(islice(of_part, BUNDLE)):
                text.write(bundle.encode("latin-1"))
        paths.append(path)
    return paths


def _lines(chance: random.Random, codes: Sequence[str], kept: Sequence[str], rows: int) -> Iterator[str]:
    """So many rows in the order of their codes."""
    endings = _endings(chance)
    per_code = rows // len(codes)
    for at, one in enumerate(codes):
        wanted = per_code + (at < rows % len(codes))
        others = set(chance.sample(codes, wanted))
        if chance.random() < THERAPY_SHARE * 4:
            others |= set(chance.sample(kept, min(len(kept), wanted // 4)))
        for two in sorted(chance.sample(sorted(others), wanted)):
            yield f"{one}\t{two}\t{chance.choice(endings)}\r\n"


def _endings(chance: random.Random) -> list[str]:
    """Some thousands of different endings, as many as a real table has."""
    starts = [f"{year}{month}01" for year in range(1996, 2027) for month in ("01", "04", "07", "10")]
    ends = [f"{year}{day}" for year in range(1996, 2027) for day in ("0331", "0630", "0930", "1231")]
    found = []
    for reason in REASONS:
        for start in starts:
            found.append(f"\t{start}\t*\t{chance.choice('01')}\t{reason}")
            found.append(f"\t{start}\t{start}\t9\t{reason}")
            later = [end for end in ends if end > start]
            found += [f"\t{start}\t{end}\t{chance.choice('01')}\t{reason}" for end in later[::9]]
    return found


def day(text: str) -> date:
    return date.fromisoformat(text)
