"""Badges: each category, doubt and problem has a colour, a letter and a shape of its own."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPen, QPixmap, QPolygonF

from engine.records import Category
from gui.shared.tokens import LETTERS, Tokens

Mark = Category | Literal["review", "reviewed", "problem"]


def mark_colour(mark: Mark, tokens: Tokens) -> QColor:
    """The colour of a badge."""
    if isinstance(mark, Category):
        return QColor(tokens.category(mark))
    colours = {"review": tokens.review, "reviewed": tokens.muted, "problem": tokens.problem}
    return QColor(colours[mark])


def mark_letter(mark: Mark) -> str:
    """The letter of a badge."""
    if isinstance(mark, Category):
        return LETTERS[mark]
    return {"review": "!", "reviewed": "✓", "problem": "×"}[mark]


def paint_badge(painter: QPainter, rect: QRectF, mark: Mark, tokens: Tokens) -> None:
    """Draw one badge into `rect` (a square)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if mark == "reviewed":
        _paint_tick(painter, rect, mark_colour(mark, tokens))
        painter.restore()
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(mark_colour(mark, tokens))
    _paint_shape(painter, rect, mark)
    font = QFont(painter.font())
    font.setBold(True)
    font.setPixelSize(max(8, round(rect.height() * (0.5 if mark is Category.WORN else 0.62))))
    painter.setFont(font)
    painter.setPen(QColor(tokens.on_badge))
    lowered = rect.translated(0, rect.height() * 0.14) if mark is Category.WORN else rect
    painter.drawText(lowered, Qt.AlignmentFlag.AlignCenter, mark_letter(mark))
    painter.restore()


def badge_icon(mark: Mark, tokens: Tokens, *, size: int = 18, ratio: float = 2.0) -> QIcon:
    """A badge as an icon of `size` device-independent pixels."""
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_badge(painter, QRectF(0, 0, size, size), mark, tokens)
    painter.end()
    return QIcon(pixmap)


def _paint_tick(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """Quieter than the others: here is nothing to do any more."""
    round_ends = (Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(QPen(colour, rect.width() / 9, *round_ends))
    places = ((0.22, 0.54), (0.42, 0.74), (0.78, 0.3))
    painter.drawPolyline(
        _polygon(*((rect.left() + x * rect.width(), rect.top() + y * rect.height()) for x, y in places))
    )


def _paint_shape(painter: QPainter, rect: QRectF, mark: Mark) -> None:
    if mark is Category.ON_MODEL:
        painter.drawEllipse(rect)
    elif mark is Category.WORN:
        wide = rect.adjusted(-rect.width() * 0.06, -rect.height() * 0.04, rect.width() * 0.06, 0)
        painter.drawPolygon(
            _polygon((wide.center().x(), wide.top()), _point(wide.bottomRight()), _point(wide.bottomLeft()))
        )
    elif mark is Category.PRODUCT_ONLY:
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 2, 2)
    elif mark == "review":
        middle = rect.center()
        painter.drawPolygon(
            _polygon(
                (middle.x(), rect.top()),
                (rect.right(), middle.y()),
                (middle.x(), rect.bottom()),
                (rect.left(), middle.y()),
            )
        )
    else:
        painter.drawPolygon(_octagon(rect))


def _octagon(rect: QRectF) -> QPolygonF:
    cut = rect.width() * 0.29
    left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
    return _polygon(
        (left + cut, top),
        (right - cut, top),
        (right, top + cut),
        (right, bottom - cut),
        (right - cut, bottom),
        (left + cut, bottom),
        (left, bottom - cut),
        (left, top + cut),
    )


def _point(point: QPointF) -> tuple[float, float]:
    return point.x(), point.y()


def _polygon(*points: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])
