"""Reads any spreadsheet as text cells with their line numbers; nothing is converted on the way in.

Text first, because readers that guess types turn the product "NA" into a missing value and the SKU 00123
into 123.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.errors import SheetUnreadable
from engine.sheets.dates import Days
from engine.sheets.questions import Answers, Question

TEXT_SUFFIXES = frozenset({".csv", ".tsv", ".txt"})
BOOK_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
SHEET_SUFFIXES = TEXT_SUFFIXES | BOOK_SUFFIXES
DELIMITERS = ",;\t"
_LINES_SEEN = 200


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header and the rows below it, as text."""

    name: str
    header: tuple[str, ...]
    rows: list[list[str]]
    """As found: a row may be shorter or longer than the header. Blank rows are left out."""
    lines: list[int]
    """1-based line in the file on which each row ends; the row number in a workbook."""


def read_sheet(path: Path) -> Sheet:
    """Read the first filled sheet of a CSV, TSV, XLSX, XLS or ODS file.

    Raises SheetUnreadable with a sentence where the file is absent, empty, binary or of an unknown kind.
    """
    suffix = path.suffix.casefold()
    if suffix not in SHEET_SUFFIXES:
        raise SheetUnreadable(f"{path.name} is not a sheet that can be read; save it as CSV or XLSX.")
    data = sheet_bytes(path)
    if not data.strip():
        raise SheetUnreadable(f"{path.name} is empty.")
    is_book = suffix in BOOK_SUFFIXES or data.startswith(b"PK\x03\x04")
    cells, lines = _book_cells(path, data) if is_book else _text_cells(path, data)
    filled = [(row, line) for row, line in zip(cells, lines, strict=True) if any(map(str.strip, row))]
    if len(filled) < 2:
        raise SheetUnreadable(f"{path.name} has no rows below its header.")
    header = tuple(cell.strip() for cell in filled[0][0])
    return Sheet(path.name, header, [row for row, _ in filled[1:]], [line for _, line in filled[1:]])


def sheet_bytes(path: Path) -> bytes:
    """What is in the file; SheetUnreadable where it cannot be opened."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SheetUnreadable(f"{path.name} cannot be opened: {error.strerror or error}.") from error


def _text_cells(path: Path, data: bytes) -> tuple[list[list[str]], list[int]]:
    text = _decode(path, data)
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    try:
        for row in reader:
            rows.append(row)
            lines.append(reader.line_num)
    except csv.Error as error:
        raise SheetUnreadable(f"{path.name} cannot be read near line {reader.line_num}: {error}.") from error
    return rows, lines


def _decode(path: Path, data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\x00" in data[:4096]:
        raise SheetUnreadable(f"{path.name} is not a text file; save it as CSV or XLSX.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Not Latin-1, which would turn the euro sign into a control character.
        return data.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """The sign that cuts the header and most of the first lines into the same number of fields (the more, the
    better), whatever some ragged lines hold."""
    head = "".join(text.splitlines(keepends=True)[:_LINES_SEEN])

    def agreement(delimiter: str) -> tuple[bool, int]:
        cells = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
        try:
            widths = [len(row) for row in cells if any(map(str.strip, row))]
        except csv.Error:  # the reading that follows meets it again and can name the line
            return False, 0
        width = widths[0] if widths else 1
        return width > 1 and 2 * widths.count(width) > len(widths), width

    return max(DELIMITERS, key=agreement)


def _book_cells(path: Path, data: bytes) -> tuple[list[list[str]], list[int]]:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        tables = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        reason = (
            "it is protected by a password" if "assword" in str(error) else "it is damaged or of another kind"
        )
        raise SheetUnreadable(
            f"{path.name} cannot be read: {reason}. Save it as CSV and try again."
        ) from error
    table = next((rows for rows in tables if len(rows) > 1), [])
    return [[_as_text(cell) for cell in row] for row in table], list(range(1, len(table) + 1))


def _as_text(cell: Any) -> str:
    """A cell of a workbook as the text that a plain CSV would hold."""
    if isinstance(cell, bool) or cell is None:
        return "" if cell is None else str(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float):
        return _number_text(cell)
    return str(cell)


def _number_text(value: float) -> str:
    """A number with a decimal point; never exactly three decimals, which would look like thousands."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = repr(value)
    decimals = text.partition(".")[2]
    return text + "0" if len(decimals) == 3 and decimals.isdigit() else text


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A file as a header and the rows below it: text, and beside it what a workbook holds as numbers or days.

    Blank rows are left out; every other row is kept, totals and footers too.
    """

    file: str
    header: tuple[str, ...]
    cells: pd.DataFrame
    """(n, k) text in columns 0..k-1, stripped, "" where blank; a longer row is cut, a shorter one filled."""
    lines: NDArray[np.int64]
    """(n,) 1-based line in the file on which the row starts; the row number in a workbook."""
    ragged: Mapping[int, str]
    """Place of a row (0..n-1) that has more or fewer cells than the header -> what is wrong with it. Its
    cells may stand in the wrong columns."""
    typed_numbers: Mapping[int, NDArray[np.float64]]
    """Place of a column -> (n,) values of its number cells, NaN elsewhere; workbooks only."""
    typed_days: Mapping[int, Days]
    """Place of a column -> (n,) datetime64[s] of its date cells, NaT elsewhere; workbooks only."""
    notes: tuple[str, ...]
    """What was skipped or assumed: title rows, other sheets, the encoding."""
    questions: tuple[Question, ...]
    """While one of them has no answer, the table is a preview only."""
    original: Callable[[int], str] = field(repr=False)

    def original_line(self, row: int) -> str:
        """Row 0..n-1 as it stands in the file; cells of a workbook joined by TABs."""
        return self.original(row)


def read_table(path: Path, *, answers: Answers = MappingProxyType({})) -> Table:
    """Read a CSV, TSV, TXT, XLSX, XLSM, XLSB, XLS or ODS file.

    Raises SheetUnreadable (E01) with what to do where the file is absent, empty, binary, protected by a
    password or of another kind, or where an answer is none of the choices.
    """
    sheet = read_sheet(path)
    width = len(sheet.header)
    cut = [[cell.strip() for cell in row[:width]] + [""] * (width - len(row)) for row in sheet.rows]
    ragged = {
        place: f"{len(row)} cells where the header has {width}"
        for place, row in enumerate(sheet.rows)
        if len(row) != width
    }
    lines = np.array(sheet.lines, dtype=np.int64)
    cells = pd.DataFrame(cut, columns=range(width), dtype="str")
    return Table(
        sheet.name, sheet.header, cells, lines, ragged, {}, {}, (), (), lambda row: "\t".join(sheet.rows[row])
    )
