"""Workbooks (XLSX, XLSM, XLSB, XLS, ODS) to a table: which sheet, and what its cells hold."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import python_calamine

from engine.errors import SheetUnreadable
from engine.sheets.column_texts import blank_cells, stripped_texts
from engine.sheets.headers import HEAD, Header, find_header, named_columns, typed_columns
from engine.sheets.questions import Answers, Choice, Question, question_key
from engine.sheets.table import Table
from engine.sheets.trial import survives
from engine.sheets.typed_cells import TypedColumn, cell_text
from engine.sheets.xlsx_parts import XlsxParts

_MOST_ROWS = {1_048_576, 65_536}  # of XLSX and of XLS: a program that had more to write cut it there

Cells = list[list[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class _Page:
    """One sheet of a workbook; `merit` is how much it looks like a table of sales."""

    name: str
    hidden: bool
    rows: Cells
    header: Header | None
    merit: tuple[int, int]

    @property
    def told(self) -> str:
        """The sheet as a note names it."""
        return f'"{self.name}" ({"hidden, " if self.hidden else ""}{len(self.rows):,} rows)'


def read_workbook(data: bytes, *, file: str, answers: Answers, stripped: bool) -> Table:
    """Read the sheet that looks most like a table of sales; ask where two visible ones look alike.

    `stripped`: cells without blanks around them.

    Raises SheetUnreadable where the file is damaged, protected by a password, or holds no table.
    """
    parts = XlsxParts(data)
    if not parts.known and not survives(data):
        raise _damaged(file)
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            pages = [_page(book, place, file, parts) for place in _worksheets(book)]
    except python_calamine.PasswordError as error:
        raise _protected(file) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        if "assword" in str(error) or _is_encrypted(data):
            raise _protected(file) from error
        raise _damaged(file) from error
    except MemoryError as error:
        raise SheetUnreadable(
            f"{file} is too large for the memory of this computer: save its sales as CSV and try again."
        ) from error
    page, question = _chosen(pages, file=file, answers=answers)
    notes = (*_sheet_notes(page, pages, file), *parts.notes(page.name, file=file))
    table = _table(page, file=file, notes=notes, from_1904=parts.from_1904)
    cells = table.cells.apply(stripped_texts) if stripped else table.cells
    return replace(table, cells=cells, questions=() if question is None else (question,))


def _is_encrypted(data: bytes) -> bool:
    return "EncryptedPackage".encode("utf-16-le") in data


def _protected(file: str) -> SheetUnreadable:
    return SheetUnreadable(
        f"{file} cannot be read: it is protected by a password. Open it, save it without the password, and "
        "try again."
    )


def _damaged(file: str) -> SheetUnreadable:
    return SheetUnreadable(
        f"{file} cannot be read: it is damaged or of another kind. Save it as XLSX or CSV and try again."
    )


def _worksheets(book: python_calamine.CalamineWorkbook) -> list[int]:
    kinds = python_calamine.SheetTypeEnum
    return [place for place, sheet in enumerate(book.sheets_metadata) if sheet.typ == kinds.WorkSheet]


def _page(book: python_calamine.CalamineWorkbook, place: int, file: str, parts: XlsxParts) -> _Page:
    about = book.sheets_metadata[place]
    far = parts.far_cell(about.name)
    if far:
        raise SheetUnreadable(
            f'The sheet "{about.name}" of {file} reaches to {far}, too far to be read: '
            "delete the stray cells there."
        )
    rows: Cells = book.get_sheet_by_index(place).to_python(skip_empty_area=False)
    hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
    head = [[cell_text(cell).strip() for cell in row] for row in rows[:HEAD]]
    width = max((place + 1 for row in head for place, cell in enumerate(row) if cell), default=0)
    if width == 0:
        return _Page(about.name, hidden, [], None, (0, 0))
    try:
        header = find_header(head, width=width, file=file)
    except SheetUnreadable:
        return _Page(about.name, hidden, rows, None, (0, 0))
    kinds = set(typed_columns([row for row in head[header.first :] if any(row)], width).values())
    return _Page(about.name, hidden, rows, header, (1 + len(kinds), len(rows) - header.first))


def _chosen(pages: Sequence[_Page], *, file: str, answers: Answers) -> tuple[_Page, Question | None]:
    """The best visible sheet, and the question while others look like it: of the same kind of columns."""
    tables = [page for page in pages if page.merit[1] > 0]
    shown = [page for page in tables if not page.hidden] or tables
    if not shown:
        raise SheetUnreadable(f"{file} has no sheet with rows below a header.")
    best = max(shown, key=lambda page: page.merit)
    alike = [page for page in shown if page.merit[0] == best.merit[0]]
    if len(alike) == 1:
        return best, None
    choices = tuple(Choice(page.name, f"the sheet {page.told}") for page in alike)
    text = f"{file} has several sheets that may hold the sales. Which one is to be read?"
    question = Question(question_key("sheet", file=file), file, "", text, choices)
    given = question.answer(answers)
    return (best, question) if given is None else (next(page for page in alike if page.name == given), None)


def _sheet_notes(page: _Page, pages: Sequence[_Page], file: str) -> list[str]:
    notes = []
    others = ", ".join(other.told for other in pages if other is not page)
    if others:
        notes.append(f'The sheet "{page.name}" of {file} was read; not read: {others}.')
    elif page.hidden:
        notes.append(f'The sheet "{page.name}" of {file} is hidden; it was read since there is no other.')
    if len(page.rows) in _MOST_ROWS:
        notes.append(
            f"{file} has exactly {len(page.rows):,} rows, the most that such a file can hold: it was "
            "probably truncated. Export the sales in several files, or as CSV."
        )
    return notes


def _table(page: _Page, *, file: str, notes: Sequence[str], from_1904: bool) -> Table:
    header = page.header or Header((), 0, ())
    rows = page.rows[header.first :]
    columns = [TypedColumn.of(cells, from_1904=from_1904) for cells in zip(*rows, strict=True)]
    cells = pd.DataFrame({place: column.texts for place, column in enumerate(columns)}, dtype="str")
    blank = blank_cells(cells.apply(stripped_texts))
    kept = np.flatnonzero(~blank.all(axis=1).to_numpy())
    names, places = named_columns([*header.names, *[""] * (len(columns) - len(header.names))], blank)
    shown = [columns[place] for place in places]
    return Table(
        file=file,
        header=names,
        cells=cells.loc[kept, places].set_axis(range(len(places)), axis=1).reset_index(drop=True),
        lines=kept + header.first + 1,
        notes=(*notes, *header.notes),
        typed_numbers={at: one.numbers[kept] for at, one in enumerate(shown) if one.numbers is not None},
        typed_days={at: one.days[kept] for at, one in enumerate(shown) if one.days is not None},
        original=lambda row: "\t".join(cell_text(cell) for cell in rows[kept[row]]),
    )
