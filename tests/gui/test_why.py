"""Why the calibrated rule decided: probabilities, witnesses with their weights, where the witness looked."""

from __future__ import annotations

import pytest
from photo_fakes import CLEAR_PRODUCT, FACE, LOOK, PERSON, evidence, impression, photo, press
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage

from engine.records import Category, Decision, Finding, Review
from engine.records import Testimony as Word  # pytest takes "Testimony" for a class of tests
from engine.rules.chosen import rule_named
from gui.browse import rule_words
from gui.browse.counted_table import ANSWER, WEIGHT
from gui.browse.inspector import Inspector
from gui.shared.theme import current_tokens

TESTIMONY = (
    Word("before", "face", None, -1.2),
    Word("face_score", "face", 0.731, -0.84),
    Word("face_agreement", "face", 0.063, -2.0),
    Word("before", "person", None, -0.5),
    Word("person_score", "person", 0.021, -0.42),
    Word("impression_worn", "person", 3.4762, 2.63),
    Word("catalogue", "person", 0.31, 0.31),
)
PROBABILITIES = (0.0171, 0.6245, 0.3584)
UNSURE = Decision(
    Category.WORN, 0.6245, "person", (Review.UNCERTAIN,), probabilities=PROBABILITIES, testimony=TESTIMONY
)


@pytest.fixture
def inspector(qtbot):
    made = Inspector(rule=rule_named("calibrated", person_model="yolov3-tiny"))
    qtbot.addWidget(made)
    made.resize(340, 900)
    made.show()
    return made


def shown(decision, **seen):
    return Finding(photo("a.jpg"), evidence=evidence(**seen), decision=decision)


def rows(table):
    """What is read in each row: a question with its answer, a witness with what it said and its weight."""
    found = []
    for row in range(table.rowCount()):
        cells = [table.item(row, column).text() for column in range(3)]
        found.append((*cells[:2], table.item(row, 0).data(ANSWER) or cells[2]))
    return found


def test_each_witness_is_named_with_what_it_said_and_its_weight(inspector):
    inspector.show_photo(photo("a.jpg"), shown(UNSURE, faces=(FACE,)))
    assert rows(inspector.counted.table) == [
        ("Is there a face?", "", "yes: 0.01"),
        ("Before looking", "", "−1.2"),
        ("Face score", "0.73", "−0.8"),
        ("Second look", "0.06", "−2.0"),
        ("Is there a person, or part of one?", "", "yes: 0.63"),
        ("Before looking", "", "−0.5"),
        ("A person anywhere", "0.02", "−0.4"),
        ("Signs of a person", "0.97", "+2.6"),
        ("Your corrections", "", "+0.3"),
    ]
    tip = inspector.counted.table.item(2, WEIGHT).toolTip()
    assert "+1 makes yes nearly three times as likely" in tip


def test_the_probabilities_stand_beside_badge_and_bar(inspector):
    inspector.show_photo(photo("a.jpg"), shown(UNSURE))
    assert inspector.headline.text() == "Worn"
    assert inspector.confidence.text() == "0.62"
    assert [label.text() for label in inspector.bars.numbers.values()] == ["0.01", "0.62", "0.35"]
    assert [bar.share for bar in inspector.bars.bars.values()] == list(PROBABILITIES)
    assert inspector.review.text() == "Not sure: worn 0.62, product only 0.35"
    assert inspector.because.text() == "mostly because: signs of a person, 0.97"


def test_no_face_found_is_said(inspector):
    decision = Decision(
        Category.PRODUCT_ONLY, 0.97, "none", (), probabilities=(0.002, 0.028, 0.97), testimony=TESTIMONY[3:6]
    )
    inspector.show_photo(photo("a.jpg"), shown(decision))
    assert rows(inspector.counted.table)[:3] == [
        ("Is there a face?", "", "yes: 0.00"),
        ("MTCNN found none", "", ""),
        ("Is there a person, or part of one?", "", "yes: 0.02"),
    ]


def test_a_witness_without_words_of_its_own_is_still_listed(inspector):
    unknown = Word("face_tilt", "face", 0.5, 1.0)
    decision = Decision(
        Category.ON_MODEL, 0.9, "face", (), probabilities=(0.9, 0.05, 0.05), testimony=(unknown,)
    )
    inspector.show_photo(photo("a.jpg"), shown(decision))
    assert rows(inspector.counted.table)[1] == ("Face tilt", "0.50", "+1.0")


def test_the_bar_of_a_weight_shows_its_sign(inspector):
    inspector.show_photo(photo("a.jpg"), shown(UNSURE))
    table, tokens = inspector.counted.table, current_tokens()

    def colours(row) -> set[str]:
        rect: QRect = table.visualItemRect(table.item(row, WEIGHT))
        image: QImage = table.viewport().grab(rect).toImage()
        ratio = image.devicePixelRatio()
        left = [image.pixelColor(QPoint(x, round(rect.height() / 2 * ratio))) for x in range(image.width())]
        return {colour.name() for colour in left}

    assert QColor(tokens.worn).name() in colours(7)
    assert QColor(tokens.product_only).name() in colours(5)
    assert QColor(tokens.worn).name() not in colours(5)


def test_the_published_rule_has_neither_bars_nor_witnesses(inspector):
    decision = Decision(Category.WORN, 0.62, "person", (Review.PERSON_NEAR_THRESHOLD,))
    inspector.set_rule(rule_named("published", person_model="yolov3-tiny"))
    inspector.show_photo(photo("a.jpg"), shown(decision, persons=(PERSON,)))
    assert not inspector.bars.isVisible()
    assert not inspector.counted.isVisible()
    assert inspector.review.text() == "The person score is close to its threshold."


def test_where_the_witness_looked_is_listed_and_marked_as_no_box_of_yolov3(inspector):
    tables = inspector.tables
    inspector.show_photo(photo("a.jpg"), shown(UNSURE, seen=impression(worn=2.0, face=-5.0)))
    assert tables.look.item(0, 1).text() == ", ".join(f"{edge:.0f}" for edge in LOOK)
    assert tables.look_note.text().startswith("Not a box of YOLOv3")
    inspector.show_photo(photo("a.jpg"), shown(UNSURE, seen=CLEAR_PRODUCT))
    assert not tables.look.isVisible()
    assert tables.look_note.text() == "Nothing in the photo speaks for a person."
    inspector.show_photo(photo("a.jpg"), shown(UNSURE))
    assert not tables.look_note.isVisible()


def test_the_published_rule_knows_no_witness_network(inspector):
    decision = Decision(Category.PRODUCT_ONLY, 0.9, "none", ())
    inspector.show_photo(photo("a.jpg"), shown(decision, seen=impression(worn=2.0, face=-5.0)))
    assert not inspector.tables.look.isVisible()
    assert not inspector.tables.look_note.isVisible()


def test_arrow_keys_bring_the_why_of_the_next_photo(qtbot, window):
    inspector = window.photos.inspector
    press(qtbot, window, Qt.Key.Key_Right, row=3)
    assert inspector.headline.text() == "Product only"
    assert inspector.tables.no_persons.text() == "YOLOv3 found no person clear enough for a box."
    press(qtbot, window, Qt.Key.Key_Right)
    assert inspector.headline.text() == "Worn"
    said = dict(row[:2] for row in rows(inspector.counted.table))
    assert said["A person anywhere"] == "0.62"
    press(qtbot, window, Qt.Key.Key_Home)
    assert inspector.headline.text() == "On model"
    assert inspector.tables.no_persons.text() == "YOLOv3 did not run: a face scored 0.90 or more."


def test_the_user_s_word_is_the_headline_and_the_program_s_reasons_stay(qtbot, window):
    inspector = window.photos.inspector
    press(qtbot, window, Qt.Key.Key_3, row=5)
    assert inspector.headline.text() == "Product only"
    assert inspector.because.text().startswith("because: you said so (the program: worn, 0.")
    assert inspector.bars.isVisible()


@pytest.mark.parametrize(
    ("log_odds", "text"), [(0.04, "0.0"), (-0.04, "0.0"), (3.05, "+3.0"), (-12, "−12.0")]
)
def test_weights_have_signs(qapp, log_odds, text):
    assert rule_words.weight(log_odds) == text
