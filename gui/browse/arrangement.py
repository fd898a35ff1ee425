"""Which photos are shown, in which order and under which headings: the answers are numbers of photos."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from engine.records import Category
from gui.browse.finding_table import FindingTable, Numbers
from gui.browse.listing import Listing


class Show(StrEnum):
    """Which photos are shown."""

    ALL = "all"
    ON_MODEL = "on model"
    WORN = "worn"
    PRODUCT_ONLY = "product only"
    NEEDS_YOU = "needs you"
    REVIEWED = "reviewed"
    PROBLEMS = "problems"


class Order(StrEnum):
    """How the photos are sorted."""

    NAME = "name"
    NEWEST = "newest"
    CATEGORY = "category"
    LEAST_CERTAIN = "least certain"
    NEEDS_YOU_FIRST = "needs you first"


class Group(StrEnum):
    """What photos under one heading have in common."""

    NONE = "none"
    FOLDER = "folder"
    CATEGORY = "category"
    PRODUCT = "product"
    DATE = "date"


CATEGORY_OF = {
    Show.ON_MODEL: Category.ON_MODEL,
    Show.WORN: Category.WORN,
    Show.PRODUCT_ONLY: Category.PRODUCT_ONLY,
}
UNDECIDED, BROKEN = 8, 9
"""Codes of photos without a category, in the places of one: not looked at yet, and with a problem."""


@dataclass(frozen=True)
class Choice:
    """What the user has chosen to see."""

    show: Show = Show.ALL
    search: str = ""
    """In lower case."""
    order: Order = Order.NAME
    group: Group = Group.NONE

    @property
    def depends_on_findings(self) -> bool:
        """Whether what is found in the photos sorts or groups them."""
        return self.group is Group.CATEGORY or self.order not in (Order.NAME, Order.NEWEST)


@dataclass(frozen=True, eq=False)
class Arrangement:
    """Photos in rows. Where each belongs is settled when it is made, so nothing moves by itself later."""

    rows: Numbers
    """The number of the photo in each row."""
    rank: Numbers
    """By photo: its place among all."""
    codes: NDArray[np.int64]
    """By photo: its group."""

    def starts(self) -> Numbers:
        """The first row of each group."""
        codes = self.codes[self.rows]
        return np.concatenate([[0], np.flatnonzero(np.diff(codes)) + 1])

    def row_of(self, number: int) -> int:
        """The row of a photo, or of the next one after its place where it is not shown; -1 without rows."""
        return min(self.place_for(number), len(self.rows) - 1)

    def rows_of(self, numbers: Numbers) -> Numbers:
        """The rows of those photos that are shown, ascending."""
        wanted = np.zeros(len(self.rank), bool)
        wanted[numbers] = True
        return np.flatnonzero(wanted[self.rows])

    def place_for(self, number: int) -> int:
        """The row before which a photo that is not shown belongs."""
        return int(np.searchsorted(self.rank[self.rows], self.rank[number]))

    def with_photo(self, number: int) -> Arrangement:
        """This photo beside those that are shown, in its place."""
        return replace(self, rows=np.insert(self.rows, self.place_for(number), number))

    def with_photos(self, numbers: Numbers) -> Arrangement:
        """These photos beside those that are shown, each in its place."""
        rows = np.concatenate([self.rows, numbers])
        return replace(self, rows=rows[np.argsort(self.rank[rows], kind="stable")])


def arranged(listing: Listing, table: FindingTable, choice: Choice) -> Arrangement:
    """All photos that fit the choice, in its order."""
    order = _sorted(listing, table, choice.order)
    codes = _codes(listing, table, choice.group)
    order = order[np.argsort(codes[order], kind="stable")]
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    shown = fits(table, choice.show) & _found(listing, choice.search)
    return Arrangement(rows=order[shown[order]], rank=rank, codes=codes)


def fits(table: FindingTable, show: Show) -> NDArray[np.bool_]:
    """For each photo, whether a filter lets it through."""
    if show in CATEGORY_OF:
        return np.equal(table.category, CATEGORY_OF[show])
    if show is Show.NEEDS_YOU:
        return table.needs_review
    if show is Show.REVIEWED:
        return table.words > 0
    if show is Show.PROBLEMS:
        return table.problem
    return np.ones(len(table.words), bool)


def _found(listing: Listing, search: str) -> NDArray[np.bool_]:
    if not search:
        return np.ones(len(listing), bool)
    return np.fromiter((search in name for name in listing.lower), bool, len(listing))


def _sorted(listing: Listing, table: FindingTable, order: Order) -> Numbers:
    """All photos in an order; what is equal in it stays in the order of names."""
    if order is Order.NEWEST:
        return np.argsort(-listing.times, kind="stable")
    if order is Order.CATEGORY:
        return np.argsort(_category_codes(table), kind="stable")
    if order is Order.LEAST_CERTAIN:
        return np.argsort(table.confidence, kind="stable")
    if order is Order.NEEDS_YOU_FIRST:
        return np.argsort(_need(table), kind="stable")
    return np.arange(len(listing))


def _need(table: FindingTable) -> NDArray[np.float32]:
    """The lower, the more a photo needs the user: doubtful ones, clear ones, then those that need nobody."""
    rank = np.where(table.needs_review, 0, 2) + np.where(table.words > 0, 3, 0)
    return (rank + table.confidence).astype(np.float32)


def _codes(listing: Listing, table: FindingTable, group: Group) -> NDArray[np.int64]:
    if group is Group.FOLDER:
        return listing.folders.codes.astype(np.int64)
    if group is Group.PRODUCT:
        return listing.products.codes.astype(np.int64)
    if group is Group.DATE:
        return -listing.days.astype(np.int64)  # the newest day first
    if group is Group.CATEGORY:
        return _category_codes(table)
    return np.zeros(len(listing), np.int64)


def _category_codes(table: FindingTable) -> NDArray[np.int64]:
    category = table.category.astype(np.int64)
    return np.where(category > 0, category, np.where(table.problem, BROKEN, UNDECIDED))
