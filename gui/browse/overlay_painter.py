"""The only drawing of boxes: faces with their landmarks, persons, scores, signs; on any size of picture."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from engine.records import Box, Category, Face, Finding
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
DOT, DOT_GAP = 3.0, 5.0
"""Pixels: a dot of a box that no person network drew, and the space to the next one."""
PLATE_PAD = 8

translate = QCoreApplication.translate


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


def paint_overlay(painter: QPainter, finding: Finding, style: OverlayStyle) -> None:
    """Draw the boxes of one photo; best boxes last, so that they lie on top.

    A box that the category outvotes, such as a printed face in "product only", is dashed like a weak one.
    """
    evidence = finding.evidence
    if evidence is None:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    persons_count = finding.category is not Category.PRODUCT_ONLY
    for person in reversed(evidence.persons or ()):
        strong = person.score >= style.thresholds.person
        if strong or style.weak:
            _paint_box(painter, person.box, person.score, PERSON_COLOUR, strong and persons_count, style)
    faces_count = finding.category in (None, Category.ON_MODEL)
    for face in reversed(evidence.faces):
        strong = face.score >= style.thresholds.face
        if strong or style.weak:
            _paint_box(painter, face.box, face.score, FACE_COLOUR, strong and faces_count, style)
            _paint_landmarks(painter, face, style)
    signs = signs_of_person(finding, style.thresholds)
    if signs is not None:
        # Within the photo: half a dot beyond its edge would be cut off where the photo is clipped.
        photo = on_screen((0, 0, evidence.width, evidence.height), style)
        inside = photo.adjusted(DOT, DOT, -DOT, -DOT)
        _paint_signs(painter, on_screen(signs, style) & inside, style)
    painter.restore()


def signs_of_person(finding: Finding, thresholds: Thresholds) -> Box | None:
    """Where the witness network looks, if the photo is called worn and no person box shows why."""
    evidence, decision = finding.evidence, finding.decision
    if evidence is None or evidence.impression is None or decision is None:
        return None
    boxed = any(person.score >= thresholds.person for person in evidence.persons or ())
    return evidence.impression.look if decision.category is Category.WORN and not boxed else None


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
    _paint_plate(painter, rect, words.score(score), colour)


def _paint_signs(painter: QPainter, rect: QRectF, style: OverlayStyle) -> None:
    """Dots in place of a line, and words in place of a score: nothing here was measured as a box."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(HALO, DOT + 2), QPen(QColor(PERSON_COLOUR), DOT)):
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setDashPattern([0.01, (DOT + DOT_GAP) / pen.widthF()])
        painter.setPen(pen)
        painter.drawRect(rect)
    text = translate("Overlay", "signs of a person")
    if style.scores and rect.width() >= QFontMetricsF(painter.font()).horizontalAdvance(text) + PLATE_PAD:
        _paint_plate(painter, rect, text, PERSON_COLOUR)


def _paint_plate(painter: QPainter, rect: QRectF, text: str, colour: str) -> None:
    """A small plate with text over the upper left corner of a box."""
    metrics = QFontMetricsF(painter.font())
    plate = QRectF(0, 0, metrics.horizontalAdvance(text) + PLATE_PAD, metrics.height() + 2)
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
