"""Learning from corrections: what the panel says and does, and how a lesson comes into force."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from photo_fakes import all_found, make_photos, press
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMessageBox

from engine import catalogue
from engine.catalogue import Learned
from engine.errors import StoreUnusable
from engine.records import Category
from engine.rules.lesson import Trial
from gui.browse.arrangement import Show
from gui.browse.catalogue_panel import CataloguePanel

NOTHING = Learned(learning=True, corrections=0, trial=None, lesson=None)
BETTER = Trial(corrections=34, before=0.9118, after=0.9706, changes=12, better=True)
WORSE = Trial(corrections=34, before=0.9118, after=0.9021, changes=0, better=False)


@dataclass(frozen=True)
class Shift:
    """A lesson: nothing in this folder is worn, or everything."""

    by: float

    @property
    def key(self) -> str:
        return f"shift {self.by:g}"

    def adds(self, evidence) -> float:
        return self.by


@dataclass
class Teacher:
    """In place of `engine.catalogue`: answers what it is told to."""

    answer: Learned = NOTHING
    folders: list = field(default_factory=list)
    rules: list = field(default_factory=list)
    done: list = field(default_factory=list)

    def learned(self, folder, photos, *, store, rule, detection, model, control):
        self.folders.append(folder)
        self.rules.append(rule)
        return self.answer

    def switch(self, folder, *, store, on):
        self.done.append(("switch", folder, on))
        self.answer = Learned(learning=on, corrections=34, trial=None, lesson=None)

    def reset(self, folder, *, store):
        self.done.append(("reset", folder))
        self.answer = NOTHING


@pytest.fixture
def teacher(monkeypatch):
    made = Teacher()
    for name in ("learned", "switch", "reset"):
        monkeypatch.setattr(catalogue, name, getattr(made, name))
    return made


@pytest.fixture
def panel(qtbot):
    made = CataloguePanel()
    qtbot.addWidget(made)
    made.resize(210, 200)
    return made


def click(qtbot, widget):
    """Near the left: a check box answers on its box and text only."""
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(10, widget.height() // 2))


@pytest.mark.parametrize(
    ("learned", "text"),
    [
        (Learned(True, 0, None, None), "None yet. The program learns from 20 on."),
        (Learned(True, 12, None, None), "12 of 20 corrections needed."),
        (
            Learned(True, 34, BETTER, Shift(1)),
            "34 corrections. Agreement on photos it has not seen: 91\u00a0%\u00a0→\u00a097\u00a0%. "
            "In use: it changes 12 photos.",
        ),
        (
            Learned(True, 34, WORSE, None),
            "34 corrections. Not in use: no better than without (91\u00a0%\u00a0→\u00a090\u00a0%).",
        ),
        (
            Learned(True, 34, None, None),
            "34 corrections. Not in use: they do not tell worn from product only.",
        ),
        (
            Learned(True, 34, Trial(34, 0.91, 0.94, 3, better=False), None),
            "34 corrections. Not in use: 91\u00a0%\u00a0→\u00a094\u00a0% may be luck so far.",
        ),
        (Learned(False, 34, WORSE, None), "Switched off. 34 corrections."),
        (
            Learned(False, 34, BETTER, None),
            "Switched off. 34 corrections. On, agreement would go 91\u00a0%\u00a0→\u00a097\u00a0%.",
        ),
        (Learned(False, 1, None, None), "Switched off. 1 correction."),
        (
            Learned(True, 400, Trial(400, 0.9701, 0.9742, 0, better=True), Shift(1)),
            "400 corrections. Agreement on photos it has not seen: 97.0\u00a0%\u00a0→\u00a097.4\u00a0%. "
            "In use.",
        ),
    ],
)
def test_the_panel_says_what_was_learned(panel, learned, text):
    panel.show_learned(learned)
    assert panel.text.text() == text
    assert panel.learn.isChecked() is learned.learning
    assert panel.reset.isEnabled() is (learned.corrections > 0)


def test_a_lesson_is_applied_and_the_panel_says_so(qtbot, window, teacher, folder):
    model = window.photos.model
    assert model.finding_of("w1.png").category is Category.WORN
    teacher.answer = Learned(learning=True, corrections=34, trial=BETTER, lesson=Shift(-40))
    press(qtbot, window, Qt.Key.Key_1, row=2)
    qtbot.waitUntil(lambda: model.finding_of("w1.png").category is Category.PRODUCT_ONLY)
    panel = window.photos.folders.catalogue
    assert panel.isVisible()
    assert "91\u00a0%\u00a0→\u00a097\u00a0%" in panel.text.text()
    assert teacher.folders == [folder]
    assert teacher.rules[0].lesson is None  # a lesson is never learned on top of another
    witnesses = [one.witness for one in model.finding_of("w1.png").decision.testimony]
    assert "catalogue" in witnesses


def test_words_said_in_a_row_set_off_one_lesson(qtbot, window, teacher):
    window.photos.ruling._soon.setInterval(3000)
    for row in (2, 3, 4, 5):
        press(qtbot, window, Qt.Key.Key_2, row=row)
    qtbot.waitUntil(lambda: bool(teacher.folders), timeout=10_000)
    qtbot.wait(900)
    assert len(teacher.folders) == 1


def test_the_switch_is_written_down_and_ends_the_lesson(qtbot, window, teacher, folder):
    model, panel = window.photos.model, window.photos.folders.catalogue
    teacher.answer = Learned(learning=True, corrections=34, trial=BETTER, lesson=Shift(-40))
    press(qtbot, window, Qt.Key.Key_1, row=2)
    qtbot.waitUntil(lambda: model.counts()[Show.WORN] == 0)
    click(qtbot, panel.learn)
    qtbot.waitUntil(lambda: model.finding_of("w1.png").category is Category.WORN)
    assert teacher.done == [("switch", folder, False)]
    assert panel.text.text() == "Switched off. 34 corrections."
    assert not panel.learn.isChecked()
    click(qtbot, panel.learn)
    qtbot.waitUntil(lambda: teacher.done[1:] == [("switch", folder, True)])


def test_reset_asks_first_and_words_stay(qtbot, window, teacher, folder):
    model, panel = window.photos.model, window.photos.folders.catalogue
    teacher.answer = Learned(learning=True, corrections=34, trial=BETTER, lesson=Shift(-40))
    press(qtbot, window, Qt.Key.Key_1, row=2)
    qtbot.waitUntil(lambda: model.counts()[Show.WORN] == 0)
    click(qtbot, panel.reset)
    question = panel.findChild(QMessageBox)
    assert "Every photo keeps the category that you gave it" in question.informativeText()
    click(qtbot, question.button(QMessageBox.StandardButton.Cancel))
    qtbot.waitUntil(lambda: not panel.findChildren(QMessageBox))
    assert teacher.done == []
    click(qtbot, panel.reset)
    question = panel.findChild(QMessageBox)
    (reset,) = (button for button in question.buttons() if button.text() == "Reset")
    click(qtbot, reset)
    qtbot.waitUntil(lambda: model.finding_of("w1.png").category is Category.WORN)
    assert teacher.done == [("reset", folder)]
    assert model.finding_at(2).user is Category.ON_MODEL
    assert panel.text.text() == "None yet. The program learns from 20 on."


def test_the_published_rule_learns_nothing_and_shows_no_panel(qtbot, window, teacher):
    photos = window.photos
    photos.choose_rule("published")
    press(qtbot, window, Qt.Key.Key_1, row=2)
    qtbot.wait(900)
    assert teacher.folders == []
    assert not photos.folders.catalogue.isVisible()
    photos.choose_rule("calibrated")
    qtbot.waitUntil(photos.folders.catalogue.isVisible)
    assert len(teacher.folders) == 1


def test_a_lesson_stays_in_its_folder(qtbot, window, teacher, tmp_path):
    model = window.photos.model
    teacher.answer = Learned(learning=True, corrections=34, trial=BETTER, lesson=Shift(-40))
    press(qtbot, window, Qt.Key.Key_1, row=2)
    qtbot.waitUntil(lambda: model.counts()[Show.WORN] == 0)
    teacher.answer = NOTHING
    other = tmp_path / "other"
    other.mkdir()
    make_photos(other, ["w7.png", "w8.png"], mark=b"other")
    window.open_folder(other)
    qtbot.waitUntil(lambda: all_found(window, names=["w7.png", "w8.png"]), timeout=10_000)
    assert model.counts()[Show.WORN] == 2
    assert teacher.folders[-1] == other


def test_what_is_switched_and_reset_is_remembered_in_the_store(qtbot, window, open_window, detectors, folder):
    """The real catalogue, without the teacher."""
    panel = window.photos.folders.catalogue
    qtbot.waitUntil(lambda: panel.text.text() == "None yet. The program learns from 20 on.")
    press(qtbot, window, Qt.Key.Key_2, row=2)
    qtbot.waitUntil(lambda: panel.text.text() == "1 of 20 corrections needed.")
    assert panel.progress.value() == 1
    click(qtbot, panel.learn)
    qtbot.waitUntil(lambda: panel.text.text() == "Switched off. 1 correction.")
    window.close()
    again = open_window(detectors)
    again.open_folder(folder)
    panel = again.photos.folders.catalogue
    qtbot.waitUntil(lambda: panel.text.text() == "Switched off. 1 correction.")
    assert not panel.learn.isChecked()
    click(qtbot, panel.reset)
    (reset,) = (b for b in panel.findChild(QMessageBox).buttons() if b.text() == "Reset")
    click(qtbot, reset)
    qtbot.waitUntil(lambda: panel.text.text() == "Switched off.")
    assert again.photos.model.finding_at(2).user is Category.WORN


def test_a_failure_to_learn_is_a_message(qtbot, window, teacher, monkeypatch):
    def broken(*_, **__):
        raise StoreUnusable("The results cannot be read: the disk is gone.")

    monkeypatch.setattr(catalogue, "learned", broken)
    press(qtbot, window, Qt.Key.Key_1, row=2)
    qtbot.waitUntil(window.photos.messages.isVisible)
    assert window.photos.messages.text.text() == "The results cannot be read: the disk is gone."
