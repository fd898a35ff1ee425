"""What a column of dates leaves open: its order, a year not named, "Jan-24", days that Excel turned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.errors import SheetUnreadable
from engine.sheets.calendar_words import day_in_words, month_name
from engine.sheets.date_order import chosen_order, order_question, possible_orders
from engine.sheets.day_texts import DayText, Order, full_year, span
from engine.sheets.questions import Answers, Choice, Question, question_key

_YEARS_OFFERED = 6
_LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class Calendar:
    """How the column is to be read where its texts alone do not say it."""

    order: Order
    year: int
    """Of weeks and months that name none."""


@dataclass(frozen=True, slots=True)
class DateColumn:
    """A column as its questions name it, and the answers given so far."""

    file: str
    name: str
    answers: Answers
    today: dt.date
    place: Callable[[str], str]
    """The text of a cell with the line in which it stands, for a sentence."""

    def _question(self, topic: str, text: str, choices: Sequence[Choice]) -> Question:
        key = question_key(topic, file=self.file, column=self.name)
        return Question(key, self.file, self.name, text, tuple(choices))

    def calendar(self, dated: Sequence[tuple[str, DayText]]) -> Calendar | Question:
        """How to read `dated`, each with the text that holds it; the first question without an answer.

        Raises SheetUnreadable where the column mixes orders, or cannot be read as it was answered.
        """
        order = self._order([pair for pair in dated if pair[1].kind == "parts"])
        if isinstance(order, Question):
            return order
        year = self._year(
            [text for text, day in dated if day.kind in ("week", "month") and not day.numbers[0]]
        )
        if isinstance(year, Question):
            return year
        short = self._short([pair for pair in dated if pair[1].kind == "short"])
        return short if short is not None else Calendar(order, year)

    def _order(self, parts: Sequence[tuple[str, DayText]]) -> Order | Question:
        if not parts:
            return "dmy"
        possible = possible_orders(
            parts, today=self.today, file=self.file, column=self.name, place=self.place
        )
        if all(len({span(part, order=order, year=1) for order in possible}) == 1 for _, part in parts):
            return possible[0]
        question = order_question(parts, possible, file=self.file, column=self.name)
        return chosen_order(question.answer(self.answers)) or question

    def _year(self, texts: Sequence[str]) -> int | Question:
        if not texts:
            return self.today.year
        years = range(self.today.year, self.today.year - _YEARS_OFFERED, -1)
        choices = [Choice(str(year), f"{texts[0]} is of {year}") for year in years]
        question = self._question("year", f"Of which year is the column {self.name} of {self.file}?", choices)
        given = question.answer(self.answers)
        return question if given is None else int(given)

    def _short(self, pairs: Sequence[tuple[str, DayText]]) -> Question | None:
        if not pairs:
            return None
        text, (month, number) = pairs[0][0], pairs[0][1].numbers
        choices = [
            Choice("month", f"{text} is {month_name(month)} {full_year(number)}"),
            Choice("day", f"{text} is {number} {month_name(month)} of a year that is not named"),
        ]
        question = self._question(
            "month", f"What do dates such as {text} in the column {self.name} of {self.file} mean?", choices
        )
        given = question.answer(self.answers)
        if given == "day":
            raise SheetUnreadable(
                f"The column {self.name} of {self.file} names no year, for example {text}: "
                "write its dates as 2026-03-31."
            )
        return question if given is None else None

    def turned(self, typed: NDArray[np.datetime64]) -> Question | bool:
        """Whether Excel turned day and month of the date cells of a workbook that holds dates as text too.

        Where Excel opens a text file with dates in another order than its own, it turns those that can be
        turned and leaves the others as text: then no date cell has a day above 12, and all the texts have.
        """
        days = pd.DatetimeIndex(typed[~np.isnat(typed)])
        if not len(days) or (days.day > _LAST_MONTH).any():
            return False
        first = days[0].date()
        question = self._question(
            "turned",
            f"Some dates of the column {self.name} of {self.file} are text, the others date cells: "
            "Excel may have turned day and month of these.",
            [
                Choice("no", f"the date cells are right: {day_in_words(first)}"),
                Choice("yes", f"they are turned: {day_in_words(first)} means {day_in_words(_turned(first))}"),
            ],
        )
        given = question.answer(self.answers)
        return question if given is None else given == "yes"


def _turned(day: dt.date) -> dt.date:
    return dt.date(day.year, day.day, day.month)


def turn(days: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    """The same days with day and month exchanged, NaT as they are; each day of the month must be 1..12."""
    different, codes = np.unique(days, return_inverse=True)
    turned = [day if np.isnat(day) else np.datetime64(_turned(pd.Timestamp(day).date())) for day in different]
    return np.array(turned, dtype="datetime64[s]")[codes]
