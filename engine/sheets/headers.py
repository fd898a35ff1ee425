"""Where a sheet names its columns: the header below title rows, in one line or in two with merged cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from engine.errors import SheetUnreadable
from engine.sheets.day_texts import read_day_text
from engine.sheets.number_texts import NO_VALUE, take_apart

HEAD = 60
"""Rows of a sheet's beginning that are looked at."""
_FILLED_SHARE = 0.6
_TYPED_SHARE = 0.5
_TIME = re.compile(r"[T ,]+[0-9]{1,2}:[0-9]{2}.*")
_TITLE_LENGTH = 60
_NUMBERED = re.compile(r" \([0-9]+\)$")
_FEWEST_LABELS = 2

CellKind = Literal["", "number", "day", "text"]
Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Header:
    """The names of a sheet's columns and where its rows begin."""

    names: tuple[str, ...]
    """As many as the sheet is wide; "" where a column has none."""
    first: int
    """Place of the first row below it, in the rows that were looked at."""
    notes: tuple[str, ...]


def cell_kind(text: str) -> CellKind:
    """What a cell looks like on its own; "" where it says nothing."""
    text = text.strip()
    if text.casefold() in NO_VALUE:
        return ""
    if take_apart(text) is not None:
        return "number"
    return "text" if read_day_text(_TIME.sub("", text)) is None else "day"


def typed_columns(rows: Sequence[Row], width: int) -> dict[int, CellKind]:
    """The columns in which at least half of the filled cells are numbers, or days."""
    found: dict[int, CellKind] = {}
    for place in range(width):
        kinds = [kind for row in rows if place < len(row) and (kind := cell_kind(row[place]))]
        for wanted in ("number", "day"):
            if kinds and kinds.count(wanted) >= _TYPED_SHARE * len(kinds):
                found[place] = wanted
    return found


def find_header(head: Sequence[Row], *, width: int, file: str) -> Header:
    """Find the header in the first rows of a sheet, blank rows included.

    It is the last row of labels above the first row of data; in a sheet of texts only, the first row that is
    filled to 60 %. Raises SheetUnreadable where no row names the columns.
    """
    rows = {
        place: list(row[:width]) + [""] * (width - len(row)) for place, row in enumerate(head) if any(row)
    }
    typed = typed_columns(list(rows.values()), width)
    data = next((place for place, row in rows.items() if _is_data(row, typed)), None)
    labels = [place for place, row in rows.items() if _is_labels(row, typed) and _is_filled(row)]
    above = [place for place in labels if data is None or place < data]
    if not above:
        raise SheetUnreadable(
            f"{file} has no row that names its columns: put names such as product, date, units and price "
            "into its first row."
        )
    lower = above[0] if data is None else above[-1]
    places = list(rows)
    for upper, below in _neighbours(places, lower):
        joined = None
        if below < (data or 0) and _is_labels(rows[upper], typed) and _is_labels(rows[below], typed):
            joined = _joined(rows[upper], rows[below])
        if joined:
            note = f"The header of {file} is in two lines, joined to names such as {joined[-1]}."
            return Header(joined, below + 1, (*_titles(rows, upper, file), note))
    return Header(tuple(map(_one_line, rows[lower])), lower + 1, _titles(rows, lower, file))


def _is_data(row: Row, typed: dict[int, CellKind]) -> bool:
    return 2 * sum(cell_kind(row[place]) == kind for place, kind in typed.items()) > max(len(typed), 1)


def _is_labels(row: Row, typed: dict[int, CellKind]) -> bool:
    """Whether no cell of the row could be data; days may head any column but one of days."""
    kinds = [cell_kind(cell) for cell in row]
    wrong = any(kind == "number" or (kind == "day" == typed.get(place)) for place, kind in enumerate(kinds))
    return not wrong and any(kinds)


def _is_filled(row: Row) -> bool:
    return sum(1 for cell in row if cell.strip()) >= _FILLED_SHARE * len(row)


def _neighbours(places: Sequence[int], lower: int) -> list[tuple[int, int]]:
    """The row with the one above it, and with the one below it."""
    here = places.index(lower)
    return [(places[at - 1], places[at]) for at in (here, here + 1) if 0 < at < len(places)]


def _joined(upper: Row, lower: Row) -> tuple[str, ...] | None:
    """Names such as "Week 1 / Units"; None where the two rows are no header with merged cells.

    They are one where the lower row repeats itself or leaves blank what the upper one names, and the upper
    one leaves blank what it spans.
    """
    below = [_one_line(cell) for cell in lower]
    filled = [name for name in below if name]
    above = [_one_line(cell) for cell in upper]
    spans = any(not name and below[place] for place, name in enumerate(above) if place and any(above[:place]))
    completes = any(name and not below[place] for place, name in enumerate(above))
    if (
        sum(map(bool, above)) < _FEWEST_LABELS
        or not spans
        or not (len(set(filled)) < len(filled) or completes)
    ):
        return None
    names, label = [], ""
    for place, name in enumerate(below):
        if above[place]:
            label = above[place] if name else ""
        names.append(f"{label} / {name}" if label and name else name or above[place])
    return tuple(names)


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def _titles(rows: dict[int, list[str]], header: int, file: str) -> tuple[str, ...]:
    skipped = [
        " ".join(_one_line(cell) for cell in row if cell) for place, row in rows.items() if place < header
    ]
    if not skipped:
        return ()
    lines = f"{len(skipped):,} lines" if len(skipped) > 1 else "1 line"
    return (f'{lines} above the header of {file} skipped: "{skipped[0][:_TITLE_LENGTH]}".',)


def named_columns(names: Sequence[str], blank: pd.DataFrame) -> tuple[tuple[str, ...], list[int]]:
    """The names of the columns, and the places of those kept: without a name, only if it holds something.

    `blank`: (n, width) bool. Of equal names, the later ones are told apart by a number.
    """
    places = [place for place, name in enumerate(names) if name or not blank[place].all()]
    found: list[str] = []
    twins: Counter[str] = Counter()
    for place in places:
        name = names[place] or f"column {place + 1}"
        found.append(f"{name} ({twins[name] + 1})" if twins[name] else name)
        twins.update({found[-1], _NUMBERED.sub("", found[-1])})
    return tuple(found), places
