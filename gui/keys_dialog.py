"""The sheet of keys, made from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QWidget

from gui.shared.tokens import GAP, PAD, WIDE

ROWS = 12


class KeysDialog(QDialog):
    """Two columns of key and meaning; does not block the window."""

    def __init__(self, actions: Iterable[QAction], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        pairs = [(_keys(action), action.text()) for action in actions if not action.shortcut().isEmpty()]
        pairs += [
            (self.tr("Arrows"), self.tr("From photo to photo")),
            (self.tr("Enter"), self.tr("Large view")),
            (self.tr("Esc"), self.tr("Back")),
            (self.tr("Ctrl+Wheel"), self.tr("Size of the thumbnails")),
        ]
        grid = QGridLayout(self)
        grid.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        grid.setHorizontalSpacing(PAD)
        grid.setVerticalSpacing(GAP - 2)
        for place, (keys, meaning) in enumerate(pairs):
            column = 3 * (place // ROWS)
            grid.addWidget(_key_label(keys), place % ROWS, column, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(QLabel(meaning), place % ROWS, column + 1)
        grid.setColumnMinimumWidth(2, WIDE)


def _keys(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def _key_label(keys: str) -> QLabel:
    label = QLabel(keys)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label
