"""What a statistician would ask next; made when it is asked for, since it takes a while."""

from __future__ import annotations

import html

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from engine.plots.plot import Plot
from engine.stats.checks import Checks
from gui.results.page import paragraph
from gui.results.plot_column import PlotColumn
from gui.shared.tokens import GAP, PAD


class ChecksPage(QWidget):
    """Emits `stop_wanted` while it waits, and `start_wanted` where the user wants them after all."""

    start_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.says = paragraph()
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.button = QPushButton()
        self.button.setProperty("chip", True)
        self.button.clicked.connect(self._on_button)
        self.plots = PlotColumn()
        self._waiting = False
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, PAD, 0, 0)
        column.setSpacing(GAP)
        for widget in (self.says, self.busy):
            column.addWidget(widget)
        column.addLayout(row)
        column.addWidget(self.plots)
        column.addStretch(1)
        self.show_none()

    def show_none(self) -> None:
        """Nothing was checked yet, or no more of it."""
        self._say(
            self.tr("The answer is asked again in other ways, and without single products."), waiting=False
        )
        self.button.setText(self.tr("Check it now"))
        self.button.show()
        self.plots.show_plots(())

    def show_waiting(self) -> None:
        """The checks are being made."""
        self._say(self.tr("Checking… This can take some seconds; the answer itself stands."), waiting=True)
        self.button.setText(self.tr("Stop"))
        self.button.show()
        self.plots.show_plots(())

    def show_checks(self, checks: Checks, plots: tuple[Plot, ...]) -> None:
        """Show what was found: sentences first, then the pictures."""
        notes = "".join(f"<li>{html.escape(note)}</li>" for note in checks.notes)
        self._say(f"<ul style='margin:0'>{notes}</ul>" if notes else "", waiting=False)
        self.button.hide()
        self.plots.show_plots(plots)

    def restyle(self) -> None:
        """Draw again in the colours of the theme."""
        self.plots.restyle()

    def _say(self, text: str, *, waiting: bool) -> None:
        self._waiting = waiting
        self.says.setText(text)
        self.says.setVisible(bool(text))
        self.busy.setVisible(waiting)

    def _on_button(self) -> None:
        (self.stop_wanted if self._waiting else self.start_wanted).emit()
