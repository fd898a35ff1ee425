"""Plots one below the other, each with its title and what to look for in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.plots.plot import Plot
from gui.results.figure_view import FigureView
from gui.results.page import clear, paragraph
from gui.results.plot_words import explanation, title
from gui.shared.tokens import STEP, WIDE


class PlotColumn(QWidget):
    """Emits `key_picked` with the plot's name and the key that was clicked; saves are told by `saved` and
    `save_failed`."""

    key_picked = Signal(str, str)
    saved = Signal(list)
    save_failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.views: dict[str, FigureView] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, WIDE, 0, WIDE)
        self._column.setSpacing(STEP)

    def show_plots(self, plots: Sequence[Plot]) -> None:
        """Show these; a view that is there already is used again, so that nothing flickers."""
        if list(self.views) != [plot.name for plot in plots]:
            self._build(plots)
        for plot in plots:
            self.views[plot.name].show_at_full_height(plot)

    def _build(self, plots: Sequence[Plot]) -> None:
        clear(self._column)
        self.views = {}
        for plot in plots:
            view = FigureView()
            view.key_picked.connect(lambda key, name=plot.name: self.key_picked.emit(name, key))
            view.saved.connect(self.saved)
            view.save_failed.connect(self.save_failed)
            self._column.addWidget(paragraph(title(plot), larger=1, bold=True))
            self._column.addWidget(paragraph(explanation(plot), rank="muted"))
            self._column.addWidget(view)
            self._column.addSpacing(WIDE)
            self.views[plot.name] = view
        self._column.addStretch(1)

    def restyle(self) -> None:
        """Draw again in the colours of the theme."""
        for view in self.views.values():
            view.restyle()
