"""The only drawing of boxes: faces with their five landmarks, persons, scores; on any size of picture."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from engine.records import Box, Category, Evidence, Face
from engine.settings import Thresholds
from gui.browse import words
from gui.shared.tokens import DARK, LIGHT

SCORE_FROM_WIDTH = 64
DOT_MOST, DOT_LEAST = 4.0, 2.0
DOT_SHARE = 0.1
"""Of the width of the face's box on the screen: dots must not hide a small face."""
# Boxes are data, drawn on photos: the same colours in both themes, the bright ones, on a dark halo.
FACE_COLOUR, PERSON_COLOUR = DARK.category(Category.ON_MODEL), DARK.category(Category.WORN)
HALO = QColor(0, 0, 0, 170)


@dataclass(frozen=True, slots=True)
class OverlayStyle:
    """Where the upright photo lies on the screen, and which boxes are drawn."""

    left: float
    top: float
    scale: float
    """Screen pixels per pixel of the full photo."""
    thresholds: Thresholds
    weak: bool = False
    """Also the boxes below their threshold, dashed."""
    scores: bool = True


def paint_overlay(painter: QPainter, evidence: Evidence, style: OverlayStyle) -> None:
    """Draw the boxes of one photo; best boxes last, so that they lie on top."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for person in reversed(evidence.persons or ()):
        if person.score >= style.thresholds.person or style.weak:
            strong = person.score >= style.thresholds.person
            _paint_box(painter, person.box, person.score, PERSON_COLOUR, strong, style)
    for face in reversed(evidence.faces):
        strong = face.score >= style.thresholds.face
        if strong or style.weak:
            _paint_box(painter, face.box, face.score, FACE_COLOUR, strong, style)
            _paint_landmarks(painter, face, style)
    painter.restore()


def on_screen(box: Box, style: OverlayStyle) -> QRectF:
    """A box of the full photo in screen pixels."""
    x0, y0, x1, y1 = (edge * style.scale for edge in box)
    return QRectF(style.left + x0, style.top + y0, x1 - x0, y1 - y0)


def _paint_box(
    painter: QPainter, box: Box, score: float, colour: str, strong: bool, style: OverlayStyle
) -> None:
    rect = on_screen(box, style)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(HALO, 4), QPen(QColor(colour), 2)):
        if not strong:  # a pattern counts in widths of its pen
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([12 / pen.widthF(), 8 / pen.widthF()])
        painter.setPen(pen)
        painter.drawRoundedRect(rect, 2, 2)
    if style.scores and rect.width() >= SCORE_FROM_WIDTH:
        _paint_score(painter, rect, score, colour)


def _paint_score(painter: QPainter, rect: QRectF, score: float, colour: str) -> None:
    text = words.score(score)
    metrics = QFontMetricsF(painter.font())
    plate = QRectF(0, 0, metrics.horizontalAdvance(text) + 8, metrics.height() + 2)
    seen = painter.clipBoundingRect() if painter.hasClipping() else QRectF(painter.viewport())
    above = rect.top() - plate.height() - 2
    top = above if above >= seen.top() else rect.top() + 3
    left = min(rect.left(), seen.right() - plate.width())
    plate.moveTopLeft(QPointF(max(left, seen.left()), max(top, seen.top())))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(plate, 3, 3)
    painter.setPen(QColor(LIGHT.text))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)


def _paint_landmarks(painter: QPainter, face: Face, style: OverlayStyle) -> None:
    dot = max(DOT_LEAST, min(DOT_MOST, DOT_SHARE * on_screen(face.box, style).width()))
    painter.setPen(QPen(HALO, 1))
    painter.setBrush(QColor("#FFFFFF"))
    for x, y in face.landmarks:
        place = QPointF(style.left + x * style.scale, style.top + y * style.scale)
        painter.drawEllipse(place, dot / 2, dot / 2)
