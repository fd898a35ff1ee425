"""The suggestions of the join doctor as a table whose rows can be ticked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from engine.join.suggest import Suggestion
from engine.records import Category
from gui.results.history_words import kind_words
from gui.results.words import count, number
from gui.shared.badges import Mark, badge_icon
from gui.shared.theme import current_tokens

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
NAME, PHOTO, LIKENESS, ROWS, UNITS = range(5)
BADGE = 16


class SuggestionModel(QAbstractTableModel):
    """A tick in the first column accepts a suggestion; `accepted_changed` tells that a tick has changed."""

    accepted_changed = Signal()

    def __init__(
        self,
        suggestions: tuple[Suggestion, ...],
        photos: Mapping[str, Category | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._suggestions = suggestions
        self._photos = photos
        self._accepted: set[int] = set()
        self._icons: dict[Mark, QIcon] = {}
        self.restyle()

    def restyle(self) -> None:
        """Take the colours of the theme in force."""
        marks: list[Mark] = [*Category, "problem"]
        self._icons = {mark: badge_icon(mark, current_tokens(), size=BADGE) for mark in marks}

    def accepted(self) -> list[Suggestion]:
        """The suggestions with a tick."""
        return [self._suggestions[row] for row in sorted(self._accepted)]

    def accept_from(self, likeness: float) -> None:
        """Tick every suggestion at least this alike, 0 to 1."""
        rows = {row for row, one in enumerate(self._suggestions) if one.likeness >= likeness}
        if rows - self._accepted:
            self._accepted |= rows
            last = self.index(self.rowCount() - 1, NAME)
            self.dataChanged.emit(self.index(0, NAME), last, [Qt.ItemDataRole.CheckStateRole])
            self.accepted_changed.emit()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Suggestions."""
        return 0 if parent.isValid() else len(self._suggestions)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Name, photo, likeness, rows, units."""
        return 0 if parent.isValid() else UNITS + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column can be ticked."""
        flags = super().flags(index)
        if index.isValid() and index.column() == NAME:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, ticks, badges."""
        if not index.isValid():
            return None
        one, column = self._suggestions[index.row()], index.column()
        category = self._photos.get(one.photo)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts(one)[column]
        if role == Qt.ItemDataRole.CheckStateRole and column == NAME:
            ticked = index.row() in self._accepted
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DecorationRole and column == PHOTO:
            return self._icons[category or "problem"]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column >= LIKENESS else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole and column <= PHOTO:
            return one.name if column == NAME else f"{one.photo}, {kind_words(category)}"
        if role == Qt.ItemDataRole.AccessibleTextRole and column == PHOTO:
            return f"{one.photo}, {kind_words(category)}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Set or clear a tick."""
        if not index.isValid() or role != Qt.ItemDataRole.CheckStateRole or index.column() != NAME:
            return False
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._accepted.add(index.row())
        else:
            self._accepted.discard(index.row())
        self.dataChanged.emit(index, index, [role])
        self.accepted_changed.emit()
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of the columns."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section <= UNITS:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section >= LIKENESS else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        names = (
            self.tr("Named in the sheets"),
            self.tr("Perhaps this photo"),
            self.tr("Alike"),
            self.tr("Rows"),
            self.tr("Units"),
        )
        return names[section] if role == Qt.ItemDataRole.DisplayRole else None

    def _texts(self, one: Suggestion) -> tuple[str, ...]:
        # Rounded down: only names that are the same but for their spelling are alike by 100 %.
        alike = f"{count(int(100 * one.likeness))}\u00a0%"
        return one.name, one.photo, alike, count(one.rows), number(one.units, 0)
