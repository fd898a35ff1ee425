"""A message at the top of a view: one sentence, at most one action, a way to close it. Never a dialog."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from gui.shared.icons import icon
from gui.shared.theme import current_tokens
from gui.shared.tokens import GAP, PAD

Kind = Literal["news", "trouble"]


class MessageBar(QFrame):
    """Shows the newest message until the user closes it or another comes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self._kind: Kind = "news"
        self._act: Callable[[], None] | None = None
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action = QPushButton()
        self.action.clicked.connect(self._on_action_clicked)
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        self._close.setToolTip(self.tr("Close this message"))
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAD, GAP, GAP, GAP)
        row.addWidget(self.text, 1)
        row.addWidget(self.action)
        row.addWidget(self._close)
        self.hide()

    def show_message(
        self, text: str, *, kind: Kind = "news", action: str = "", act: Callable[[], None] | None = None
    ) -> None:
        """Replace the message; the button is there only where there is something to do."""
        self._kind, self._act = kind, act
        self.text.setText(text)
        self.setAccessibleName(text)
        self.action.setText(action)
        self.action.setVisible(act is not None)
        self.restyle()
        self.show()

    def restyle(self) -> None:
        """Take the colours of the theme in force."""
        tokens = current_tokens()
        edge = tokens.problem if self._kind == "trouble" else tokens.accent
        self.setStyleSheet(
            f"QFrame#message {{ background: {tokens.card}; border: 0;"
            f" border-left: 4px solid {edge}; border-bottom: 1px solid {tokens.border}; }}"
        )
        self._close.setIcon(icon("close", tokens.muted))

    def _on_action_clicked(self) -> None:
        self.hide()
        if self._act:
            self._act()
