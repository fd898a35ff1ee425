"""One photo in place of the grid."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.settings import Thresholds
from gui.browse.picture_view import PictureView

STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageDown: 1,
}
ZOOMS = {Qt.Key.Key_Plus: 1.25, Qt.Key.Key_Minus: 0.8}


class LargeView(QWidget):
    """Emits `left` on Esc, Enter or a double click, `stepped` (-1 or 1) on the arrow keys."""

    left = Signal()
    stepped = Signal(int)

    def __init__(self, *, thresholds: Thresholds, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = PictureView(thresholds=thresholds, weak=True)
        self.picture.double_clicked.connect(self.left)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Large view"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.picture)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows step through the photos, plus and minus zoom, Esc and Enter lead back."""
        key = Qt.Key(event.key())
        if key in STEPS:
            self.stepped.emit(STEPS[key])
        elif key in ZOOMS:
            self.picture.zoom_by(ZOOMS[key], around=None)
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)
