"""A column of a workbook's cells: as texts of a plain CSV, and its numbers and days exactly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_SAFE_INTEGER = 1e15
_DAYS_1904 = 1462  # a workbook that counts from 1904 writes smaller numbers for the same days
_SERIAL_START = np.datetime64("1899-12-30", "s")
_SERIALS = (20_000, 60_000)


def cell_text(cell: Any) -> str:
    """A cell as the text that a plain CSV would hold."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        return number_text(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ") if cell.time() != dt.time() else cell.date().isoformat()
    return "" if cell is None else str(cell)


def number_text(value: float) -> str:
    """A number with a decimal point; never exactly three decimals, which would look like thousands."""
    if value.is_integer() and abs(value) < _SAFE_INTEGER:
        return str(int(value))
    text = repr(value)
    decimals = text.partition(".")[2]
    return text + "0" if len(decimals) == 3 and decimals.isdigit() else text


@dataclass(frozen=True, slots=True, eq=False)
class TypedColumn:
    """The (n,) cells of one column."""

    texts: list[str]
    numbers: NDArray[np.float64] | None
    """NaN where a cell is no number; None where none is."""
    days: NDArray[np.datetime64] | None
    """datetime64[s], NaT where a cell is no day; None where none is."""

    @classmethod
    def of(cls, cells: Sequence[Any], *, from_1904: bool) -> TypedColumn:
        """Sort the cells by kind; in a workbook that counts days from 1904, bare numbers may be such days."""
        kinds = set(map(type, cells))
        if kinds == {str}:
            return cls([str(cell) for cell in cells], None, None)
        numbers = days = None
        if float in kinds or int in kinds:
            numbers = np.array(
                [cell if type(cell) in (float, int) else np.nan for cell in cells], dtype=np.float64
            )
        if kinds & {dt.date, dt.datetime}:
            days = np.array(
                [cell if isinstance(cell, dt.date) else "NaT" for cell in cells], dtype="datetime64[s]"
            ).astype("datetime64[D]").astype("datetime64[s]")  # fmt: skip
        if from_1904 and numbers is not None:
            serials = _serial_days(numbers + _DAYS_1904)
            days = serials if days is None else np.where(np.isnat(days), serials, days)
        return cls([cell_text(cell) for cell in cells], numbers, days)


def _serial_days(numbers: NDArray[np.float64]) -> NDArray[np.datetime64]:
    inside = (numbers >= _SERIALS[0]) & (numbers <= _SERIALS[1])
    whole = np.where(inside, numbers, 0).astype(np.int64)
    return np.where(inside, _SERIAL_START + whole * np.timedelta64(86_400, "s"), np.datetime64("NaT"))
