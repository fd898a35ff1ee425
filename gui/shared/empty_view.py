"""What stands where the photos would be while there are none: one sentence, one action."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from gui.shared.icons import drawing
from gui.shared.theme import current_tokens
from gui.shared.tokens import GAP, WIDE

PICTURE = 56


class EmptyView(QWidget):
    """Emits `acted` when its button is pressed."""

    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = QLabel()
        self.headline = QLabel()
        font = self.headline.font()
        font.setPointSizeF(font.pointSizeF() + 4)
        font.setBold(True)
        self.headline.setFont(font)
        self.sentence = QLabel()
        self.sentence.setProperty("rank", "muted")
        self.button = QPushButton()
        self.button.setProperty("primary", True)
        self.button.clicked.connect(self.acted)
        column = QVBoxLayout(self)
        column.setSpacing(GAP)
        column.addStretch(2)
        for widget in (self.picture, self.headline, self.sentence):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(widget)
        column.addSpacing(WIDE)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.restyle()

    def show_words(self, headline: str, sentence: str, action: str) -> None:
        """Say what is missing and what to do; no action, no button."""
        self.headline.setText(headline)
        self.sentence.setText(sentence)
        self.button.setText(action)
        self.button.setVisible(bool(action))

    def restyle(self) -> None:
        """Take the colours of the theme in force."""
        ratio = self.devicePixelRatioF()
        pixmap = drawing("photos", current_tokens().muted, size=round(PICTURE * ratio))
        pixmap.setDevicePixelRatio(ratio)
        self.picture.setPixmap(pixmap)
