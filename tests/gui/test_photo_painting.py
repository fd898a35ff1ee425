"""Pixels: boxes, landmarks, badges and marks are where they should be."""

from __future__ import annotations

import pytest
from photo_fakes import FACE, PERSON, evidence, finding, photo
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from engine.records import Category
from engine.settings import Thresholds
from gui.browse.overlay_painter import FACE_COLOUR, PERSON_COLOUR, OverlayStyle, on_screen, paint_overlay
from gui.browse.photo_delegate import CAPTION, PhotoDelegate
from gui.browse.photo_model import PhotoModel
from gui.shared.theme import current_tokens

GREY = QColor("#808080")


def near(image: QImage, place: QPoint, colour: str) -> bool:
    """Whether the colour is found within two pixels of a place."""
    wanted = QColor(colour)
    around = (image.pixelColor(place.x() + dx, place.y() + dy) for dx in range(-2, 3) for dy in range(-2, 3))
    return any(
        abs(c.red() - wanted.red()) + abs(c.green() - wanted.green()) + abs(c.blue() - wanted.blue()) < 60
        for c in around
    )


def overlay(found, **choices) -> QImage:
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    image.fill(GREY)
    painter = QPainter(image)
    paint_overlay(painter, found, OverlayStyle(20, 10, 2.0, Thresholds(), **choices))
    painter.end()
    return image


def test_boxes_lie_where_the_photo_lies(qapp):
    style = OverlayStyle(20, 10, 2.0, Thresholds())
    assert on_screen(FACE.box, style).getRect() == (80, 40, 80, 100)
    image = overlay(evidence(faces=(FACE,)))
    assert near(image, QPoint(80, 90), FACE_COLOUR)
    assert near(image, QPoint(160, 90), FACE_COLOUR)
    assert all(near(image, QPoint(int(20 + 2 * x), int(10 + 2 * y)), "#FFFFFF") for x, y in FACE.landmarks)


def test_nothing_is_drawn_where_nothing_was_found(qapp):
    blank = overlay(evidence())
    assert all(blank.pixelColor(x, y) == GREY for x in range(0, 300, 7) for y in range(0, 300, 7))


def test_boxes_below_the_threshold_are_drawn_only_on_wish(qapp):
    weak = evidence(persons=(type(PERSON)(PERSON.box, 0.1),))
    edge = [QPoint(40, y) for y in range(60, 220, 3)]
    assert not any(near(overlay(weak), place, PERSON_COLOUR) for place in edge)
    assert any(near(overlay(weak, weak=True), place, PERSON_COLOUR) for place in edge)


@pytest.fixture
def painted(qapp):
    """Paints one finding as the grid would, on a cell of its own."""
    pixmap = QPixmap(100, 120)
    pixmap.fill(GREY)
    delegate = PhotoDelegate(thumb=lambda _: pixmap, thresholds=Thresholds())
    model = PhotoModel()

    def paint(found, *, selected=False, overlay=True) -> QImage:
        model.set_photos([photo(found.photo.name)])
        model.set_findings([found])
        size = delegate.cell()
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(QColor(current_tokens().base))
        option = QStyleOptionViewItem()
        option.rect = QRect(QPoint(0, 0), size)
        option.state = QStyle.StateFlag.State_Enabled
        if selected:
            option.state |= QStyle.StateFlag.State_Selected
        delegate.overlay = overlay
        painter = QPainter(image)
        delegate.paint(painter, option, model.index(0))
        painter.end()
        return image

    paint.delegate = delegate
    return paint


def badge_place(image: QImage) -> QPoint:
    return QPoint(8 + 8 + 4, image.height() - 8 - CAPTION // 2 + 6)


@pytest.mark.parametrize("category", list(Category))
def test_the_badge_has_the_colour_of_the_category(painted, category):
    image = painted(finding("a.jpg", category))
    assert near(image, badge_place(image), current_tokens().category(category))


def test_a_face_is_boxed_on_the_thumbnail_and_hidden_on_wish(painted):
    edge = painted.delegate.edge
    scale = edge / 120
    left = 8 + (edge - 100 * scale) / 2 + FACE.box[0] * scale
    place = QPoint(round(left), round(8 + 40 * scale))
    assert near(painted(finding("a.jpg", Category.ON_MODEL)), place, FACE_COLOUR)
    assert not near(painted(finding("a.jpg", Category.ON_MODEL), overlay=False), place, FACE_COLOUR)


def test_doubt_and_problem_have_marks(painted):
    tokens = current_tokens()
    plain = painted(finding("a.jpg", Category.WORN))
    mark = QPoint(plain.width() - 8 - 8 - 9, plain.height() - 8 - CAPTION // 2 + 6)
    assert not near(plain, mark, tokens.review)
    assert near(painted(finding("a.jpg", Category.WORN, review=True)), mark, tokens.review)
    assert near(painted(finding("a.jpg", None, problem="a.jpg cannot be read.")), mark, tokens.problem)


def test_a_selected_photo_is_framed(painted):
    frame = QPoint(7, 80)
    assert near(painted(finding("a.jpg", Category.WORN), selected=True), frame, current_tokens().accent)
    assert not near(painted(finding("a.jpg", Category.WORN)), frame, current_tokens().accent)


def test_a_long_name_stays_in_its_cell(painted):
    image = painted(finding("x" * 300 + ".jpg", Category.WORN))
    ground = QColor(current_tokens().base)
    assert all(image.pixelColor(image.width() - 2, y) == ground for y in range(image.height()))
    assert image.size() == QSize(painted.delegate.cell())
