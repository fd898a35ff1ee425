"""Sheets with a column per week or month: offered as one row per period, and turned when so answered."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.sheets.day_texts import read_day_text
from engine.sheets.questions import Answers, Choice, Question, question_key
from engine.sheets.table import Table

_FEWEST_PERIODS = 3
_MEASURES = ("units", "revenue", "price")
PERIOD = "period"
"""Header of the column that holds what the headers said: "Week 1", "2026-01"."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which column holds which measure of which period."""

    fixed: list[int]
    """Places of the columns that say what the row is about."""
    periods: list[str]
    measures: list[str]
    """[""] where the headers name periods only."""
    places: dict[tuple[str, str], int]
    """Place of a column by its period and its measure."""


def one_row_per_period(table: Table, *, answers: Answers) -> Table:
    """Ask whether a table with three or more periods side by side is to be turned; turn it if so answered.

    A turned row has the cells of one period; rows whose cells are all blank are left out and counted.
    """
    layout = _layout(table)
    if layout is None:
        return table
    question = _question(table, layout)
    given = question.answer(answers)
    if given is None:
        return replace(table, questions=(*table.questions, question))
    return table if given == "keep" else _turned(table, layout, bare=given)


def _layout(table: Table) -> _Layout | None:
    fixed, places = [], {}
    for place, name in enumerate(table.header):
        period, _, measure = name.partition(" / ")
        turned = read_day_text(period) is None and measure and read_day_text(measure) is not None
        if turned:
            period, measure = measure, period
        if read_day_text(period) is None:
            fixed.append(place)
        else:
            places[period, measure] = place
    periods = list(dict.fromkeys(period for period, _ in places))
    measures = list(dict.fromkeys(measure for _, measure in places))
    return _Layout(fixed, periods, measures, places) if len(periods) >= _FEWEST_PERIODS and fixed else None


def _question(table: Table, layout: _Layout) -> Question:
    first = f"{layout.periods[0]}, {layout.periods[1]}, ..."
    if layout.measures == [""]:
        choices = [Choice(name, f"one row per period; the numbers are the {name}") for name in _MEASURES]
    else:
        choices = [Choice("rows", "one row per period")]
    text = f"{table.file} has its periods side by side ({first}). Is it to be read with one row per period?"
    keep = Choice("keep", "no, leave the columns as they are")
    return Question(question_key("layout", file=table.file), table.file, "", text, (*choices, keep))


def _turned(table: Table, layout: _Layout, *, bare: str) -> Table:
    """`bare`: the name of the measure where the headers name none."""
    periods, measures, count = layout.periods, layout.measures, len(table.cells)
    blank = pd.Series("", index=table.cells.index, dtype="str")
    columns = [pd.concat([table.cells[place]] * len(periods), ignore_index=True) for place in layout.fixed]
    columns.append(pd.Series(np.repeat(np.array(periods, dtype=object), count), dtype="str"))
    for measure in measures:
        texts = [table.cells.get(layout.places.get((period, measure), -1), blank) for period in periods]
        columns.append(pd.concat(texts, ignore_index=True))
    cells = pd.concat(columns, axis=1, keys=range(len(columns)))
    filled = (cells.iloc[:, len(layout.fixed) + 1 :] != "").any(axis=1).to_numpy()
    # A row's periods follow each other, as the row's place in the sheet does.
    kept = np.arange(count * len(periods)).reshape(len(periods), count).T.ravel()
    kept = kept[filled[kept]]
    rows = kept % count
    names = [table.header[place] for place in layout.fixed]
    empty = int((~filled).sum())
    note = f"{table.file} was turned to one row per period: {len(periods):,} periods."
    skipped = (f"{table.file}: {empty:,} blank cells of a product and a period left out.",) if empty else ()
    return Table(
        file=table.file,
        header=(*names, PERIOD, *(measure or bare for measure in measures)),
        cells=cells.iloc[kept].reset_index(drop=True),
        lines=table.lines[rows],
        notes=(*table.notes, note, *skipped),
        questions=table.questions,
        ragged={new: table.ragged[int(row)] for new, row in enumerate(rows) if int(row) in table.ragged},
        shorter=frozenset(new for new, row in enumerate(rows) if int(row) in table.shorter),
        typed_numbers=_turned_numbers(table, layout, kept),
        typed_days={
            at: table.typed_days[p][rows] for at, p in enumerate(layout.fixed) if p in table.typed_days
        },
        original=lambda row: table.original_line(int(rows[row])),
    )


def _turned_numbers(table: Table, layout: _Layout, kept: NDArray[np.intp]) -> dict[int, NDArray[np.float64]]:
    nothing = np.full(len(table.cells), np.nan)
    found = {}
    for at, place in enumerate(layout.fixed):
        if place in table.typed_numbers:
            found[at] = np.tile(table.typed_numbers[place], len(layout.periods))[kept]
    for at, measure in enumerate(layout.measures, start=len(layout.fixed) + 1):
        places = [layout.places.get((period, measure), -1) for period in layout.periods]
        found[at] = np.concatenate([table.typed_numbers.get(place, nothing) for place in places])[kept]
    return found
