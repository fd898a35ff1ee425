"""The line under the Results tab: what is going on, and how to stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from gui.shared.tokens import GAP, PAD, STEP

WIDEST = 320


class WorkBar(QFrame):
    """Emits `cancelled` when the user wants the work to end; hidden while there is none.

    It stands at the bottom, so that nothing that the user looks at moves when it comes and goes.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", True)
        self.text = QLabel()
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAccessibleName(self.tr("Cancel what is going on"))
        self.cancel.clicked.connect(self.cancelled)
        progress = QProgressBar()
        progress.setRange(0, 0)
        progress.setTextVisible(False)
        progress.setMaximumWidth(WIDEST)
        progress.setAccessibleName(self.tr("Work is going on"))
        row = QHBoxLayout(self)
        row.setContentsMargins(PAD, STEP, PAD, STEP)
        row.setSpacing(GAP)
        row.addWidget(self.text, 1)
        row.addWidget(progress, 1)
        row.addWidget(self.cancel)
        self.hide()

    def show_work(self, text: str) -> None:
        """Say what is going on."""
        self.text.setText(text)
        self.show()
