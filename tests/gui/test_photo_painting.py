"""Pixels: boxes, landmarks, badges and marks are where they should be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from photo_fakes import CLEAR_PERSON, FACE, LOOK, PERSON, evidence, finding, photo
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from engine.records import Category, Decision, Evidence, Finding, Person
from engine.settings import Thresholds
from gui.browse.overlay_painter import FACE_COLOUR, PERSON_COLOUR, OverlayStyle, on_screen, paint_overlay
from gui.browse.photo_delegate import CAPTION, PhotoDelegate
from gui.browse.photo_model import PhotoModel
from gui.shared.theme import current_tokens
from gui.shared.tokens import LIGHT

GREY = QColor("#808080")


def near(image: QImage, place: QPoint, colour: str, *, within: int = 2) -> bool:
    """Whether the colour is found within two pixels of a place."""
    wanted, reach = QColor(colour), range(-within, within + 1)
    around = (image.pixelColor(place.x() + dx, place.y() + dy) for dx in reach for dy in reach)
    return any(
        abs(c.red() - wanted.red()) + abs(c.green() - wanted.green()) + abs(c.blue() - wanted.blue()) < 60
        for c in around
    )


def overlay(found, *, scale=2.0, **choices) -> QImage:
    image = QImage(round(150 * scale), round(150 * scale), QImage.Format.Format_RGB32)
    image.fill(GREY)
    painter = QPainter(image)
    if isinstance(found, Evidence):
        found = Finding(photo("a.jpg"), evidence=found)
    paint_overlay(painter, found, OverlayStyle(20, 10, scale, Thresholds(), **choices))
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


@pytest.mark.parametrize(
    ("category", "face_line", "person_line"),
    [(None, 1, 1), (Category.ON_MODEL, 1, 1), (Category.WORN, 0.6, 1), (Category.PRODUCT_ONLY, 0.6, 0.6)],
)
def test_a_box_that_the_category_outvotes_is_dashed(qapp, category, face_line, person_line):
    """By the rule or by the user: a printed face stays to be seen, but is not what counts."""
    found = Finding(photo("a.jpg"), evidence=evidence(faces=(FACE,), persons=(PERSON,)), user=category)
    image = overlay(found, scale=4.0)
    left_of_face = [QPoint(20 + 4 * 30, y) for y in range(10 + 4 * 15 + 8, 10 + 4 * 65 - 8)]
    left_of_person = [QPoint(20 + 4 * 10, y) for y in range(10 + 4 * 5 + 8, 280)]
    for line, colour, share in (
        (left_of_face, FACE_COLOUR, face_line),
        (left_of_person, PERSON_COLOUR, person_line),
    ):
        drawn = sum(near(image, place, colour, within=0) for place in line) / len(line)
        assert drawn == pytest.approx(share, abs=0.12)


WORN = Decision(Category.WORN, 0.9, "person", ())
ON_SIGNS = QPoint(20 + 2 * 20, 10 + 2 * 30)
"""A corner of `LOOK` on the picture that `overlay` makes: there is always a dot."""


def with_signs(category: Category, *, persons=()) -> Finding:
    found = evidence(persons=persons, seen=CLEAR_PERSON)
    return Finding(photo("a.jpg"), evidence=found, decision=replace(WORN, category=category))


def test_signs_of_a_person_are_drawn_where_nothing_else_shows_why_a_photo_is_worn(qapp):
    assert near(overlay(with_signs(Category.WORN)), ON_SIGNS, PERSON_COLOUR)
    weak, strong = Person((60, 60, 90, 90), 0.29), Person((60, 60, 90, 90), 0.3)
    assert near(overlay(with_signs(Category.WORN, persons=(weak,))), ON_SIGNS, PERSON_COLOUR)
    assert not near(overlay(with_signs(Category.WORN, persons=(strong,))), ON_SIGNS, PERSON_COLOUR)
    assert not near(overlay(with_signs(Category.PRODUCT_ONLY)), ON_SIGNS, PERSON_COLOUR)
    assert not near(overlay(with_signs(Category.ON_MODEL)), ON_SIGNS, PERSON_COLOUR)
    undecided = replace(with_signs(Category.WORN), decision=None)
    assert not near(overlay(undecided), ON_SIGNS, PERSON_COLOUR)


def test_signs_of_a_person_are_dots_and_words(qapp):
    image = overlay(with_signs(Category.WORN), scale=4.0)
    left = 20 + 4 * 20
    side = [near(image, QPoint(left, y), PERSON_COLOUR, within=0) for y in range(150, 290)]
    assert 0.1 < sum(side) / len(side) < 0.6  # neither a line nor long dashes
    assert max(len(run) for run in "".join(" #"[dot] for dot in side).split()) <= 5
    plate = [QPoint(x, 10 + 4 * 30 - 10) for x in range(left + 4, left + 60)]
    assert any(near(image, place, PERSON_COLOUR, within=0) for place in plate)
    assert any(near(image, place, LIGHT.text, within=0) for place in plate)


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


def test_signs_of_a_person_are_dotted_on_the_thumbnail_and_hidden_on_wish(painted):
    scale = painted.delegate.edge / 120
    left = 8 + (painted.delegate.edge - 100 * scale) / 2 + LOOK[0] * scale
    corner = QPoint(round(left), round(8 + LOOK[1] * scale))
    assert near(painted(with_signs(Category.WORN)), corner, PERSON_COLOUR)
    assert not near(painted(with_signs(Category.WORN), overlay=False), corner, PERSON_COLOUR)


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
