"""Paints one photo of the grid: card, thumbnail, boxes, badge, name, marks. It never decodes anything."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from engine.records import Finding, Photo
from engine.settings import Thresholds
from gui.browse.overlay_painter import OverlayStyle, paint_overlay
from gui.browse.photo_model import Role
from gui.shared.badges import Mark, paint_badge
from gui.shared.theme import current_tokens
from gui.shared.tokens import GAP, RADIUS, STEP, THUMB_DEFAULT, Tokens

BADGE = 18
CAPTION = 28
ROOMY = 128
"""From this thumbnail size on there is room for a mark beside the name."""
Thumb = Callable[[Photo], QPixmap | None]


class PhotoDelegate(QStyledItemDelegate):
    """`thumb` gives the pixmap of a photo or None while it is on its way."""

    def __init__(self, *, thumb: Thumb, thresholds: Thresholds, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumb = thumb
        self._thresholds = thresholds
        self.edge = THUMB_DEFAULT
        self.overlay = True

    def cell(self) -> QSize:
        """The least size of a cell; the grid shares what is left of a row among its cells."""
        return QSize(self.edge + 2 * GAP, self.edge + CAPTION + 2 * GAP)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The same for every photo."""
        return self.cell()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one photo."""
        tokens = current_tokens()
        photo: Photo = index.data(Role.PHOTO)
        finding: Finding | None = index.data(Role.FINDING)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        card = self.card(QRectF(option.rect))
        self._paint_card(painter, card, option.state, tokens)
        frame = QRectF(card.left(), card.top(), card.width(), self.edge)
        self._paint_photo(painter, frame, photo, finding, tokens)
        self._paint_caption(painter, card, photo, finding, tokens)
        self._paint_edge(painter, card, option.state, tokens)
        painter.restore()

    def card(self, cell: QRectF) -> QRectF:
        """The card in the middle of its cell."""
        rect = QRectF(0, 0, self.edge, self.edge + CAPTION)
        rect.moveCenter(cell.center())
        return QRectF(round(rect.left()), round(rect.top()), rect.width(), rect.height())

    def _paint_card(self, painter: QPainter, card: QRectF, state: QStyle.StateFlag, tokens: Tokens) -> None:
        picked = bool(state & QStyle.StateFlag.State_Selected)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.picked if picked else tokens.card))
        painter.drawRoundedRect(card, RADIUS, RADIUS)

    def _paint_edge(self, painter: QPainter, card: QRectF, state: QStyle.StateFlag, tokens: Tokens) -> None:
        focus = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if state & QStyle.StateFlag.State_Selected:
            width = 3 if focus else 1.5
            painter.setPen(QPen(QColor(tokens.accent), width))
            painter.drawRoundedRect(card.adjusted(-1.5, -1.5, 1.5, 1.5), RADIUS + 1, RADIUS + 1)
        elif focus:
            painter.setPen(QPen(QColor(tokens.text), 1.5, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(card.adjusted(-1, -1, 1, 1), RADIUS + 1, RADIUS + 1)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(QColor(tokens.muted), 1))
            painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def _paint_photo(
        self, painter: QPainter, frame: QRectF, photo: Photo, finding: Finding | None, tokens: Tokens
    ) -> None:
        pixmap = self._thumb(photo)
        if finding is not None and finding.problem:
            self._paint_problem(painter, frame, finding.problem, tokens)
            return
        if pixmap is None:
            return
        size = pixmap.size().scaled(frame.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRectF(QPointF(0, 0), size.toSizeF())
        target.moveCenter(frame.center())
        painter.save()
        clip = QPainterPath()
        clip.addRoundedRect(frame.adjusted(0, 0, 0, RADIUS), RADIUS, RADIUS)
        painter.setClipPath(clip)
        painter.setClipRect(frame, Qt.ClipOperation.IntersectClip)
        painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()))
        if self.overlay and finding is not None and finding.evidence is not None and finding.evidence.width:
            scale = target.width() / finding.evidence.width
            style = OverlayStyle(target.left(), target.top(), scale, self._thresholds)
            paint_overlay(painter, finding, style)
        painter.restore()

    def _paint_problem(self, painter: QPainter, frame: QRectF, problem: str, tokens: Tokens) -> None:
        badge = QRectF(0, 0, 24, 24)
        badge.moveCenter(frame.center() - QPointF(0, frame.height() * 0.2))
        paint_badge(painter, badge, "problem", tokens)
        painter.setPen(QColor(tokens.muted))
        text = QRectF(frame.left() + GAP, badge.bottom() + STEP, frame.width() - 2 * GAP, 0)
        text.setBottom(frame.bottom() - STEP)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(text, int(flags), problem)

    def _paint_caption(
        self, painter: QPainter, card: QRectF, photo: Photo, finding: Finding | None, tokens: Tokens
    ) -> None:
        line = QRectF(card.left() + GAP, card.bottom() - CAPTION, card.width() - 2 * GAP, CAPTION)
        top = line.top() + (CAPTION - BADGE) / 2
        left, right = line.left(), line.right()
        if finding is not None and finding.category is not None:
            paint_badge(painter, QRectF(left, top, BADGE, BADGE), finding.category, tokens)
            left += BADGE + STEP + 2
        mark = _mark(finding)
        if mark is not None and self.edge >= ROOMY:
            paint_badge(painter, QRectF(right - BADGE, top, BADGE, BADGE), mark, tokens)
            right -= BADGE + STEP
        elif mark is not None:
            corner = QRectF(card.right() - BADGE - STEP, card.top() + STEP, BADGE, BADGE)
            paint_badge(painter, corner, mark, tokens)
        space = QRectF(left, line.top(), right - left, line.height())
        painter.setPen(QColor(tokens.text if finding is not None else tokens.muted))
        name = self._short_name(painter, photo, width=int(space.width()))
        painter.drawText(space, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)

    def _short_name(self, painter: QPainter, photo: Photo, *, width: int) -> str:
        """Names of one shop differ at their end: where there is little room, that end is what is left."""
        name = photo.name.rpartition("/")[2]
        if self.edge >= ROOMY:
            return painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, width)
        stem = name.rpartition(".")[0] or name
        return painter.fontMetrics().elidedText(stem, Qt.TextElideMode.ElideLeft, width)


def _mark(finding: Finding | None) -> Mark | None:
    if finding is None:
        return None
    if finding.problem:
        return "problem"
    if finding.user is not None:
        return "reviewed"
    return "review" if finding.needs_review else None
