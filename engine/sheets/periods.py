"""The period of an export that has no column of dates: it was chosen when the file was downloaded."""

from __future__ import annotations

import datetime as dt
import re

from engine.errors import SheetUnreadable
from engine.sheets.questions import Answers, Choice, Question, question_key

_DAY = re.compile(r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)")
_WEEK = re.compile(r"(?<!\d)(20\d\d)[-_ ]?(?:W|KW)[-_ ]?(\d{1,2})(?!\d)", re.IGNORECASE)


def file_day(file: str, *, answers: Answers) -> tuple[dt.date | None, Question | None, str]:
    """The first day of what a file covers, else the question for it; and a note on what was assumed.

    Two days or a week in the name are a period. One day may as well be that of the download, so it is only
    offered. Raises SheetUnreadable where the answer is no day.
    """
    key = question_key("period", file=file)
    if key in answers:
        return _day_of_answer(answers[key], key), None, ""
    weeks = [_monday(int(year), int(week)) for year, week in _WEEK.findall(file)]
    days = [_day(*map(int, parts)) for parts in _DAY.findall(file)]
    known = [day for day in (*weeks, *days) if day is not None]
    if (len(weeks) == 1 and weeks == known) or (len(known) == 2 and known[0] <= known[1]):
        return known[0], None, f"{file} has no column of dates; by its name it begins on {known[0]}."
    text = (
        f"{file} has no column of dates. On which day does the period begin that it was downloaded for? "
        "Write the day as 2026-03-31."
    )
    choices = tuple(Choice(str(day), f"it begins on {day}, which is in its name") for day in known)
    return None, Question(key, file, "", text, choices), ""


def _day_of_answer(answer: str, key: str) -> dt.date:
    try:
        return dt.date.fromisoformat(answer)
    except ValueError:
        raise SheetUnreadable(f'"{answer}" is no answer to {key}: write the day as 2026-03-31.') from None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _monday(year: int, week: int) -> dt.date | None:
    try:
        return dt.date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
