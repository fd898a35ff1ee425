"""The photos to choose from: a list with badges and a field that narrows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from engine.records import Category
from gui.results.history_words import kind_words
from gui.shared.badges import Mark, badge_icon
from gui.shared.theme import current_tokens
from gui.shared.tokens import GAP

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
BADGE = 16


class PhotoNames(QAbstractListModel):
    """Names of photos, in their order, each with the badge of its category."""

    def __init__(self, photos: Mapping[str, Category | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photos = sorted(photos.items())
        self._icons: dict[Mark, QIcon] = {}
        self.restyle()

    def restyle(self) -> None:
        """Take the colours of the theme in force."""
        marks: list[Mark] = [*Category, "problem"]
        self._icons = {mark: badge_icon(mark, current_tokens(), size=BADGE) for mark in marks}

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Photos."""
        return 0 if parent.isValid() else len(self._photos)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name, badge, and both in words."""
        if not index.isValid():
            return None
        name, category = self._photos[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icons[category or "problem"]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{name}, {kind_words(category)}"
        return None


class PhotoList(QWidget):
    """`chosen` tells the name of the current photo, "" for none; `taken` that it was double-clicked."""

    chosen = Signal(str)
    taken = Signal(str)

    def __init__(self, photos: Mapping[str, Category | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names = PhotoNames(photos, self)
        self._filtered = QSortFilterProxyModel(self)
        self._filtered.setSourceModel(self.names)
        self._filtered.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Find a photo"))
        self.filter.setAccessibleName(self.tr("Find a photo"))
        self.filter.setClearButtonEnabled(True)
        self.view = QListView()
        self.view.setModel(self._filtered)
        self.view.setUniformItemSizes(True)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setIconSize(QSize(BADGE, BADGE))
        self.view.setSpacing(2)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setAccessibleName(self.tr("Photos"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.filter)
        column.addWidget(self.view, 1)
        self.filter.textChanged.connect(self._filtered.setFilterFixedString)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self.view.activated.connect(self._on_activated)

    def current(self) -> str:
        """The name of the current photo, "" where there is none."""
        index = self.view.currentIndex()
        return str(index.data()) if index.isValid() else ""

    def _on_current_changed(self, index: QModelIndex) -> None:
        self.chosen.emit(str(index.data()) if index.isValid() else "")

    def _on_activated(self, index: QModelIndex) -> None:
        self.taken.emit(str(index.data()))
