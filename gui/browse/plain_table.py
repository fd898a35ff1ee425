"""A table to read: no grid, no row numbers, no editing, as high as its rows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget

from gui.shared.tokens import STEP


def plain_table(titles: list[str]) -> QTableWidget:
    """An empty table with these columns."""
    table = QTableWidget(0, len(titles))
    table.setHorizontalHeaderLabels(titles)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setStretchLastSection(True)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 2 * STEP)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    return table


def fit_height(table: QTableWidget, *, most: int) -> None:
    """As high as its rows, at most `most` of them."""
    line = table.verticalHeader().defaultSectionSize()
    rows = min(most, table.rowCount())
    table.setFixedHeight(table.horizontalHeader().sizeHint().height() + rows * line + 2 * STEP)
