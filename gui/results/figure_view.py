"""A matplotlib Figure in the window, in the theme's colours; saved always in light."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg, NavigationToolbar2QT
from matplotlib.figure import FigureBase
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from engine.errors import StyleliftError
from engine.plots.drawing import Size
from engine.plots.palette import DARK, LIGHT, Palette
from engine.plots.picking import keys_in, picked
from engine.plots.plot import Plot, save_plot
from gui.shared.icons import icon
from gui.shared.theme import current_tokens

ICON = 18
SMALLEST = (320, 170)
VEIL = 165
TOOLBAR = ICON + 16
SETTLE_MS = 150
DPI = 100
_ICONS = {"home": "fit", "move": "pan", "zoom_to_rect": "search", "filesave": "save"}


class _Canvas(FigureCanvasQTAgg):  # type: ignore[misc]  # matplotlib's Qt classes are untyped
    """Matplotlib's canvas, never so small that the axes have no room, and greyed out where it is disabled."""

    def __init__(self, figure: FigureBase) -> None:
        super().__init__(figure)
        self.setMinimumSize(*SMALLEST)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the figure; a disabled one behind a veil."""
        super().paintEvent(event)
        if not self.isEnabled():
            veil = QColor(current_tokens().base)
            veil.setAlpha(VEIL)
            painter = QPainter(self)
            painter.fillRect(self.rect(), veil)
            painter.end()


class _Toolbar(NavigationToolbar2QT):  # type: ignore[misc]  # matplotlib's Qt classes are untyped
    """Matplotlib's own toolbar, without the tools that a reader does not need."""

    toolitems = tuple(
        item for item in NavigationToolbar2QT.toolitems if item[0] in ("Home", "Pan", "Zoom", "Save")
    )

    def __init__(self, canvas: FigureCanvasQTAgg, view: FigureView) -> None:
        super().__init__(canvas, view, coordinates=False)
        self._view = view
        self.setIconSize(QSize(ICON, ICON))

    def _icon(self, name: str) -> QIcon:
        """Our own line drawings: matplotlib's ask Qt for an attribute that it is about to lose."""
        return icon(_ICONS[name.removesuffix(".png")], current_tokens().muted)

    def save_figure(self, *args: object) -> None:
        """Ask for a file and save the plot there, light whatever the theme."""
        self._view.ask_and_save()


class FigureView(QWidget):
    """Shows a plot, once it can be seen; draws it anew for another size or theme.

    `key_picked` tells which product or row the user clicked at, where the plot has such; `saved` the files
    that a plot was saved to, `save_failed` why it was not.
    """

    key_picked = Signal(str)
    saved = Signal(list)
    save_failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plot: Plot | None = None
        self._drawn_at: Size | None = None
        self._canvas: _Canvas | None = None
        self._toolbar: _Toolbar | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setMinimumSize(SMALLEST[0], SMALLEST[1] + TOOLBAR)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._draw_if_needed)

    def show_plot(self, plot: Plot) -> None:
        """Show the plot in the colours of the theme in force."""
        self._plot = plot
        self.restyle()

    def show_at_full_height(self, plot: Plot) -> None:
        """Show the plot in a view as high as the plot asks for."""
        self.setFixedHeight(round(plot.size[1] * DPI) + TOOLBAR)
        self.show_plot(plot)

    def restyle(self) -> None:
        """Draw again in the colours of the theme, as soon as it can be seen."""
        self._drawn_at = None
        if self.isVisible():
            self._settle.start(0)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was not worth drawing before.

        Soon, not now: an error in an event handler of Qt ends the program, one in a timer is told.
        """
        super().showEvent(event)
        self._settle.start(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw anew once the size has settled: how many rows fit depends on it."""
        super().resizeEvent(event)
        self._settle.start(SETTLE_MS if self._drawn_at else 0)

    def _draw_if_needed(self) -> None:
        if self.isVisible() and self._drawn_at != self._room():
            self._draw_now()

    def _room(self) -> Size:
        below = self._toolbar.sizeHint().height() if self._toolbar else TOOLBAR
        return max(self.width(), SMALLEST[0]) / DPI, max(self.height() - below, SMALLEST[1]) / DPI

    def _draw_now(self) -> None:
        if self._plot is None:
            return
        self._clear()
        tokens = current_tokens()
        self._drawn_at = self._room()
        palette = _window_palette(DARK if tokens.dark else LIGHT, tokens.base)
        figure = self._plot.draw(palette=palette, size=self._drawn_at)
        self._canvas = _Canvas(figure)
        self._canvas.setAccessibleName(self._plot.title)
        self._canvas.mpl_connect("button_release_event", self._on_released)
        if keys_in(figure):
            self._canvas.setCursor(Qt.CursorShape.PointingHandCursor)
        self._toolbar = _Toolbar(self._canvas, self)
        self._column.addWidget(self._canvas, 1)
        self._column.addWidget(self._toolbar, 0, Qt.AlignmentFlag.AlignRight)

    def _clear(self) -> None:
        for old in (self._canvas, self._toolbar):
            if old is not None:
                self._column.removeWidget(old)
                old.hide()
                old.deleteLater()

    def _on_released(self, event: Any) -> None:
        """A click; while the user zooms or pans, the mouse means that."""
        if self._canvas is None or self._toolbar is None or self._toolbar.mode:
            return
        key = picked(self._canvas.figure, event)
        if key is not None:
            self.key_picked.emit(key)

    def ask_and_save(self) -> None:
        """Let the user choose a file, and save the plot there with its numbers beside it."""
        if self._plot is None:
            return
        kinds = self.tr("PNG picture (*.png);;SVG drawing (*.svg);;PDF document (*.pdf)")
        name = f"{self._plot.name}.png"
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Save the plot"), name, kinds)
        if chosen:
            self.save(Path(chosen))

    def save(self, path: Path) -> None:
        """Save in light as the suffix says, the numbers behind it as CSV beside it."""
        if self._plot is None:
            return
        try:
            self.saved.emit(list(save_plot(self._plot, path)))
        except StyleliftError as error:
            self.save_failed.emit(str(error))


def _window_palette(palette: Palette, surface: str) -> Palette:
    """The palette on the window's own ground."""
    return dataclasses.replace(palette, surface=surface)
