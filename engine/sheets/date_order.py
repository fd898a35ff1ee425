"""In which order a column writes day, month and year: what all its dates together prove."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from engine.errors import SheetUnreadable
from engine.sheets.calendar_words import day_in_words
from engine.sheets.day_texts import DayText, Order, span
from engine.sheets.questions import Choice, Question, question_key

_WORDS: Mapping[Order, str] = {
    "dmy": "day, month, year",
    "mdy": "month, day, year",
    "ymd": "year, month, day",
}
_YEAR = dt.timedelta(days=366)


def chosen_order(answer: str | None) -> Order | None:
    """The order that an answer to `order_question` names."""
    return next((order for order in _WORDS if order == answer), None)


def possible_orders(
    parts: Sequence[tuple[str, DayText]],
    *,
    today: dt.date,
    file: str,
    column: str,
    place: Callable[[str], str],
) -> tuple[Order, ...]:
    """The orders in which every date that is one at all can be read; `parts` with the text that holds them.

    `place`: the text with the line it stands in, for the sentence. A year of two digits in front is taken
    into account only where that gives no day a year from now or later.
    Raises SheetUnreadable where the column mixes orders.
    """
    orders: tuple[Order, ...] = (
        ("dmy", "mdy") if any(part.numbers[2] > 99 for _, part in parts) else tuple(_WORDS)
    )
    orders = orders if any(part.sign != "." for _, part in parts) else ("dmy",)
    fits = {order: [_fits(part, order, today) for _, part in parts] for order in orders}
    dates = [at for at in range(len(parts)) if any(fit[at] for fit in fits.values())]
    possible = tuple(order for order, fit in fits.items() if all(fit[at] for at in dates))
    if possible:
        return possible
    pairs: tuple[tuple[Order, Order], ...] = (("dmy", "mdy"), ("mdy", "dmy"))
    examples = [
        place(next(parts[at][0] for at in dates if fits[order][at] and not fits[other][at]))
        for order, other in pairs
        if any(fits[order][at] and not fits[other][at] for at in dates)
    ]
    raise SheetUnreadable(
        f"The column {column} of {file} mixes the orders of day and month, for example "
        f"{' and '.join(examples)}: write its dates as 2026-03-31."
    )


def _fits(part: DayText, order: Order, today: dt.date) -> bool:
    days = span(part, order=order, year=today.year)
    return days is not None and (order != "ymd" or days[0] < today + _YEAR)


def order_question(
    parts: Sequence[tuple[str, DayText]], possible: Sequence[Order], *, file: str, column: str
) -> Question:
    """Ask, with the readings of a date that can be read in several ways."""

    def day(part: DayText, order: Order) -> dt.date | None:
        days = span(part, order=order, year=1)
        return days and days[0]

    text, part = next(
        (pair for pair in parts if len({day(pair[1], order) for order in possible}) > 1),
        parts[0],
    )
    choices = []
    for order in possible:
        found = day(part, order)
        reading = day_in_words(found) if found else "no date"
        choices.append(Choice(order, f"{text} is {reading} ({_WORDS[order]})"))
    question = f"In which order are the dates of the column {column} of {file} written?"
    return Question(question_key("dates", file=file, column=column), file, column, question, tuple(choices))
