"""A column of readable width in the middle of the Results tab, scrolled where it is longer than the tab."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QScrollArea, QVBoxLayout, QWidget

from gui.shared.theme import current_tokens
from gui.shared.tokens import GAP, PAD, WIDE


class Page(QFrame):
    """`column` takes the contents; `width` is the most that they may be wide, in pixels."""

    def __init__(self, parent: QWidget | None = None, *, width: int) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        inside = QWidget()
        inside.setMaximumWidth(width)
        self.area = QScrollArea()
        self.area.setWidget(inside)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        for ground in (self.area.viewport(), inside):
            ground.setAutoFillBackground(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.area)
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(WIDE, GAP, WIDE, 0)
        self.column.setSpacing(GAP)
        self._colour()

    def restyle(self) -> None:
        """Take the colours of the theme in force."""
        self._colour()

    def _colour(self) -> None:
        self.setStyleSheet(f"QFrame#page {{ background: {current_tokens().base}; }}")


def paragraph(text: str = "", *, rank: str = "", larger: int = 0, bold: bool = False) -> QLabel:
    """Text that wraps and can be copied; `larger` by so many points, `rank` as in the theme."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setProperty("rank", rank)
    label.setContentsMargins(0, 0, PAD, 0)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() + larger)
    font.setBold(bold)
    label.setFont(font)
    return label


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while item := layout.takeAt(0):
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
