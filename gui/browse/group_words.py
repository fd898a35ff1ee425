"""What stands above the groups of the grid."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from engine.records import Category
from gui.browse.arrangement import BROKEN, UNDECIDED, Group
from gui.browse.listing import Listing
from gui.shared.category_words import category_name

translate = QCoreApplication.translate


def heading(group: Group, code: int, listing: Listing) -> str:
    """The name of a group by its code."""
    if group is Group.FOLDER:
        return listing.folders.names[code] or translate("GroupWords", "In the folder itself")
    if group is Group.PRODUCT:
        return listing.products.names[code]
    if group is Group.DATE:
        return _day(-code)
    if group is Group.CATEGORY:
        return _category(code)
    return ""


def _day(ordinal: int) -> str:
    if ordinal <= 1:
        return translate("GroupWords", "No date")
    day = date.fromordinal(ordinal)
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)


def _category(code: int) -> str:
    if code == UNDECIDED:
        return translate("GroupWords", "Not scanned")
    if code == BROKEN:
        return translate("GroupWords", "With a problem")
    return category_name(Category(code))
