"""Which column of a sheet is what: guessed, shown with its first cells, put right by the user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from engine.errors import SheetUnreadable
from engine.sheets.mapping import SURE, ColumnMapping, settle
from engine.sheets.roles import ROLES, Role
from engine.sheets.table import Table
from gui.results.page import Page, paragraph
from gui.results.words import role_name
from gui.shared.theme import current_tokens
from gui.shared.tokens import GAP, PAD, STEP, WIDE

WIDEST = 1400
CARD = 168
SHOWN = 8
"""Cells of each column that are shown."""
LIKELY_SHOWN = 24
"""Columns that are shown at once; an export may have a hundred."""


class ColumnCard(QFrame):
    """One column: its header, the role that it has, how sure that is, and its first cells.

    Emits `role_chosen` when the user, not the program, gives it another role."""

    role_chosen = Signal()

    def __init__(self, header: str, cells: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFixedWidth(CARD)
        self._sure = 0.0
        name = header or self.tr("(no header)")
        self.role = QComboBox()
        self.role.setAccessibleName(self.tr("What the column {0} is").format(name))
        self.role.addItem(self.tr("not used"), None)
        for role in ROLES:
            self.role.addItem(role_name(role), role)
        self.role.activated.connect(self._on_activated)
        self.confidence = QLabel()
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.setSpacing(STEP)
        column.addWidget(_elided(name, bold=True))
        column.addWidget(self.role)
        column.addWidget(self.confidence)
        for cell in cells:
            column.addWidget(_elided(cell or " "))
        column.addStretch(1)

    def chosen(self) -> Role | None:
        """The role in force; None where the column is not used."""
        role: Role | None = self.role.currentData()
        return role

    def show_role(self, role: Role | None, *, confidence: float) -> None:
        """Show the role without telling anybody."""
        self._sure = confidence
        self.role.setCurrentIndex(0 if role is None else self.role.findData(role))
        self.restyle()

    def restyle(self) -> None:
        """Take the colours of the theme in force."""
        tokens = current_tokens()
        used, sure = self.chosen() is not None, self._sure >= SURE
        words = self.tr("clear") if sure else self.tr("please check")
        self.confidence.setText(words if used else " ")
        self.confidence.setStyleSheet(f"color: {tokens.muted if sure else tokens.review}")
        edge = tokens.border if not used else tokens.accent if sure else tokens.review
        self.setStyleSheet(
            f"QFrame#card {{ background: {tokens.card if used else tokens.base}; "
            f"border: 1px solid {edge}; border-radius: 6px; }}"
        )

    def _on_activated(self) -> None:
        self._sure = 1.0
        self.restyle()
        self.role_chosen.emit()


class MappingPage(Page):
    """Emits `mapped` with the user's mapping of one sheet, `sheet_wanted` with the place of another sheet
    that she wants to see, `left` where she goes back."""

    mapped = Signal(object)
    sheet_wanted = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=WIDEST)
        self.title = paragraph(larger=4, bold=True)
        self.lead = paragraph(rank="muted")
        self.trouble = paragraph()
        self.use = QPushButton(self.tr("Use these columns"))
        self.use.setProperty("primary", True)
        self.use.clicked.connect(self._on_use)
        self.back = QPushButton()
        self.back.setProperty("chip", True)
        self.back.clicked.connect(self.left)
        self.sheet = QComboBox()
        self.sheet.setAccessibleName(self.tr("Sheet whose columns are shown"))
        self.sheet.activated.connect(self.sheet_wanted)
        self.cards: list[ColumnCard] = []
        self.places: list[int] = []
        self._table: Table | None = None
        self._mapping: ColumnMapping | None = None
        self._strip = QScrollArea()
        self._strip.setWidgetResizable(True)
        self._strip.setFrameShape(QFrame.Shape.NoFrame)
        self._strip.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay_out()

    def _lay_out(self) -> None:
        button = QHBoxLayout()
        button.addWidget(self.use)
        button.addWidget(self.back)
        button.addStretch(1)
        self.column.setContentsMargins(WIDE, 2 * WIDE, WIDE, WIDE)
        for widget in (self.title, self.lead):
            self.column.addWidget(widget)
        self.column.addWidget(self.sheet, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addSpacing(PAD)
        self.column.addWidget(self._strip)
        self.column.addWidget(self.trouble)
        self.column.addLayout(button)
        self.column.addStretch(1)

    def show_table(self, table: Table, mapping: ColumnMapping) -> None:
        """Show the columns of a sheet, those with a role first."""
        self._table, self._mapping = table, mapping
        self.title.setText(self.tr("Which column is what? {0}").format(table.file))
        self.lead.setText(self._lead(mapping))
        roles: dict[int, Role] = {place: role for role, place in mapping.columns.items()}
        others = [place for place in range(len(table.header)) if place not in roles]
        self.places = [*roles, *others][: max(LIKELY_SHOWN, len(roles))]
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, GAP)
        line.setSpacing(GAP)
        self.cards = []
        for place in self.places:
            card = ColumnCard(table.header[place], [str(cell) for cell in table.cells[place].head(SHOWN)])
            role = roles.get(place)
            card.show_role(role, confidence=mapping.confidence.get(role, 0.0) if role else 0.0)
            card.role_chosen.connect(lambda card=card: self._on_role_chosen(card))
            self.cards.append(card)
            line.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)
        line.addStretch(1)
        self._strip.setWidget(row)
        self._strip.setFixedHeight(
            row.sizeHint().height() + self._strip.horizontalScrollBar().sizeHint().height()
        )
        self._judge()

    def show_sheets(self, names: Sequence[str], *, current: str) -> None:
        """Offer the sheets that can be looked at, where there are several."""
        self.sheet.clear()
        self.sheet.addItems(list(names))
        self.sheet.setCurrentIndex(self.sheet.findText(current, Qt.MatchFlag.MatchExactly))
        self.sheet.setVisible(len(names) > 1)

    def restyle(self) -> None:
        """Take the colours of the theme in force."""
        super().restyle()
        for card in self.cards:
            card.restyle()

    def _lead(self, mapping: ColumnMapping) -> str:
        kept = self.tr("What you choose is remembered for sheets with the same columns.")
        if mapping.platform:
            return self.tr("This looks like an export of {0}. {1}").format(mapping.platform, kept)
        return kept

    def _on_role_chosen(self, chosen: ColumnCard) -> None:
        """A role belongs to one column: the one that had it gives it up."""
        for card in self.cards:
            if card is not chosen and card.chosen() is not None and card.chosen() == chosen.chosen():
                card.show_role(None, confidence=0.0)
        self._judge()

    def _judge(self) -> None:
        trouble = ""
        try:
            settle(self._shown_table(), self._chosen_mapping(), answers={})
        except SheetUnreadable as error:
            trouble = str(error)
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        self.use.setEnabled(not trouble)

    def _shown_table(self) -> Table:
        assert self._table is not None
        return self._table

    def _chosen_mapping(self) -> ColumnMapping:
        """What the cards say, all of it the user's word."""
        assert self._mapping is not None
        columns: Mapping[Role, int] = {
            role: place
            for card, place in zip(self.cards, self.places, strict=True)
            if (role := card.chosen()) is not None
        }
        sure = dict.fromkeys(columns, 1.0)
        same = columns == dict(self._mapping.columns)
        return replace(
            self._mapping, columns=columns, confidence=sure, platform=self._mapping.platform if same else ""
        )

    def _on_use(self) -> None:
        self.mapped.emit(self._chosen_mapping())


def _elided(text: str, *, bold: bool = False) -> QLabel:
    label = QLabel()
    font = label.font()
    font.setBold(bold)
    label.setFont(font)
    label.setText(QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, CARD - 2 * GAP))
    label.setToolTip(text)
    return label
