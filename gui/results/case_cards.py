"""Worst case, most likely, best case: the interval of each photo type as three numbers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.records import Category
from engine.stats.effects import Effect
from engine.stats.sentences import is_clear
from engine.study import Study
from gui.results.page import clear
from gui.results.words import percent
from gui.shared.badges import badge_icon
from gui.shared.category_words import category_name
from gui.shared.theme import current_tokens
from gui.shared.tokens import GAP, PAD, RADIUS, STEP

BADGE = 16


class CaseCards(QWidget):
    """Three cards side by side; an effect that may be either way is greyed, not hidden."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._study: Study | None = None
        names = (self.tr("Worst case"), self.tr("Most likely"), self.tr("Best case"))
        self.cards = [_Card(name) for name in names]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, STEP, 0, STEP)
        row.setSpacing(PAD)
        for card in self.cards:
            row.addWidget(card, 1)

    def show_study(self, study: Study) -> None:
        """Show the effects that can be told; hidden where there are none."""
        self._study = study
        told = [one for one in study.effects if one.percent is not None]
        self.setVisible(bool(told))
        ends = (
            [(one, one.low) for one in told],
            [(one, one.percent) for one in told],
            [(one, one.high) for one in told],
        )
        for card, lines in zip(self.cards, ends, strict=True):
            card.show_lines(lines, firm=not study.too_little)

    def restyle(self) -> None:
        """Take the colours of the theme in force."""
        if self._study is not None:
            self.show_study(self._study)


class _Card(QFrame):
    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("case")
        self._title = title
        heading = QLabel(title)
        heading.setProperty("rank", "section")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(STEP)
        self._grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, GAP, PAD, GAP)
        column.setSpacing(STEP)
        column.addWidget(heading)
        column.addLayout(self._grid)

    def show_lines(self, lines: list[tuple[Effect, float | None]], *, firm: bool) -> None:
        """One line a photo type: its badge, its name, the number."""
        clear(self._grid)
        tokens = current_tokens()
        self.setStyleSheet(f"QFrame#case {{ background: {tokens.card}; border-radius: {RADIUS}px; }}")
        spoken = []
        for place, (effect, value) in enumerate(lines):
            badge = QLabel()
            badge.setPixmap(badge_icon(effect.category, tokens, size=BADGE).pixmap(BADGE, BADGE))
            number = _number(percent(value), loud=firm and is_clear(effect))
            self._grid.addWidget(badge, place, 0)
            self._grid.addWidget(_name(effect.category), place, 1)
            self._grid.addWidget(number, place, 2)
            spoken.append(f"{category_name(effect.category)} {percent(value)}")
        self.setAccessibleName(f"{self._title}: {', '.join(spoken)}")


def _name(category: Category) -> QLabel:
    return QLabel(category_name(category))


def _number(text: str, *, loud: bool) -> QLabel:
    label = QLabel(text)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    label.setProperty("rank", "" if loud else "muted")
    font = label.font()
    font.setPointSizeF(font.pointSizeF() + 4)
    font.setBold(loud)
    label.setFont(font)
    return label
