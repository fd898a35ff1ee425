"""The Why view: real keys, a made-up trace."""

from __future__ import annotations

from photo_fakes import FACE, PERSON, detect_by_name, press
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from engine.errors import DetectorsFailed
from engine.records import Category, Decision, PersonLook, Stage, Trace
from engine.rules.chosen import rule_named
from gui.browse.flip_words import flip
from gui.browse.why_dialog import WhyDialog


def made_up(path, detection):
    boxes = Stage(((FACE.box, 0.9),), 40)
    look = PersonLook(320, (27.0, 0.0, 293.0, 320.0), Stage(((PERSON.box, 0.62),), 1))
    return Trace(detect_by_name(path, detection), (0.6, 0.4), boxes, boxes, boxes, boxes, (look,))


def opened(qtbot, window, row=0):
    press(qtbot, window, Qt.Key.Key_W, row=row)
    (dialog,) = window.photos.findChildren(WhyDialog)
    return dialog


def test_w_walks_the_steps_with_the_arrow_keys_and_saves_them(qtbot, window, detectors, tmp_path):
    detectors.trace = made_up
    dialog = opened(qtbot, window)
    assert "looking" in dialog.title.text()
    qtbot.waitUntil(lambda: bool(dialog.steps), timeout=5000)
    titles = [dialog.title.text()]
    for _ in dialog.steps:
        qtbot.keyClick(dialog, Qt.Key.Key_Right)
        titles.append(dialog.title.text())
    assert len(set(titles)) == len(dialog.steps) == 9
    assert titles[0] == "1/9  Pyramid"
    assert titles[-1] == "9/9  Decision"
    assert "It would be" in dialog.text.text()
    dialog.place = 1
    qtbot.keyClick(dialog, Qt.Key.Key_Right)
    assert dialog.text.text().startswith("The best 1 are drawn.")
    dialog.save_steps(tmp_path / "why.png", dialog.steps)
    saved = sorted(tmp_path.glob("why-*.png"))
    assert len(saved) == 9
    assert QImage(str(saved[0])) != QImage(str(saved[1]))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_a_failure_is_told(qtbot, window, detectors):
    def fail(path, detection):
        raise DetectorsFailed("The detection crashed on m1.png.")

    detectors.trace = fail
    dialog = opened(qtbot, window)
    qtbot.waitUntil(lambda: "crashed on m1.png" in dialog.text.text(), timeout=5000)
    assert not dialog.save.isEnabled()
    dialog.close()


def test_the_sentence_on_the_flip_names_the_nearest_shift(qapp):
    rule = rule_named("calibrated", person_model="yolov3-tiny")
    made = Decision(Category.WORN, 0.62, "person", (), probabilities=(0.0171, 0.6245, 0.3584))
    told = flip(made, None, rule)
    assert "product only" in told
    assert "lower by 0.6" in told  # ln(0.3584 / 0.6245) = -0.555
