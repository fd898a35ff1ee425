"""What the sheets leave open: every question with its readings, answered once and kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from engine.sheets.questions import Answers, Question
from gui.results.page import Page, clear, paragraph
from gui.shared.tokens import GAP, STEP, WIDE

WIDEST = 760
DAY_WIDTH = 140


class QuestionsPage(Page):
    """Emits `answered` with question key -> choice key once every question has its answer, and
    `columns_wanted` where the user would rather say which column is which, `left` where she goes back."""

    answered = Signal(dict)
    columns_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=WIDEST)
        self.title = paragraph(larger=4, bold=True)
        self.lead = paragraph(
            self.tr("Your sheets can be read in more than one way. Nothing is guessed: please choose."),
            rank="muted",
        )
        self._cards = QVBoxLayout()
        self._cards.setSpacing(WIDE)
        self.go_on = QPushButton(self.tr("Go on"))
        self.go_on.setProperty("primary", True)
        self.go_on.clicked.connect(self._on_go_on)
        self.columns = QPushButton(self.tr("Say which column is which…"))
        self.columns.setProperty("chip", True)
        self.columns.clicked.connect(self.columns_wanted)
        self.back = QPushButton(self.tr("Load other sales…"))
        self.back.setProperty("chip", True)
        self.back.clicked.connect(self.left)
        self.groups: dict[str, QButtonGroup] = {}
        self._days: dict[str, QLineEdit] = {}
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self.go_on)
        buttons.addWidget(self.columns)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        self.column.setContentsMargins(WIDE, 2 * WIDE, WIDE, WIDE)
        self.column.addWidget(self.title)
        self.column.addWidget(self.lead)
        self.column.addSpacing(WIDE)
        self.column.addLayout(self._cards)
        self.column.addSpacing(WIDE)
        self.column.addLayout(buttons)
        self.column.addStretch(1)

    def show_questions(self, questions: Sequence[Question], *, answers: Answers) -> None:
        """Ask these; what was answered before is chosen already."""
        clear(self._cards)
        self.groups.clear()
        self._days.clear()
        self.title.setText(
            self.tr("One question about your sales")
            if len(questions) == 1
            else self.tr("{0} questions about your sales").format(len(questions))
        )
        for question in questions:
            self._cards.addWidget(self._card(question, answers.get(question.key)))
        self._on_chosen()
        if self.groups:
            first = next(iter(self.groups.values()))
            (first.checkedButton() or first.buttons()[0]).setFocus()
        elif self._days:
            next(iter(self._days.values())).setFocus()

    def _card(self, question: Question, answer: str | None) -> QWidget:
        card = QWidget()
        card.setAccessibleName(question.text)
        column = QVBoxLayout(card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        where = " · ".join(part for part in (question.file, question.column) if part)
        column.addWidget(paragraph(where, rank="section"))
        column.addWidget(paragraph(question.text))
        if not question.choices:
            column.addWidget(self._day_field(question, answer))
            return card
        group = self.groups[question.key] = QButtonGroup(card)
        for choice in question.choices:
            button = QRadioButton(choice.label)
            button.setProperty("choice", choice.key)
            button.setChecked(choice.key == answer)
            group.addButton(button)
            column.addWidget(button)
        group.buttonToggled.connect(self._on_chosen)
        return card

    def _day_field(self, question: Question, answer: str | None) -> QLineEdit:
        """A question without choices asks for a day."""
        field = self._days[question.key] = QLineEdit(answer or "")
        field.setPlaceholderText("2026-03-31")
        field.setMaximumWidth(DAY_WIDTH)
        field.setAccessibleName(question.text)
        field.textChanged.connect(self._on_chosen)
        return field

    def _on_chosen(self, *_: object) -> None:
        days = (QDate.fromString(field.text(), Qt.DateFormat.ISODate) for field in self._days.values())
        chosen = all(group.checkedButton() for group in self.groups.values())
        self.go_on.setEnabled(chosen and all(day.isValid() for day in days))

    def _on_go_on(self) -> None:
        chosen = {
            key: button.property("choice")
            for key, group in self.groups.items()
            if (button := group.checkedButton()) is not None
        }
        self.answered.emit(chosen | {key: field.text() for key, field in self._days.items()})
