"""Where days and bars stand on the timeline, and what stands at a place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from engine.join.history import History, Showing

_DAY = dt.timedelta(days=1)
GRIP = 5
"""Pixels on either side of a boundary within which the mouse takes it."""
TICK_ROOM = 64
"""Pixels that the name of a month and its year need."""


@dataclass(frozen=True, slots=True)
class TimeScale:
    """Days from `first` to `last`, both shown whole, from pixel `left` on, `per_day` pixels each."""

    first: dt.date
    last: dt.date
    left: float
    per_day: float

    @property
    def width(self) -> float:
        """Pixels of all days."""
        return ((self.last - self.first).days + 1) * self.per_day

    def x(self, day: dt.date) -> float:
        """The pixel at which a day begins."""
        return self.left + (day - self.first).days * self.per_day

    def day(self, x: float) -> dt.date:
        """The day whose beginning is nearest to a pixel."""
        return self.first + round((x - self.left) / self.per_day) * _DAY

    def ticks(self) -> Iterator[dt.date]:
        """First days of months, as many as there is room to name."""
        step = next((n for n in (1, 2, 3, 6, 12) if n * 30 * self.per_day >= TICK_ROOM), 12)
        year, month = self.first.year, 1
        while (tick := dt.date(year, month, 1)) <= self.last:
            if tick >= self.first:
                yield tick
            year, month = (year, month + step) if month + step <= 12 else (year + 1, 1)


@dataclass(frozen=True, slots=True)
class Bar:
    """A showing as it is drawn: from pixel `x0` to `x1`; `open` where no day ends it."""

    showing: Showing
    x0: float
    x1: float
    open: bool
    joined: bool
    """Whether the next bar begins where this one ends."""


def bars(history: History, product: str, scale: TimeScale) -> list[Bar]:
    """The bars of one product, from left to right."""
    showings = history.product_showings(product)
    found = []
    for one, after in zip_longest(showings, showings[1:]):
        until = one.end + _DAY if one.end is not None else (after.start if after else None)
        edge = scale.left + scale.width if until is None else scale.x(until)
        joined = after is not None and until == after.start
        found.append(Bar(one, scale.x(one.start), max(edge, scale.x(one.start) + 2), until is None, joined))
    return found


@dataclass(frozen=True, slots=True)
class Grip:
    """A boundary that the mouse can take."""

    showing: Showing
    edge: Literal["start", "end"]


def showing_at(found: list[Bar], x: float) -> Showing | None:
    """The showing whose bar stands at `x`."""
    return next((bar.showing for bar in found if bar.x0 <= x < bar.x1), None)


def grip_at(found: list[Bar], x: float) -> Grip | None:
    """The boundary near `x`; where two bars meet it is the start of the second."""
    for bar in found:
        if abs(x - bar.x0) <= GRIP:
            return Grip(bar.showing, "start")
        if abs(x - bar.x1) <= GRIP and not bar.open and not bar.joined:
            return Grip(bar.showing, "end")
    return None


def span(history: History, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    """The days to show: those of the sales and of the history, and two weeks more for a change to come."""
    starts = [one.start for one in history.showings]
    ends = [one.end for one in history.showings if one.end is not None]
    return min([first, *starts]), max([last, *starts, *ends]) + 14 * _DAY
