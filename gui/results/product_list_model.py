"""The products of a study as a list with check boxes, each with the photo type that it shows now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from engine.records import Category
from gui.shared.badges import badge_icon
from gui.shared.category_words import category_name
from gui.shared.theme import current_tokens

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
SHOWS_NOW = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class ShownProduct:
    """A product and the type of its photo in the last week."""

    name: str
    category: Category


class ProductListModel(QAbstractListModel):
    """Emits `picked_changed` whenever a check box changes."""

    picked_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._products: list[ShownProduct] = []
        self._picked: set[str] = set()

    def set_products(self, products: Sequence[ShownProduct]) -> None:
        """Replace the products; check boxes of those that stay are kept."""
        self.beginResetModel()
        self._products = list(products)
        self._picked &= {one.name for one in products}
        self.endResetModel()
        self.picked_changed.emit()

    def picked(self) -> list[str]:
        """The products whose box is checked, in their order."""
        return [one.name for one in self._products if one.name in self._picked]

    def pick(self, names: Sequence[str], *, on: bool = True) -> None:
        """Check or clear the boxes of these products."""
        before = set(self._picked)
        self._picked = self._picked | set(names) if on else self._picked - set(names)
        if self._picked != before and self._products:
            self.dataChanged.emit(
                self.index(0), self.index(len(self._products) - 1), [Qt.ItemDataRole.CheckStateRole]
            )
            self.picked_changed.emit()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Number of products."""
        return 0 if parent.isValid() else len(self._products)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name, badge, check box and the photo type shown now."""
        if not index.isValid():
            return None
        one = self._products[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one.name
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if one.name in self._picked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DecorationRole:
            return self._badge(one.category)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self.tr("shows {0} now").format(category_name(one.category))
        return one.category if role == SHOWS_NOW else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Check or clear one box."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        self.pick([self._products[index.row()].name], on=Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every product can be checked."""
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def _badge(self, category: Category) -> QIcon:
        return badge_icon(category, current_tokens(), size=16)
