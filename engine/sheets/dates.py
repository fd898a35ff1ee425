"""Text columns to days; the column itself proves its order of day and month, or the user is asked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.sheets.column_texts import LineNumbers, distinct_texts, named_cells, refuse_mostly_bad
from engine.sheets.date_questions import Calendar, DateColumn, turn
from engine.sheets.day_texts import DayRange, read_day_text, span
from engine.sheets.questions import Answers, Question

Period = Literal["day", "week", "month"]
Days = NDArray[np.datetime64]

_MONTHS_OF_YEAR = 12
_NO_DAY = np.datetime64("NaT", "s")
_FIRST, _LAST = np.datetime64("2000-01-01"), np.datetime64("2100-12-31")
_NO_ISO = re.compile(r"^(?!(?:[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{1,2}:[0-9:]+[^\n]*)?)?$)", re.MULTILINE)
_TIME = re.compile(
    r"(?:T|,? )[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?: ?[AaPp]\.?[Mm]\.?)?"
    r"(?: ?(?:Z|[A-Z]{2,4}|Uhr|(?:UTC|GMT)?[+-][0-9]{2}:?[0-9]{2}))?$",
    re.MULTILINE,
)
_IN_UTC = re.compile(r":[0-9]{2}(?:\.[0-9]+)? ?(?:Z|UTC|GMT|\+00:?00)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """The different texts of a column as days, or the question that must be answered first."""

    starts: Days
    ends: Days
    question: Question | None = None
    weeks: bool = False
    unturnable: bool = False
    """Whether there are texts such as 13/04/2026 only, whose day cannot be taken for a month."""


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
    lines: LineNumbers | None = None,
    today: dt.date | None = None,
) -> Dates:
    """Read a column of days, weeks (ISO 8601), months or ranges of days; the time of day is left out.

    A day with a time zone is the calendar day as written. `typed`: (n,) datetime64[s] of date cells of a
    workbook (`Table.typed_days`), NaT elsewhere. `lines`: (n,) for the sentences. Raises SheetUnreadable
    where the column mixes orders of day and month or more than a fifth of the filled cells is no date.
    """

    def placed(text: str) -> str:
        cells = texts.astype(object).str.strip().str.startswith(text)
        return named_cells(texts, cells.to_numpy(dtype=bool), lines=lines, most=1)

    asked = DateColumn(file, column, answers, today or dt.date.today(), placed)
    texts = texts if typed is None else texts.where(np.isnat(typed), "")
    codes, different = distinct_texts(texts)
    joined = "\n".join(different)
    if _NO_ISO.search(joined) and ":" in joined:
        again, different = distinct_texts(pd.Series(_TIME.sub("", joined).split("\n"), dtype=object))
        codes = again[codes]
    read = _iso(different) or _any(different, asked)
    question, starts, ends = read.question, read.starts[codes], read.ends[codes]
    filled = np.array([text != "" for text in different], dtype=bool)[codes]
    if typed is not None:
        cells = asked.turned(typed) if read.unturnable else False
        question = question or (cells if isinstance(cells, Question) else None)
        typed = turn(typed) if cells is True else typed
        starts, ends = (np.where(np.isnat(typed), found, typed) for found in (starts, ends))
        filled |= ~np.isnat(typed)
    if question is not None:
        nothing = np.full(len(texts), _NO_DAY)
        return Dates(nothing, nothing, np.zeros(len(texts), dtype=bool), None, question, ())
    bad = filled & ~((starts >= _FIRST) & (ends <= _LAST) & (starts <= ends))
    wanted = "date of the years 2000 to 2100, such as 2026-03-31"
    refuse_mostly_bad(texts, bad, filled=filled, file=file, column=column, wanted=wanted, lines=lines)
    starts, ends = np.where(bad, _NO_DAY, starts), np.where(bad, _NO_DAY, ends)
    warnings = _warnings(joined, starts, weeks=read.weeks, asked=asked)
    return Dates(starts, ends, bad, _period(starts, ends), None, warnings)


def _iso(different: Sequence[str]) -> _Read | None:
    """The fast way for 2026-03-31 throughout; None where one is anything else or no day of the calendar."""
    if _NO_ISO.search("\n".join(different)):
        return None
    try:
        days = np.array([text or "NaT" for text in different], dtype="U10").astype("datetime64[s]")
    except ValueError:
        return None
    return _Read(days, days)


def _any(different: Sequence[str], asked: DateColumn) -> _Read:
    """The careful way: each text taken apart, then what the whole column proves, or a question."""
    ranges = [read_day_text(text) for text in different]
    dated = [(text, day) for text, found in zip(different, ranges, strict=True) if found for day in found]
    nothing = np.full(len(different), _NO_DAY)
    calendar = asked.calendar(dated)
    if isinstance(calendar, Question):
        return _Read(nothing, nothing, calendar)
    spans = [found and _span(found, calendar) for found in ranges]
    starts, ends = (
        np.array([found[side] if found else "NaT" for found in spans], dtype="datetime64[s]")
        for side in (0, 1)
    )
    days = [span(day, order=calendar.order, year=calendar.year) for _, day in dated if day.kind == "parts"]
    unturnable = bool(days) and all(found is not None and found[0].day > _MONTHS_OF_YEAR for found in days)
    return _Read(starts, ends, None, any(day.kind == "week" for _, day in dated), unturnable)


def _span(found: DayRange, calendar: Calendar) -> tuple[dt.date, dt.date] | None:
    """First and last day of a range; one that names a year only at its end may have begun the year before."""
    first, last = (span(day, order=calendar.order, year=calendar.year) for day in found)
    if first is None or last is None:
        return None
    start = first[0]
    if start > last[1] and start.year == last[1].year and start.month > last[1].month:
        start = start.replace(year=start.year - 1)
    return start, last[1]


def _period(starts: Days, ends: Days) -> Period | None:
    """What the cells stand for by their lengths: 1 day, 7 days, or the whole of a month."""
    known = ~np.isnat(starts)
    lengths = np.unique((ends - starts)[known] // np.timedelta64(1, "D")) + 1
    if len(lengths) == 1 and lengths[0] in (1, 7):
        return "day" if lengths[0] == 1 else "week"
    months = starts[known].astype("datetime64[M]")
    whole = (starts[known] == months) & (ends[known].astype("datetime64[D]") + 1 == months + 1)
    return "month" if len(lengths) and whole.all() else None


def _warnings(joined: str, starts: Days, *, weeks: bool, asked: DateColumn) -> tuple[str, ...]:
    where = f"the column {asked.name} of {asked.file}"
    warnings = []
    late = starts[starts > np.datetime64(asked.today + dt.timedelta(days=1))]
    if len(late):
        warnings.append(f"Dates of {where} that lie in the future: {len(late):,}, up to {late.max()!s:.10}.")
    if weeks:
        warnings.append(f"Weeks of {where} are read as ISO weeks, from Monday to Sunday.")
    if _IN_UTC.search(joined):
        warnings.append(
            f"Times of {where} are in UTC, not in the shop's own time: a sale late in the evening may count "
            "for another day."
        )
    return tuple(warnings)
