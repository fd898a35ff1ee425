"""One text as a day, a week, a month or a range of days; what only the column can decide is left open."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from engine.sheets.calendar_words import FILLERS, MONTHS, WEEK, WEEKDAYS, plain_letters

Kind = Literal["day", "parts", "month", "week", "short"]
Order = Literal["dmy", "mdy", "ymd"]

_ISO = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})\.?")
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_PARTS = re.compile(r"([0-9]{1,2})([./-]) ?([0-9]{1,2})\2 ?([0-9]{4}|[0-9]{2})\.?")
_SERIAL = re.compile(r"([2-5][0-9]{4}|60000)(?:[.,][0-9]+)?")
_MONTH = re.compile(
    r"(?P<y>[0-9]{4})[-/. m]{1,2}(?P<m>[0-9]{1,2})|(?P<m2>[0-9]{1,2})[-/. ]{1,2}(?P<y2>[0-9]{4})"
)
_WEEK = re.compile(
    rf"(?P<y>[0-9]{{4}})[-/ ]*{WEEK}[. ]*(?P<w>[0-9]{{1,2}})(?:-[1-7])?"
    rf"|{WEEK}[. -]*(?P<w2>[0-9]{{1,2}})(?:[ /,.-]+(?:of )?'?(?P<y2>[0-9]{{4}}|[0-9]{{2}}))?"
)
_SERIAL_START = dt.date(1899, 12, 30)  # Excel's day 0, one early since it believes in a 29 February 1900
_BETWEEN = re.compile(
    r" +(?:-|to|bis|until|au|al|a|hasta|ate) +|(?<=[0-9.])-(?=[0-9])|(?<=[0-9])/(?=[0-9]{4}-)|\.\.+"
)
_DASHES = str.maketrans("–—‒−", "----")
_DAYS_OF_MONTH = re.compile(r"([a-z]+)\.? ([0-9]{1,2}) ?- ?([0-9]{1,2}),? ([0-9]{4})")


@dataclass(frozen=True, slots=True)
class DayText:
    """What a text says, in numbers.

    `kind` "day": (year, month, day). "parts": three numbers whose order the column decides. "month":
    (year, month). "week": (year, ISO week). "short": (month, n) for "Jan-24", which may be a year or a day.
    A year of 0 is not named.
    """

    kind: Kind
    numbers: tuple[int, ...]
    sign: str = ""
    """What stands between the parts."""


DayRange = tuple[DayText, DayText]


def read_day_text(text: str) -> DayRange | None:
    """The first and the last day that a text without time of day names, the same twice for a single one.

    None where it names none.
    """
    plain = " ".join(plain_letters(text).translate(_DASHES).split())
    single = _single(plain)
    if single is not None:
        return single, single
    match = _DAYS_OF_MONTH.fullmatch(plain)
    if match:
        month, first, last, year = match.groups()
        return _both(_single(f"{first} {month} {year}"), _single(f"{last} {month} {year}"))
    for cut in _BETWEEN.finditer(plain):
        last_day = _single(plain[cut.end() :])
        if last_day is not None and last_day.kind in ("day", "parts"):
            found = _both(_start(plain[: cut.start()].rstrip(), last_day), last_day)
            if found:
                return found
    return None


def _both(first: DayText | None, last: DayText | None) -> DayRange | None:
    return None if first is None or last is None else (first, last)


def _single(plain: str) -> DayText | None:
    if match := _ISO.fullmatch(plain):
        return DayText("day", (int(match[1]), int(match[3]), int(match[4])))
    if match := _COMPACT.fullmatch(plain):
        return DayText("day", (int(match[1]), int(match[2]), int(match[3])))
    if match := _PARTS.fullmatch(plain):
        return DayText("parts", (int(match[1]), int(match[3]), int(match[4])), match[2])
    if match := _SERIAL.fullmatch(plain):
        day = _SERIAL_START + dt.timedelta(days=int(match[1]))
        return DayText("day", (day.year, day.month, day.day))
    if match := _MONTH.fullmatch(plain):
        return DayText("month", (int(match["y"] or match["y2"]), int(match["m"] or match["m2"])))
    if match := _WEEK.fullmatch(plain):
        year = match["y"] or match["y2"] or "0"
        return DayText("week", (full_year(int(year)) if year != "0" else 0, int(match["w"] or match["w2"])))
    return _in_words(plain)


def full_year(year: int) -> int:
    """The year that two digits mean: 00-68 of this century, 69-99 of the last, as POSIX has it."""
    return year + (2000 if year < 69 else 1900) if year < 100 else year


def _in_words(plain: str) -> DayText | None:
    """A text with the name of a month: 5 Jan 2024, Jan-05-24, 5 de enero de 2024, Feb 2024, Jan-24."""
    words = re.findall(r"[a-z]+|[0-9]+", plain)
    if re.sub(r"[a-z0-9 .,/'º°-]", "", plain):
        return None
    months = [place for place, word in enumerate(words) if word in MONTHS]
    if not months:
        return None
    here = months[-1]
    others = [word for place, word in enumerate(words) if place != here and word not in WEEKDAYS | FILLERS]
    if not all(word.isdigit() for word in others) or len(others) > 2:
        return None
    numbers = [int(word) for word in others]
    if len(numbers) == 2:
        year_first = len(others[0]) == 4
        year, day = numbers if year_first else reversed(numbers)
        return DayText("day", (full_year(year), MONTHS[words[here]], day))
    return _month_in_words(MONTHS[words[here]], others, number_first=here > 0 and words[here - 1].isdigit())


def _month_in_words(month: int, others: list[str], *, number_first: bool) -> DayText | None:
    if not others:
        return DayText("month", (0, month))
    if len(others[0]) == 4:
        return DayText("month", (int(others[0]), month))
    return None if number_first or len(others[0]) != 2 else DayText("short", (month, int(others[0])))


def _start(plain: str, last: DayText) -> DayText | None:
    """The first day of a range, completed from its last: "01.02." of "01.02.-07.02.2024"."""
    whole = _single(plain)
    if whole is not None and whole.kind == last.kind:
        return whole
    if last.kind == "parts" and (match := re.fullmatch(r"([0-9]{1,2})([./-])([0-9]{1,2})?\2?", plain)):
        middle = match[3] or str(last.numbers[1])
        return DayText("parts", (int(match[1]), int(middle), last.numbers[2]), last.sign)
    if last.kind == "day" and plain.rstrip(".").isdigit():
        return DayText("day", (*last.numbers[:2], int(plain.rstrip("."))))
    words = whole or (_in_words(f"{plain} {last.numbers[0]}") if last.kind == "day" else None)
    if words is not None and words.kind == "short":
        return DayText("day", (last.numbers[0], *words.numbers))
    return words if words is not None and words.kind == "day" else None


def span(text: DayText, *, order: Order, year: int) -> tuple[dt.date, dt.date] | None:
    """The first and last day of `text`; None where the calendar has no such day.

    `order`: of the parts. `year`: for weeks and months that name none.
    """
    try:
        if text.kind == "week":
            first = dt.date.fromisocalendar(text.numbers[0] or year, text.numbers[1], 1)
            return first, first + dt.timedelta(days=6)
        if text.kind in ("month", "short"):
            named = text.numbers if text.kind == "month" else (full_year(text.numbers[1]), text.numbers[0])
            first = dt.date(named[0] or year, named[1], 1)
            return first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        numbers = text.numbers if text.kind == "day" else _ordered(text, order)
        day = dt.date(*numbers)
        return day, day
    except (ValueError, OverflowError):
        return None


def _ordered(text: DayText, order: Order) -> tuple[int, int, int]:
    first, second, third = text.numbers
    if order == "ymd":
        return full_year(first), second, third
    year = full_year(third)
    # Nobody writes month.day.year with points.
    return (year, first, second) if order == "mdy" and text.sign != "." else (year, second, first)
