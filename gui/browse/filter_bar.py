"""Chips above the grid: which photos are shown, each with its live count."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from engine.records import Category
from gui.browse import words
from gui.browse.arrangement import Show
from gui.shared.badges import Mark, badge_icon
from gui.shared.theme import current_tokens
from gui.shared.tokens import GAP, PAD

MARKS: dict[Show, Mark] = {
    Show.ON_MODEL: Category.ON_MODEL,
    Show.WORN: Category.WORN,
    Show.PRODUCT_ONLY: Category.PRODUCT_ONLY,
    Show.NEEDS_YOU: "review",
    Show.REVIEWED: "reviewed",
    Show.PROBLEMS: "problem",
}


class FilterBar(QWidget):
    """Emits `show_chosen` with a `Show`."""

    show_chosen = Signal(Show)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = {
            Show.ALL: self.tr("All"),
            Show.ON_MODEL: self.tr("On model"),
            Show.WORN: self.tr("Worn"),
            Show.PRODUCT_ONLY: self.tr("Product"),
            Show.NEEDS_YOU: self.tr("Needs you"),
            Show.REVIEWED: self.tr("Reviewed"),
            Show.PROBLEMS: self.tr("Problems"),
        }
        self._counts = dict.fromkeys(Show, 0)
        self.chips = {show: self._make_chip(show) for show in Show}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAD, GAP, PAD, GAP)
        row.setSpacing(GAP - 2)
        for chip in self.chips.values():
            self._group.addButton(chip)
            row.addWidget(chip)
        row.addStretch(1)
        self.chips[Show.ALL].setChecked(True)
        self.restyle()

    def set_counts(self, counts: dict[Show, int]) -> None:
        """Write the live counts onto the chips."""
        self._counts = counts
        self._write_chips()

    def choose(self, show: Show) -> None:
        """Press a chip as the user would."""
        self.chips[show].click()

    def restyle(self) -> None:
        """Take the colours of the theme in force."""
        for show, mark in MARKS.items():
            self.chips[show].setIcon(badge_icon(mark, current_tokens(), size=16))
        self._write_chips()

    def minimumSizeHint(self) -> QSize:
        """Narrow: the chips drop their names before they force the window wider."""
        return QSize(320, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names where there is room, counts alone where there is not."""
        super().resizeEvent(event)
        self._write_chips()

    def changeEvent(self, event: QEvent) -> None:
        """A larger font needs more room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._write_chips()

    def _make_chip(self, show: Show) -> QPushButton:
        chip = QPushButton()
        chip.setCheckable(True)
        chip.setProperty("chip", True)
        chip.setIconSize(QSize(16, 16))
        chip.clicked.connect(lambda: self.show_chosen.emit(show))
        return chip

    def _write_chips(self) -> None:
        for short in (False, True):
            for show, chip in self.chips.items():
                self._write_chip(show, chip, short=short)
            if super().minimumSizeHint().width() <= self.width():
                return

    def _write_chip(self, show: Show, chip: QPushButton, *, short: bool) -> None:
        number = words.count(self._counts[show])
        whole = f"{self._names[show]}  {number}"
        # A space before the text, as the style sets the badge too close to it.
        chip.setText(f" {number if short and show is not Show.ALL else whole}")
        chip.setToolTip(whole)
        chip.setAccessibleName(f"{self._names[show]}, {words.photos(self._counts[show])}")
