"""A read-only table over a DataFrame, and a view of it whose selection can be copied into a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gui.results.words import count, number

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class FrameModel(QAbstractTableModel):
    """Shows the cells of a frame: texts to the left, numbers to the right in the user's way of writing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame = pd.DataFrame()
        self._headers: list[str] = []
        self._numeric: list[bool] = []
        self._show: list[Callable[[Any], str]] = []

    def set_frame(self, frame: pd.DataFrame, *, headers: list[str], words: int = 0) -> None:
        """Replace what is shown; `headers` name the columns in the user's language.

        Columns of numbers stand on the right; so do texts after the first `words` columns, where given.
        """
        self.beginResetModel()
        self._frame, self._headers = frame, headers
        self._numeric = [
            pd.api.types.is_numeric_dtype(kind) or 0 < words <= column
            for column, kind in enumerate(frame.dtypes)
        ]
        self._show = [_writer(kind) for kind in frame.dtypes]
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Rows of the frame."""
        return 0 if parent.isValid() else len(self._frame)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Columns of the frame."""
        return 0 if parent.isValid() else len(self._headers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text and alignment of a cell."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._show[index.column()](self._frame.iat[index.row(), index.column()])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of the columns, aligned as the cells below them."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self._headers):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        return self._alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def is_numeric(self, column: int) -> bool:
        """Whether a column stands on the right."""
        return self._numeric[column]

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self._numeric[column] else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


def _writer(kind: Any) -> Callable[[Any], str]:
    """How cells of one dtype are written."""
    if pd.api.types.is_integer_dtype(kind):
        return lambda value: count(int(value))
    if pd.api.types.is_float_dtype(kind):
        return lambda value: "" if pd.isna(value) else number(float(value), 2)
    if pd.api.types.is_datetime64_any_dtype(kind):
        return lambda value: "" if pd.isna(value) else value.date().isoformat()
    return str


class FrameView(QTableView):
    """A table view with copying of whole rows as tab-separated text, header included."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.frame_model = FrameModel(self)
        self.setModel(self.frame_model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        # The band of the header ends where the rows end.
        self.setStyleSheet(
            "QTableView::item { padding: 0 8px; } QHeaderView { background: transparent; } "
            "QHeaderView::section { padding: 4px 11px; }"
        )
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(26)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.copy_rows)

    def show_frame(self, frame: pd.DataFrame, *, headers: list[str], words: int = 0) -> None:
        """Show a frame with columns as wide as their contents ask for; `words` as in FrameModel."""
        self.frame_model.set_frame(frame, headers=headers, words=words)
        self.horizontalHeader().setStretchLastSection(not self.frame_model.is_numeric(len(headers) - 1))
        self.resizeColumnsToContents()
        for column in range(len(headers)):
            self.setColumnWidth(column, min(360, self.columnWidth(column) + 20))

    def copy_rows(self) -> None:
        """Copy the selected rows, or all where none is selected."""
        model = self.frame_model
        rows = sorted({index.row() for index in self.selectedIndexes()}) or list(range(model.rowCount()))
        columns = range(model.columnCount())
        header = [str(model.headerData(column, Qt.Orientation.Horizontal)) for column in columns]
        lines = [[str(model.data(model.index(row, column))) for column in columns] for row in rows]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in [header, *lines]))
