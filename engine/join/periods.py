"""Days, ISO weeks and months as whole numbers, so that periods can be compared and counted."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.records import Period as Period

LENGTH: dict[Period, int] = {"day": 1, "week": 7, "month": 30}
"""Days of a period, about."""
_SHORT = 12 * 7
_LONG = 3 * 366
_MONDAY = 4  # 1970-01-01 was a Thursday: day 4 of the epoch is its first Monday.


def period_number(days: pd.Series, period: Period) -> NDArray[np.int64]:
    """The period of each day: (n,) whole numbers that grow by 1 from period to period. No day may be NaT."""
    dates = days.to_numpy(dtype="datetime64[D]")
    if period == "month":
        return dates.astype("datetime64[M]").astype(np.int64)
    number = dates.astype(np.int64)
    return (number - _MONDAY) // 7 if period == "week" else number


def first_day(numbers: NDArray[np.int64], period: Period) -> NDArray[np.datetime64]:
    """The first day of each period, a Monday for a week: (n,) datetime64[s]."""
    if period == "month":
        return numbers.astype("datetime64[M]").astype("datetime64[s]")
    days = numbers * 7 + _MONDAY if period == "week" else numbers
    return days.astype("datetime64[D]").astype("datetime64[s]")


def partial_ends(days: pd.Series, period: Period) -> list[int]:
    """Numbers of the first and last period where a sheet of daily rows begins or ends within them.

    A sheet counts as daily where its days, taken together, mostly follow each other within half a period; a
    sheet of weeks names one day of each. An end is partial where more days are missing than lie between two
    of its days.
    """
    seen = np.unique(days.dropna().to_numpy(dtype="datetime64[D]"))
    if len(seen) < 3 or period == "day":
        return []
    step = float(np.median(np.diff(seen).astype(np.int64)))
    if step > LENGTH[period] / 4:
        return []
    ends = period_number(pd.Series(seen[[0, -1]]), period)
    bounds = first_day(np.array([ends[0], ends[1] + 1]), period).astype("datetime64[D]")
    before = int((seen[0] - bounds[0]).astype(np.int64))
    after = int((bounds[1] - seen[-1]).astype(np.int64)) - 1
    return [int(end) for end, missing in zip(ends, (before, after), strict=True) if missing >= step]


def suitable_period(days: pd.Series) -> Period:
    """Days where the sheets are daily and span less than 12 weeks, months where they span more than 3 years,
    else weeks."""
    seen = np.unique(days.dropna().to_numpy(dtype="datetime64[D]"))
    if len(seen) < 3:
        return "week"
    span = int((seen[-1] - seen[0]).astype(np.int64)) + 1
    if span > _LONG:
        return "month"
    daily = float(np.median(np.diff(seen).astype(np.int64))) == 1
    return "day" if daily and span < _SHORT else "week"
