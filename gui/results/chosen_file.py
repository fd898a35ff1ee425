"""A button that lets a file be chosen; once there is one, its name and a way to take it back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from gui.shared.icons import icon
from gui.shared.theme import current_tokens
from gui.shared.tokens import STEP


class ChosenFile(QWidget):
    """Emits `wanted` where the user would choose a file, `left` where it is to be used no longer."""

    wanted = Signal()
    left = Signal()

    def __init__(self, ask: str, parent: QWidget | None = None) -> None:
        """`ask`: the text of the button."""
        super().__init__(parent)
        self.button = QPushButton(ask)
        self.button.setProperty("chip", True)
        self.button.clicked.connect(self.wanted)
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.leave = QToolButton()
        self.leave.setAutoRaise(True)
        self.leave.clicked.connect(self.left)
        self._row = QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP)
        row.addWidget(self.label, 1)
        row.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.button)
        column.addWidget(self._row)
        self.show_file(None)
        self.restyle()

    def show_file(self, path: Path | None, *, text: str = "") -> None:
        """Name the file in force; None where there is none."""
        self.label.setText(text)
        self.label.setToolTip("" if path is None else str(path))
        told = "" if path is None else self.tr("Do not use {0}").format(path.name)
        self.leave.setToolTip(told)
        self.leave.setAccessibleName(told)
        self.button.setVisible(path is None)
        self._row.setVisible(path is not None)

    def restyle(self) -> None:
        """Take the colours of the theme in force."""
        self.leave.setIcon(icon("close", current_tokens().muted))
