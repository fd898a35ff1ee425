"""Edits of a photo history, each a new history; they keep the showings of a product apart from each other.

All take and give settled histories (`History.settled`). A showing that is not in the history is a ValueError.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from engine.join.history import DAY, History, Showing


@dataclass(frozen=True, slots=True)
class Room:
    """The first and last day to which a boundary can be moved; None: as far as the calendar goes."""

    earliest: dt.date | None
    latest: dt.date | None

    def nearest(self, day: dt.date) -> dt.date:
        """The day inside the room that is nearest to `day`."""
        if self.earliest is not None and day < self.earliest:
            return self.earliest
        return self.latest if self.latest is not None and day > self.latest else day


def add(history: History, showing: Showing) -> History:
    """Show a photo from its start to its end, instead of what was shown on these days.

    With an open end it is shown until the next change. What it interrupts goes on after its end.
    """
    kept: list[Showing] = [showing]
    for one, last in _with_last_days(history, showing.product):
        if one.start < showing.start:
            touched = last is None or last >= showing.start
            kept.append(replace(one, end=showing.start - DAY) if touched and one.end is not None else one)
        if showing.end is None:
            if one.start > showing.start:
                kept.append(one)
        elif one.start > showing.end:
            kept.append(one)
        elif last is None or last > showing.end:
            kept.append(replace(one, start=showing.end + DAY))
    return history.with_product(showing.product, kept)


def room_for_start(history: History, showing: Showing) -> Room:
    """Where a showing can begin: after the start of the one before it, not after its own last day."""
    showings, place = _placed(history, showing)
    before = showings[place - 1] if place else None
    after = showings[place + 1] if place + 1 < len(showings) else None
    latest = showing.end or (after.start - DAY if after else None)
    return Room(before.start + DAY if before else None, latest)


def move_start(history: History, showing: Showing, day: dt.date) -> History:
    """Let a showing begin on `day`, as far as there is room; one that ends the day before it follows."""
    showings, place = _placed(history, showing)
    day = room_for_start(history, showing).nearest(day)
    moved = list(showings)
    moved[place] = replace(showing, start=day)
    if place:
        before = showings[place - 1]
        touching = before.end == showing.start - DAY
        if before.end is not None and (touching or before.end >= day):
            moved[place - 1] = replace(before, end=day - DAY)
    return history.with_product(showing.product, moved)


def room_for_end(history: History, showing: Showing) -> Room:
    """Where a showing can end: from its own start on, before the last day of the next one."""
    showings, place = _placed(history, showing)
    if place + 1 == len(showings):
        return Room(showing.start, None)
    latest = room_for_start(history, showings[place + 1]).latest
    return Room(showing.start, latest - DAY if latest else None)


def move_end(history: History, showing: Showing, day: dt.date | None) -> History:
    """Let a showing end on `day`, as far as there is room; one that begins on the day after it follows.

    None: until the next change, or still.
    """
    showings, place = _placed(history, showing)
    moved = list(showings)
    after = showings[place + 1] if place + 1 < len(showings) else None
    if day is None:
        moved[place] = replace(showing, end=None)
        return history.with_product(showing.product, moved)
    day = room_for_end(history, showing).nearest(day)
    touching = after is not None and (showing.end is None or showing.end + DAY == after.start)
    moved[place] = replace(showing, end=None if touching and showing.end is None else day)
    if after is not None and (touching or after.start <= day):
        moved[place + 1] = replace(after, start=day + DAY)
    return history.with_product(showing.product, moved)


def split(history: History, showing: Showing, day: dt.date, *, image: str) -> History:
    """Cut a showing in two: from `day` on it shows `image`. ValueError where `day` is not inside it."""
    showings, place = _placed(history, showing)
    after = showings[place + 1] if place + 1 < len(showings) else None
    last = showing.end or (after.start - DAY if after else None)
    if day <= showing.start or (last is not None and day > last):
        raise ValueError(f"{day} is not inside {showing}")
    first = replace(showing, end=None if showing.end is None else day - DAY)
    second = replace(showing, start=day, image=image)
    return history.with_product(showing.product, [*showings[:place], first, second, *showings[place + 1 :]])


def remove(history: History, showing: Showing) -> History:
    """Take a showing out; the one that ended the day before it goes on in its place."""
    showings, place = _placed(history, showing)
    kept = [*showings[:place], *showings[place + 1 :]]
    if place and showings[place - 1].end == showing.start - DAY:
        kept[place - 1] = replace(showings[place - 1], end=showing.end)
    return history.with_product(showing.product, kept)


def replace_image(history: History, showing: Showing, image: str) -> History:
    """Show another photo on the same days."""
    showings, place = _placed(history, showing)
    changed = [*showings[:place], replace(showing, image=image), *showings[place + 1 :]]
    return history.with_product(showing.product, changed)


def last_day(history: History, showing: Showing) -> dt.date | None:
    """The last day on which a showing is in force; None: still."""
    showings, place = _placed(history, showing)
    after = showings[place + 1] if place + 1 < len(showings) else None
    return showing.end or (after.start - DAY if after else None)


def _placed(history: History, showing: Showing) -> tuple[tuple[Showing, ...], int]:
    showings = history.product_showings(showing.product)
    return showings, showings.index(showing)


def _with_last_days(history: History, product: str) -> list[tuple[Showing, dt.date | None]]:
    showings = history.product_showings(product)
    eves = [*(one.start - DAY for one in showings[1:]), None]
    return [(one, one.end or eve) for one, eve in zip(showings, eves, strict=False)]
