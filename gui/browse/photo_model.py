"""The photos of a folder as a list model: arrays by photo id, and one array that says which ids are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import IntEnum, StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from engine.records import Category, Finding, Photo
from gui.browse import words

AnyIndex = QModelIndex | QPersistentModelIndex
INSERT_AT_MOST = 200
RUNS_AT_MOST = 50
"""Of changed rows, told one by one; more cost the views more than one long run."""


class Role(IntEnum):
    """What the delegate asks for beside the name."""

    PHOTO = Qt.ItemDataRole.UserRole + 1
    FINDING = Qt.ItemDataRole.UserRole + 2


class Show(StrEnum):
    """Which photos are shown."""

    ALL = "all"
    ON_MODEL = "on model"
    WORN = "worn"
    PRODUCT_ONLY = "product only"
    NEEDS_YOU = "needs you"
    PROBLEMS = "problems"


class Order(StrEnum):
    """How the photos are sorted."""

    NAME = "name"
    NEWEST = "newest"
    CATEGORY = "category"
    LEAST_CERTAIN = "least certain"


CATEGORY_OF = {
    Show.ON_MODEL: Category.ON_MODEL,
    Show.WORN: Category.WORN,
    Show.PRODUCT_ONLY: Category.PRODUCT_ONLY,
}


class PhotoModel(QAbstractListModel):
    """Rows are shown photos. Photos that a filter no longer fits stay until the filter is chosen anew,
    so that correcting never pulls a photo away under the user's eyes; `counts_changed` follows every change.
    """

    counts_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.show, self.order, self.search = Show.ALL, Order.NAME, ""
        self.growing = False
        """During a reset that only adds rows: what was selected may stay so."""
        self._rows: NDArray[np.int64] = np.arange(0)
        self._rank: NDArray[np.int64] = np.arange(0)
        self._reset_arrays([])

    def set_photos(self, photos: Sequence[Photo]) -> None:
        """Take another folder; nothing is known of its photos yet."""
        self.beginResetModel()
        self._reset_arrays(photos)
        self._rows, self._rank = self._chosen()
        self.endResetModel()
        self.counts_changed.emit()

    def choose(
        self, *, show: Show | None = None, search: str | None = None, order: Order | None = None
    ) -> None:
        """Change filter, search or order; what is not given stays."""
        self.show = self.show if show is None else show
        self.search = self.search if search is None else search.strip().lower()
        self.order = self.order if order is None else order
        self.beginResetModel()
        self._rows, self._rank = self._chosen()
        self.endResetModel()

    def set_findings(self, findings: Iterable[Finding]) -> None:
        """Take a batch of findings by name; names of another folder are passed over."""
        touched = []
        for finding in findings:
            number = self._id_of.get(finding.photo.name)
            if number is not None:
                self._take(number, finding)
                touched.append(number)
        if touched:
            ids = np.asarray(touched)
            self._insert_fitting(ids)
            self._tell_changed(ids)

    def set_decisions(self, findings: Iterable[Finding]) -> None:
        """Take the decisions only, and only about the evidence that is still the newest.

        Photos that now fit the filter come with `show_fitting`, all at once.
        """
        touched = []
        for finding in findings:
            number = self._id_of.get(finding.photo.name)
            now = None if number is None else self._findings[number]
            if number is None or now is None or now.evidence is None or now.evidence is not finding.evidence:
                continue
            if now.user is not finding.user:
                finding = replace(finding, user=now.user)
            self._take(number, finding)
            touched.append(number)
        if touched:
            self._tell_changed(np.asarray(touched))

    def show_fitting(self) -> None:
        """Show, beside the photos shown, all others that fit the filter and the search."""
        self._insert_fitting(np.arange(len(self._photos)))

    def not_scanned(self) -> list[Photo]:
        """Photos without a decision or a problem, in the order of the scan."""
        return [self._photos[number] for number in np.flatnonzero(~self._scanned)]

    @property
    def total(self) -> int:
        """How many photos the folder has."""
        return len(self._photos)

    def counts(self) -> dict[Show, int]:
        """How many photos each filter would show, the search aside."""
        result = {show: int(self._fits(show).sum()) for show in Show}
        result[Show.ALL] = len(self._photos)
        return result

    def count_not_scanned(self) -> int:
        """How many photos have neither a decision nor a problem."""
        return len(self._photos) - int(self._scanned.sum())

    def photos(self) -> list[Photo]:
        """Every photo of the folder, in the order of the scan."""
        return list(self._photos)

    def findings(self) -> list[Finding]:
        """Everything found so far, in the order of the scan."""
        return [finding for finding in self._findings if finding is not None]

    def finding_of(self, name: str) -> Finding | None:
        """What is known of a photo by its name."""
        number = self._id_of.get(name)
        return None if number is None else self._findings[number]

    def photo_at(self, row: int) -> Photo:
        """The photo in a row."""
        return self._photos[int(self._rows[row])]

    def finding_at(self, row: int) -> Finding | None:
        """What is known of the photo in a row."""
        return self._findings[int(self._rows[row])]

    def row_of(self, name: str) -> int:
        """The row of a photo, or -1 where it is not shown."""
        number = self._id_of.get(name)
        if number is None:
            return -1
        found = np.flatnonzero(self._rows == number)
        return int(found[0]) if len(found) else -1

    def rows_of(self, photos: Iterable[Photo]) -> NDArray[np.int64]:
        """The rows of those photos that are shown."""
        ids = [self._id_of[photo.name] for photo in photos if photo.name in self._id_of]
        return np.flatnonzero(np.isin(self._rows, ids))

    def next_needing_you(self, row: int) -> int:
        """The next row after `row`, round the end, that needs the user; -1 where none does."""
        wanted = np.flatnonzero(self._review[self._rows])
        if not len(wanted):
            return -1
        later = wanted[wanted > row]
        return int(later[0] if len(later) else wanted[0])

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many photos are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One row by role."""
        if not index.isValid():
            return None
        number = self._rows[index.row()]
        if role == Role.FINDING:
            return self._findings[number]
        if role == Role.PHOTO:
            return self._photos[number]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._photos[number].name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return words.spoken(self._findings[number], self._photos[number].name)
        return None

    def _reset_arrays(self, photos: Sequence[Photo]) -> None:
        size = len(photos)
        self._photos = list(photos)
        self._lower = [photo.name.lower() for photo in photos]
        self._id_of = {photo.name: number for number, photo in enumerate(photos)}
        self._findings: list[Finding | None] = [None] * size
        self._category: NDArray[np.int8] = np.zeros(size, np.int8)
        self._review: NDArray[np.bool_] = np.zeros(size, bool)
        self._problem: NDArray[np.bool_] = np.zeros(size, bool)
        self._scanned: NDArray[np.bool_] = np.zeros(size, bool)
        self._confidence: NDArray[np.float32] = np.full(size, 2, np.float32)

    def _take(self, number: int, finding: Finding) -> None:
        self._findings[number] = finding
        self._category[number] = finding.category or 0
        self._review[number] = finding.needs_review
        self._problem[number] = finding.problem is not None
        self._scanned[number] = finding.decision is not None or finding.problem is not None
        self._confidence[number] = finding.decision.confidence if finding.decision else 2

    def _fits(self, show: Show) -> NDArray[np.bool_]:
        if show in CATEGORY_OF:
            return np.equal(self._category, CATEGORY_OF[show])
        if show is Show.NEEDS_YOU:
            return self._review
        if show is Show.PROBLEMS:
            return self._problem
        return np.ones(len(self._photos), bool)

    def _chosen(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The ids to show in their order, and the place of every id in that order."""
        order = self._sorted_ids()
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        fits = self._fits(self.show).copy()
        if self.search:
            fits &= np.fromiter((self.search in name for name in self._lower), bool, len(self._lower))
        return order[fits[order]], rank

    def _sorted_ids(self) -> NDArray[np.int64]:
        if self.order is Order.NEWEST:
            times = np.fromiter((photo.mtime_ns for photo in self._photos), np.int64, len(self._photos))
            return np.argsort(-times, kind="stable")
        if self.order is Order.CATEGORY:
            return np.argsort(np.where(self._category == 0, 9, self._category), kind="stable")
        if self.order is Order.LEAST_CERTAIN:
            return np.argsort(self._confidence, kind="stable")
        return np.arange(len(self._photos))

    def _insert_fitting(self, ids: NDArray[np.int64]) -> None:
        """Show photos that now fit the filter, in their place by the order chosen last."""
        if self.show is Show.ALL:
            return
        unseen = np.flatnonzero(self._fits(self.show) & self._mask(ids) & ~self._mask(self._rows))
        new = [int(number) for number in unseen if self.search in self._lower[number]]
        if len(new) > INSERT_AT_MOST:
            self._insert_many(new)
            return
        for number in sorted(new, key=lambda number: self._rank[number]):
            place = int(np.searchsorted(self._rank[self._rows], self._rank[number]))
            self.beginInsertRows(QModelIndex(), place, place)
            self._rows = np.insert(self._rows, place, number)
            self.endInsertRows()

    def _insert_many(self, new: Sequence[int]) -> None:
        """One reset in place of many insertions, each of which costs the views something."""
        self.growing = True
        self.beginResetModel()
        rows = np.concatenate([self._rows, np.asarray(new)])
        self._rows = rows[np.argsort(self._rank[rows], kind="stable")]
        self.endResetModel()
        self.growing = False

    def _tell_changed(self, ids: NDArray[np.int64]) -> None:
        rows = np.flatnonzero(self._mask(ids)[self._rows])
        ends = np.flatnonzero(np.diff(rows) > 1) + 1
        runs = np.split(rows, ends) if len(ends) < RUNS_AT_MOST else [rows]
        for run in runs if len(rows) else []:
            self.dataChanged.emit(self.index(int(run[0])), self.index(int(run[-1])))
        self.counts_changed.emit()

    def _mask(self, ids: NDArray[np.int64]) -> NDArray[np.bool_]:
        """For each photo, whether its id is among these."""
        mask = np.zeros(len(self._photos), bool)
        mask[ids] = True
        return mask
