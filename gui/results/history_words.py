"""The photo history in the user's words and way of writing dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from engine.join.history import History, Showing
from engine.join.history_edits import last_day
from engine.records import Category
from gui.shared.category_words import category_name

translate = QCoreApplication.translate


def date_format() -> str:
    """The user's short way of writing dates, with all four digits of the year."""
    short = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    return short if "yyyy" in short else short.replace("yy", "yyyy")


def day_words(day: dt.date) -> str:
    """A day as the user writes it."""
    return QLocale().toString(QDate(day.year, day.month, day.day), date_format())


def kind_words(category: Category | None) -> str:
    """The type of a photo in the middle of a line."""
    return category_name(category) if category else translate("History", "no category")


def showing_words(showing: Showing, history: History, category: Callable[[str], Category | None]) -> str:
    """One line on a showing: product, photo, type, from when to when; `category` tells that of a photo."""
    kind, last = kind_words(category(showing.image)), last_day(history, showing)
    said = (showing.product, showing.image, kind, day_words(showing.start))
    if last is None:
        return translate("History", "{0}: {1} ({2}), from {3}").format(*said)
    return translate("History", "{0}: {1} ({2}), from {3} to {4}").format(*said, day_words(last))
