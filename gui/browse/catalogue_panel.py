"""What the user's corrections have taught about the open folder, a switch for it, and a way to begin anew."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.catalogue import Learned
from engine.rules.lesson import ENOUGH
from gui.browse import catalogue_words
from gui.shared.theme import current_tokens
from gui.shared.tokens import GAP, STEP


class CataloguePanel(QWidget):
    """Emits `switched` (on or off) and, once the user has confirmed, `reset_wanted`."""

    switched = Signal(bool)
    reset_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._learned: Learned | None = None
        title = QLabel(self.tr("Your corrections"))
        title.setProperty("rank", "section")
        self.reset = QToolButton()
        self.reset.setText(self.tr("Reset…"))
        self.reset.setAutoRaise(True)
        self.reset.setToolTip(self.tr("Learn nothing from the corrections made until now"))
        self.reset.clicked.connect(self._ask_for_reset)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, ENOUGH)
        self.progress.setAccessibleName(self.tr("Corrections until there are enough to learn from"))
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.learn = QCheckBox(self.tr("Learn from my corrections\nin this folder"))
        self.learn.setToolTip(
            self.tr(
                "From {0} corrections on, what they have in common adjusts the decisions in this folder, but "
                "only where that proves better. Nothing leaves this computer."
            ).format(ENOUGH)
        )
        self.learn.clicked.connect(self.switched)
        self._lay_out(title)
        self.show_learned(None)

    def show_learned(self, learned: Learned | None) -> None:
        """Say what was learned; hidden where the rule learns nothing."""
        self._learned = learned
        self.setVisible(learned is not None)
        if learned is None:
            return
        self.text.setText(catalogue_words.learned(learned))
        self.learn.setChecked(learned.learning)
        self.reset.setEnabled(learned.corrections > 0)
        self.progress.setVisible(learned.learning and 0 < learned.corrections < ENOUGH)
        self.progress.setValue(learned.corrections)
        self.restyle()

    def restyle(self) -> None:
        """Take the colours of the theme in force."""
        tokens = current_tokens()
        used = self._learned is not None and self._learned.lesson is not None
        self.text.setStyleSheet(f"color: {tokens.text if used else tokens.muted}")

    def _lay_out(self, title: QLabel) -> None:
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.reset)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, STEP, 0, 0)
        column.setSpacing(GAP - 2)
        column.addLayout(head)
        for widget in (self.text, self.progress, self.learn):
            column.addWidget(widget)

    def _ask_for_reset(self) -> None:
        question = QMessageBox(self)
        question.setIcon(QMessageBox.Icon.Question)
        question.setWindowTitle(self.tr("Begin learning anew?"))
        question.setText(self.tr("Learn nothing from the corrections made until now?"))
        question.setInformativeText(
            self.tr(
                "Every photo keeps the category that you gave it. Only the program's own decisions in this "
                "folder no longer follow from those corrections; the ones to come count from 0."
            )
        )
        reset = question.addButton(self.tr("Reset"), QMessageBox.ButtonRole.AcceptRole)
        cancel = question.addButton(QMessageBox.StandardButton.Cancel)
        question.setDefaultButton(cancel)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.buttonClicked.connect(lambda button: self.reset_wanted.emit() if button is reset else None)
        question.open()
