"""Text columns to days; the column itself proves its order of day and month, or the user is asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.sheets.columns import dates
from engine.sheets.questions import Answers, Question

Period = Literal["day", "week", "month"]
Days = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True, eq=False)
class Dates:
    """A column of days, or of weeks or months by their first day."""

    days: Days
    """(n,) datetime64[s], NaT where a cell is blank or bad; all NaT while `question` is not None."""
    ends: Days
    """(n,) datetime64[s], the last day of a range, week or month; the day itself for a day."""
    bad: NDArray[np.bool_]
    """(n,) cells that are filled and no day of the years 2000 to 2100; later than today is only told."""
    period: Period | None
    """What one cell stands for; None where cells differ."""
    question: Question | None
    warnings: tuple[str, ...]


def read_dates(
    texts: pd.Series,
    *,
    file: str,
    column: str,
    answers: Answers,
    typed: Days | None = None,
    today: dt.date | None = None,
) -> Dates:
    """Read a column of days, weeks, months or ranges of days.

    `typed`: (n,) datetime64[s], the values of date cells of a workbook (`Table.typed_days`), NaT elsewhere.
    Raises SheetUnreadable where the column mixes both orders of day and month or more than a fifth of the
    filled cells is no date.
    """
    days = dates(texts, column=column).to_numpy().astype("datetime64[s]")
    bad = np.isnat(days) & (texts.str.strip() != "").to_numpy()
    return Dates(days, days, bad, "day", None, ())
