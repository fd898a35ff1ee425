"""Draws the timeline: product names, bars with shape, letter and picture of each photo, months."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QDate, QLocale, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QLinearGradient, QPainter, QPalette, QPen, QPixmap

from gui.results.photo_lookup import PhotoLookup
from gui.results.timeline_layout import TICK_ROOM, Bar, TimeScale
from gui.shared.badges import Mark, mark_colour, paint_badge
from gui.shared.tokens import GAP, PAD, STEP, Tokens

ROW, HEAD, NAMES = 44, 32, 208
BADGE = 16
_TINT = 0.20
_FADE = 40
"""Pixels over which a bar without an end fades out."""
_THUMB_ROOM = 96
"""A bar narrower than this has no room for a picture beside its badge."""


@dataclass(frozen=True, slots=True, eq=False)
class TimelinePainter:
    """One repaint: the painter, the colours in force and what the photos are."""

    painter: QPainter
    tokens: Tokens
    lookup: PhotoLookup

    def draw_months(self, scale: TimeScale, rect: QRectF) -> None:
        """The band of months above all rows."""
        self.painter.fillRect(rect, QColor(self.tokens.window))
        self.painter.setPen(QColor(self.tokens.muted))
        for tick in scale.ticks():
            place = QRectF(scale.x(tick) + STEP, rect.top(), TICK_ROOM, rect.height())
            if place.right() > rect.right():
                break
            words = QLocale().toString(
                QDate(tick.year, tick.month, 1), "MMM yyyy" if tick.month == 1 else "MMM"
            )
            self.painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
        self.painter.setPen(QColor(self.tokens.border))
        self.painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def draw_lines(self, scale: TimeScale, *, top: float, bottom: float) -> None:
        """A faint line down from the beginning of each month."""
        line = QColor(self.tokens.border)
        line.setAlphaF(0.6)
        self.painter.setPen(line)
        for tick in scale.ticks():
            x = round(scale.x(tick)) + 0.5
            self.painter.drawLine(QPointF(x, top), QPointF(x, bottom))

    def draw_name(self, product: str, rect: QRectF, *, current: bool) -> None:
        """The product at the left of its row."""
        self.painter.fillRect(rect, QColor(self.tokens.picked if current else self.tokens.window))
        self.painter.setPen(QColor(self.tokens.text))
        inner = rect.adjusted(PAD, 0, -GAP, 0)
        words = self._elided(product, inner.width(), Qt.TextElideMode.ElideMiddle)
        self.painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, words)

    def draw_bar(self, bar: Bar, *, top: float, selected: bool, focused: bool) -> None:
        """One showing: tinted in its category's colour, with badge, picture and name where there is room."""
        mark = self._mark(bar.showing.image)
        rect = QRectF(bar.x0 + 1, top + 5, max(2.0, bar.x1 - bar.x0 - 2), ROW - 10)
        self.painter.save()
        self._draw_body(rect, mark_colour(mark, self.tokens), known=mark != "problem", fades=bar.open)
        if selected:
            pen = QPen(QColor(self.tokens.accent), 2 if focused else 1.4)
            self.painter.setPen(pen)
            self.painter.setBrush(Qt.BrushStyle.NoBrush)
            self.painter.drawRoundedRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5), 4, 4)
        self.painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        self._draw_inside(bar, rect, mark)
        self.painter.restore()

    def _draw_body(self, rect: QRectF, colour: QColor, *, known: bool, fades: bool) -> None:
        """The tinted bar; one without an end fades out, one without a category has a dashed edge."""
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = _mixed(colour, QColor(self.tokens.base))
        none = QColor(tint)
        none.setAlphaF(0)
        fill = QLinearGradient(rect.topLeft(), rect.topRight())
        fill.setColorAt(0, tint)
        fill.setColorAt(max(0.0, 1 - _FADE / rect.width()), tint)
        fill.setColorAt(1, none if fades else tint)
        self.painter.setPen(Qt.PenStyle.NoPen if known else QPen(colour, 1, Qt.PenStyle.DashLine))
        self.painter.setBrush(fill)
        self.painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(colour)
        self.painter.drawRoundedRect(QRectF(rect.left(), rect.top(), 4, rect.height()), 2, 2)

    def _draw_inside(self, bar: Bar, rect: QRectF, mark: Mark) -> None:
        """From left to right what fits: badge, picture, name."""
        # A bar that begins left of what is seen keeps its badge in sight.
        left = max(rect.left(), NAMES + 0.0) + GAP
        room = rect.right() - left
        if room < BADGE + 2:
            return
        middle = rect.center().y()
        paint_badge(self.painter, QRectF(left, middle - BADGE / 2, BADGE, BADGE), mark, self.tokens)
        left += BADGE + GAP
        edge = rect.height() - 6
        picture = self.lookup.picture(bar.showing.image) if room >= _THUMB_ROOM else None
        if picture is not None and not picture.isNull():
            self._draw_picture(picture, QRectF(left, rect.top() + 3, edge, edge))
            left += edge + GAP
        inner = QRectF(left, rect.top(), rect.right() - left - STEP, rect.height())
        if inner.width() > 3 * STEP:
            self.painter.setPen(QColor(self.tokens.text))
            words = self._elided(bar.showing.image, inner.width(), Qt.TextElideMode.ElideMiddle)
            self.painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, words)

    def _draw_picture(self, picture: QPixmap, place: QRectF) -> None:
        """The middle of the picture, as large as fits into the square."""
        shrunk = QSize(picture.size()).scaled(
            place.size().toSize(), Qt.AspectRatioMode.KeepAspectRatioByExpanding
        )
        ratio = picture.width() / max(1, shrunk.width())
        edge = place.width() * ratio
        source = QRectF((picture.width() - edge) / 2, (picture.height() - edge) / 2, edge, edge)
        self.painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.painter.drawPixmap(place, picture, source)

    def _mark(self, image: str) -> Mark:
        return self.lookup.category(image) or "problem"

    def _elided(self, text: str, width: float, mode: Qt.TextElideMode) -> str:
        return QFontMetrics(self.painter.font()).elidedText(text, mode, int(width))


def _mixed(colour: QColor, ground: QColor) -> QColor:
    """A little of a colour on a ground: the same on every row, whatever the row's own."""
    channels = ((one(colour), one(ground)) for one in (QColor.red, QColor.green, QColor.blue))
    return QColor(*(round(_TINT * above + (1 - _TINT) * below) for above, below in channels))


def row_colour(row: int, tokens: Tokens, palette: QPalette) -> QColor:
    """Every other row a little darker, so that the eye keeps to its row."""
    return palette.base().color() if row % 2 == 0 else QColor(tokens.card)
