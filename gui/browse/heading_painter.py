"""Paints what stands above a group of photos: its name, how many there are, a thin line."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from gui.shared.theme import current_tokens
from gui.shared.tokens import GAP, PAD

HEADING = 36


def paint_heading(painter: QPainter, rect: QRectF, *, name: str, count: str) -> None:
    """Draw one heading on its own ground, so that photos may go under it."""
    tokens = current_tokens()
    painter.save()
    painter.fillRect(rect, QColor(tokens.base))
    bold = QFont(painter.font())
    bold.setWeight(QFont.Weight.DemiBold)
    painter.setFont(bold)
    painter.setPen(QColor(tokens.text))
    line = rect.adjusted(PAD, GAP, -PAD, -1)
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    room = round(line.width() * 0.75)
    shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room)
    painter.drawText(line, flags, shown)
    after = line.adjusted(painter.fontMetrics().horizontalAdvance(shown) + GAP, 0, 0, 0)
    bold.setWeight(QFont.Weight.Normal)
    painter.setFont(bold)
    painter.setPen(QColor(tokens.muted))
    painter.drawText(after, flags, count)
    painter.fillRect(QRectF(line.left(), rect.bottom() - 1, line.width(), 1), QColor(tokens.border))
    painter.restore()
