"""Icons: the line drawings of resources/icons in the colour of the text."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from engine.paths import RESOURCES

SIZES = (16, 20, 32, 48, 64)


def icon(name: str, colour: str, *, faint: str | None = None) -> QIcon:
    """The drawing `name` in `colour` (#rrggbb), and in `faint` where the action is disabled."""
    result = QIcon()
    for size in SIZES:
        result.addPixmap(drawing(name, colour, size=size), QIcon.Mode.Normal)
        if faint:
            result.addPixmap(drawing(name, faint, size=size), QIcon.Mode.Disabled)
    return result


def drawing(name: str, colour: str, *, size: int) -> QPixmap:
    """The drawing `name` as a pixmap of `size` device pixels."""
    source = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
