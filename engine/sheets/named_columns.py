"""Columns that Stylelift names itself, such as those of the photo table and of the photo history."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from engine.errors import AnswersNeeded, SheetUnreadable
from engine.sheets.dates import Days, read_dates
from engine.sheets.mapping import missing_columns
from engine.sheets.platforms import first_place
from engine.sheets.questions import Answers
from engine.sheets.read_table import read_table
from engine.sheets.roles import exact_header
from engine.sheets.sales import NOTHING, asked
from engine.sheets.table import Table


def read_settled(path: Path, *, answers: Answers = NOTHING, stripped: bool = True) -> Table:
    """A table about which nothing is to be asked; else as `read_table`. Raises SheetUnreadable,
    AnswersNeeded."""
    table = read_table(path, answers=answers, stripped=stripped)
    if table.questions:
        raise AnswersNeeded("\n".join(map(asked, table.questions)))
    return table


def text_column(table: Table, name: str) -> pd.Series | None:
    """The texts of the column called `name`, in any case; None without the column."""
    place = first_place(table.header, [exact_header(name)])
    return None if place is None else table.cells[place]


def needed_column(table: Table, name: str) -> pd.Series:
    """The texts of a column that must be there; SheetUnreadable where it is not."""
    texts = text_column(table, name)
    if texts is None:
        raise missing_columns(table.file, table.header, [name])
    return texts


def day_column(table: Table, name: str, *, answers: Answers = NOTHING) -> Days:
    """The days (n,) of the column called `name`, NaT where a cell is blank; all NaT without the column.

    Raises SheetUnreadable for a day that cannot be read, AnswersNeeded where the order of day and month is
    open.
    """
    place = first_place(table.header, [exact_header(name)])
    if place is None:
        return np.full(len(table.cells), "NaT", dtype="datetime64[s]")
    found = read_dates(
        table.cells[place], file=table.file, column=table.header[place], answers=answers,
        typed=table.typed_days.get(place),
    )  # fmt: skip
    if found.question is not None:
        raise AnswersNeeded(asked(found.question))
    if found.bad.any():
        line = table.lines[int(found.bad.argmax())]
        raise SheetUnreadable(f"{table.file}, line {line}: a date cannot be read; write it as 2026-03-31.")
    return found.days
