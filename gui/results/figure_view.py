"""A matplotlib Figure in the window, in the theme's colours; saved always in light."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg, NavigationToolbar2QT
from matplotlib.figure import FigureBase
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from engine.plots.palette import DARK, LIGHT, Palette
from engine.plots.plot import rendered
from gui.shared.icons import icon
from gui.shared.theme import current_tokens

Draw = Callable[[Palette], FigureBase]
ICON = 18
SMALLEST = (320, 170)
VEIL = 165
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
    """Shows what a function draws; draws it anew when the theme changes."""

    def __init__(self, parent: QWidget | None = None, *, name: str) -> None:
        super().__init__(parent)
        self._name = name
        self._draw: Draw | None = None
        self._canvas: _Canvas | None = None
        self._toolbar: _Toolbar | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_figure(self, draw: Draw) -> None:
        """Show the figure that `draw` makes for the palette in force."""
        self._draw = draw
        self.restyle()

    def restyle(self) -> None:
        """Draw again in the colours of the theme."""
        if self._draw is None:
            return
        for old in (self._canvas, self._toolbar):
            if old is not None:
                self._column.removeWidget(old)
                old.hide()
                old.deleteLater()
        tokens = current_tokens()
        figure = self._draw(_window_palette(DARK if tokens.dark else LIGHT, tokens.base))
        self._canvas = _Canvas(figure)
        self._canvas.setAccessibleName(self._name)
        self._toolbar = _Toolbar(self._canvas, self)
        self._column.addWidget(self._canvas, 1)
        self._column.addWidget(self._toolbar, 0, Qt.AlignmentFlag.AlignRight)

    def ask_and_save(self) -> None:
        """Let the user choose a file, and save there."""
        kinds = self.tr("PNG picture (*.png);;SVG drawing (*.svg);;PDF document (*.pdf)")
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Save the plot"), f"{self._name}.png", kinds)
        if chosen:
            self.save(Path(chosen))

    def save(self, path: Path) -> None:
        """Save in light at 300 dots per inch; the suffix chooses the format."""
        if self._draw is not None:
            path.write_bytes(rendered(self._draw(LIGHT), path.suffix.lower()[1:]))


def _window_palette(palette: Palette, surface: str) -> Palette:
    """The palette on the window's own ground."""
    return dataclasses.replace(palette, surface=surface)
