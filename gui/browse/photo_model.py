"""The photos of a folder as a list model: one array says which photo is in which row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from engine.records import Category, Finding, Photo
from gui.browse import group_words, words
from gui.browse.arrangement import Arrangement, Choice, Group, Order, Show, arranged, fits
from gui.browse.finding_table import Findings, FindingTable, Numbers, PackedFindings, Words
from gui.browse.listing import Listing

AnyIndex = QModelIndex | QPersistentModelIndex
INSERT_AT_MOST = 20
RUNS_AT_MOST = 50
"""Of changed rows, told one by one; more cost the views more than one long run."""


class Role(IntEnum):
    """What the delegate asks for beside the name."""

    PHOTO = Qt.ItemDataRole.UserRole + 1
    FINDING = Qt.ItemDataRole.UserRole + 2


class PhotoModel(QAbstractListModel):
    """Rows are shown photos. Photos that a filter no longer fits stay until the filter is chosen anew,
    so that correcting never pulls a photo away under the user's eyes; `counts_changed` follows every change.
    """

    counts_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choice = Choice()
        self._fill_with(Listing([]))

    def set_photos(self, photos: Sequence[Photo]) -> None:
        """Take another folder, best as a `Listing`; nothing is known of its photos yet."""
        listing = photos if isinstance(photos, Listing) else Listing(photos)
        self.beginResetModel()
        self._fill_with(listing)
        self.endResetModel()
        self.counts_changed.emit()

    def choose(
        self,
        *,
        show: Show | None = None,
        search: str | None = None,
        order: Order | None = None,
        group: Group | None = None,
    ) -> None:
        """Change filter, search, order or groups; what is not given stays."""
        now = self.choice
        self.choice = Choice(
            show=now.show if show is None else show,
            search=now.search if search is None else search.strip().lower(),
            order=now.order if order is None else order,
            group=now.group if group is None else group,
        )
        self._reset_to(arranged(self._listing, self._table, self.choice))

    def arrange_anew(self) -> None:
        """Sort and group by what has become known; what is shown stays, whether it still fits or not."""
        if not self.choice.depends_on_findings:
            return
        fresh, shown = arranged(self._listing, self._table, self.choice), self._arrangement.rows
        self._reset_to(fresh.with_photos(shown[~self._mask(fresh.rows)[shown]]))

    def set_findings(self, findings: PackedFindings | Iterable[Finding]) -> None:
        """Take a batch of findings by name, best packed; names of another folder are passed over."""
        found = findings if isinstance(findings, PackedFindings) else PackedFindings.of(findings)
        numbers = self._table.take(found)
        if len(numbers):
            self._insert_fitting(numbers)
            self._tell_changed(numbers)

    def set_decisions(self, findings: Iterable[Finding]) -> None:
        """Take the decisions only, and only about the evidence that is still the newest.

        Photos that now fit the filter come with `show_fitting`, all at once.
        """
        newest = []
        for finding in findings:
            now = self.finding_of(finding.photo.name)
            if now is not None and now.evidence is not None and now.evidence == finding.evidence:
                newest.append(replace(finding, user=now.user))
        if newest:
            self._tell_changed(self._table.take(PackedFindings.of(newest)))

    def say(self, said: Mapping[Photo, Category | None]) -> None:
        """Take the user's words about photos of the folder."""
        numbers = self._numbers_of(said)
        if len(numbers):
            self._table.say(numbers, np.asarray([word or 0 for word in said.values()], np.int8))
            self._insert_fitting(numbers)
            self._tell_changed(numbers)

    def has(self, photo: Photo) -> bool:
        """Whether this very file, neither changed nor replaced, is in the folder."""
        number = self._listing.number_of(photo.name)
        now = None if number is None else self._listing[number]
        return now is photo or now == photo

    def words_about(self, photos: Iterable[Photo]) -> Words:
        """The user's word about each of these photos of the folder, 0 for none."""
        return self._table.words[self._numbers_of(photos)]

    def show_fitting(self) -> None:
        """Show, beside the photos shown, all others that fit the filter and the search."""
        self._insert_fitting(np.arange(self.total))

    def not_scanned(self) -> list[Photo]:
        """Photos without a decision or a problem, in the order of the scan."""
        return [self._listing[number] for number in np.flatnonzero(~self._table.scanned).tolist()]

    @property
    def total(self) -> int:
        """How many photos the folder has."""
        return len(self._listing)

    def counts(self) -> dict[Show, int]:
        """How many photos each filter would show, the search aside."""
        return {show: int(fits(self._table, show).sum()) for show in Show}

    def count_not_scanned(self) -> int:
        """How many photos have neither a decision nor a problem."""
        return self.total - int(self._table.scanned.sum())

    def photos(self) -> Sequence[Photo]:
        """Every photo of the folder, in the order of the scan."""
        return self._listing

    def findings(self) -> Findings:
        """Everything found so far, in the order of the scan; may be read in another thread."""
        return self._table.findings()

    def problems(self) -> list[Finding]:
        """The photos with a problem."""
        return self._table.problems()

    def categories(self) -> dict[str, Category]:
        """The category of every photo that has one, by name."""
        kinds = dict(enumerate((None, *Category)))
        pairs = zip(self._listing, self._table.category.tolist(), strict=True)
        return {photo.name: category for photo, code in pairs if (category := kinds[code]) is not None}

    def finding_of(self, name: str) -> Finding | None:
        """What is known of a photo by its name."""
        number = self._listing.number_of(name)
        return None if number is None else self._table.finding(number)

    def photo_at(self, row: int) -> Photo:
        """The photo in a row."""
        return self._listing[int(self._arrangement.rows[row])]

    def photos_at(self, rows: Iterable[int]) -> list[Photo]:
        """The photos in some rows."""
        return [
            self._listing[number] for number in self._arrangement.rows[np.fromiter(rows, np.int64)].tolist()
        ]

    def finding_at(self, row: int) -> Finding | None:
        """What is known of the photo in a row."""
        return self._table.finding(int(self._arrangement.rows[row]))

    def row_of(self, name: str) -> int:
        """The row of a photo, or -1 where it is not shown."""
        row = self.row_near(name)
        return row if row >= 0 and self.photo_at(row).name == name else -1

    def row_near(self, name: str) -> int:
        """The row of a photo or, where it is not shown, of the one after its place; -1 for none."""
        number = self._listing.number_of(name)
        return -1 if number is None else self._arrangement.row_of(number)

    def rows_of(self, photos: Iterable[Photo]) -> Numbers:
        """The rows of those photos that are shown, ascending."""
        return self._arrangement.rows_of(self._numbers_of(photos))

    def next_needing_you(self, row: int) -> int:
        """The next row after `row`, round the end, that needs the user; -1 where none does."""
        wanted = np.flatnonzero(self._table.needs_review[self._arrangement.rows])
        if not len(wanted):
            return -1
        later = wanted[wanted > row]
        return int(later[0] if len(later) else wanted[0])

    @property
    def grouped(self) -> bool:
        """Whether there are headings."""
        return self.choice.group is not Group.NONE

    def group_starts(self) -> Numbers:
        """The first row of each group; only row 0 without groups."""
        return self._arrangement.starts()

    def heading(self, row: int) -> str:
        """What stands above the group that a row is in."""
        number = int(self._arrangement.rows[row])
        code = int(self._arrangement.codes[number])
        return group_words.heading(self.choice.group, code, self._listing)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many photos are shown."""
        return 0 if parent.isValid() else len(self._arrangement.rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One row by role."""
        if not index.isValid():
            return None
        number = int(self._arrangement.rows[index.row()])
        if role == Role.FINDING:
            return self._table.finding(number)
        if role == Role.PHOTO:
            return self._listing[number]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._listing[number].name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return words.spoken(self._table.finding(number), self._listing[number].name)
        return None

    def _fill_with(self, listing: Listing) -> None:
        self._listing, self._table = listing, FindingTable(listing)
        self._arrangement = arranged(listing, self._table, self.choice)

    def _numbers_of(self, photos: Iterable[Photo]) -> Numbers:
        numbers = (self._listing.number_of(photo.name) for photo in photos)
        return np.asarray([number for number in numbers if number is not None], np.int64)

    def _reset_to(self, arrangement: Arrangement) -> None:
        self.beginResetModel()
        self._arrangement = arrangement
        self.endResetModel()

    def _insert_fitting(self, numbers: Numbers) -> None:
        """Show photos that now fit the filter, in their place by the order chosen last."""
        if self.choice.show is Show.ALL:
            return
        shown = self._arrangement
        unseen = fits(self._table, self.choice.show) & self._mask(numbers) & ~self._mask(shown.rows)
        lower, search = self._listing.lower, self.choice.search
        new = np.asarray([one for one in np.flatnonzero(unseen).tolist() if search in lower[one]], np.int64)
        if len(new) > INSERT_AT_MOST:  # one reset in place of many insertions: each costs the views something
            self._reset_to(shown.with_photos(new))
            return
        for number in new[np.argsort(shown.rank[new])].tolist():
            place = self._arrangement.place_for(number)
            self.beginInsertRows(QModelIndex(), place, place)
            self._arrangement = self._arrangement.with_photo(number)
            self.endInsertRows()

    def _tell_changed(self, numbers: Numbers) -> None:
        rows = self._arrangement.rows_of(numbers)
        ends = np.flatnonzero(np.diff(rows) > 1) + 1
        runs = np.split(rows, ends) if len(ends) < RUNS_AT_MOST else [rows]
        for run in runs if len(rows) else []:
            self.dataChanged.emit(self.index(int(run[0])), self.index(int(run[-1])))
        self.counts_changed.emit()

    def _mask(self, numbers: Numbers) -> NDArray[np.bool_]:
        """For each photo, whether its number is among these."""
        mask = np.zeros(self.total, bool)
        mask[numbers] = True
        return mask
