"""The rule is chosen in the menu: decided anew at once, nothing scanned, nothing moved."""

from __future__ import annotations

import threading

import pytest
from photo_fakes import NAMES, ThreadDetectors, all_found, make_photos, press
from PySide6.QtCore import QItemSelectionModel, Qt

import gui.browse.session
from engine.records import Category
from engine.rules.chosen import DEFAULT
from gui.browse.arrangement import Show

SIGNS = ["s1.png", "s2.png"]
"""Only the witness network sees a person there."""


def rule_action(window, name):
    return next(action for action in window.commands.rules.actions() if action.data() == name)


def decided(window):
    model = window.photos.model
    return model.rowCount() - model.count_not_scanned()


def pick_rule(qtbot, window, name):
    """With the mouse, in the menu."""
    menus = window.menuBar().findChildren(type(window.recent_menu))
    (menu,) = (menu for menu in menus if rule_action(window, name) in menu.actions())
    menu.popup(window.mapToGlobal(window.rect().center()))
    place = menu.actionGeometry(rule_action(window, name)).center()
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)


@pytest.fixture
def shop(qtbot, open_window, detectors, folder):
    """A window on the photos of every kind, and two that the rules see differently."""
    make_photos(folder, SIGNS, mark=b"signs")
    window = open_window(detectors)
    window.open_folder(folder)
    qtbot.waitUntil(lambda: all_found(window, names=NAMES + SIGNS), timeout=10_000)
    return window


def test_another_rule_decides_at_once_and_asks_no_network(qtbot, shop, detectors):
    model = shop.photos.model
    assert rule_action(shop, DEFAULT).isChecked()
    assert model.finding_of("s1.png").category is Category.WORN
    looked_at = len(detectors.seen)
    pick_rule(qtbot, shop, "published")
    qtbot.waitUntil(lambda: model.finding_of("s1.png").category is Category.PRODUCT_ONLY)
    assert [f.decision.probabilities for f in model.findings() if f.decision] == [None] * 8
    pick_rule(qtbot, shop, "calibrated")
    qtbot.waitUntil(lambda: model.finding_of("s1.png").category is Category.WORN)
    assert all(f.decision.probabilities for f in model.findings() if f.decision)
    assert model.finding_of("x1.png").problem
    assert len(detectors.seen) == looked_at
    assert not shop.photos.messages.isVisible()


def test_the_inspector_the_chips_and_the_rule_s_sentence_follow(qtbot, shop):
    photos = shop.photos
    photos.grid.go_to(photos.model.row_of("s1.png"))
    assert photos.inspector.headline.text() == "Worn"
    assert photos.inspector.bars.isVisible()
    pick_rule(qtbot, shop, "published")
    qtbot.waitUntil(lambda: photos.inspector.headline.text() == "Product only")
    assert photos.inspector.rule.text().startswith("Rule: a face scored 0.90 or more")
    assert not photos.inspector.bars.isVisible()
    assert photos.filter.chips[Show.WORN].text().split()[-1] == "1"


def test_the_user_s_word_stays(qtbot, shop):
    press(qtbot, shop, Qt.Key.Key_1, row=shop.photos.model.row_of("s2.png"))
    pick_rule(qtbot, shop, "published")
    model = shop.photos.model
    qtbot.waitUntil(lambda: model.finding_of("s1.png").category is Category.PRODUCT_ONLY)
    assert model.finding_of("s2.png").user is Category.ON_MODEL


def test_the_rule_comes_back_the_next_day(qtbot, shop, open_window, folder):
    pick_rule(qtbot, shop, "published")
    shop.close()
    again = open_window(ThreadDetectors())
    assert rule_action(again, "published").isChecked()
    again.open_folder(folder)
    qtbot.waitUntil(lambda: all_found(again, names=NAMES + SIGNS), timeout=10_000)
    assert again.photos.model.finding_of("s1.png").category is Category.PRODUCT_ONLY
    assert "a face scored" in again.photos.inspector.rule.text()


def test_photos_that_a_network_has_not_looked_at_are_offered_for_a_scan(
    qtbot, open_window, detectors, folder
):
    detectors.witness = False
    window = open_window(detectors)
    pick_rule(qtbot, window, "published")
    window.open_folder(folder)
    qtbot.waitUntil(lambda: all_found(window), timeout=10_000)
    photos, looked_at = window.photos, len(detectors.seen)
    assert photos.scan_bar.text.text() == "7 photos – 1 with a problem"
    pick_rule(qtbot, window, "calibrated")
    qtbot.waitUntil(photos.messages.isVisible)
    assert photos.messages.text.text().startswith("This rule cannot decide about 6 photos yet")
    assert photos.scan_bar.text.text() == "7 photos – 6 not scanned – 1 with a problem"
    assert photos.inspector.headline.text() == "Not scanned yet"
    assert len(detectors.seen) == looked_at
    detectors.witness = True
    qtbot.mouseClick(photos.messages.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: photos.model.count_not_scanned() == 0, timeout=10_000)
    assert photos.model.finding_of("w1.png").category is Category.WORN
    assert len(detectors.seen) == looked_at + 6


def test_place_selection_and_scroll_position_stay(qtbot, open_window, detectors, tmp_path):
    many = tmp_path / "many"
    many.mkdir()
    make_photos(many, [f"s{number:03}.png" for number in range(150)])
    window = open_window(detectors)
    window.open_folder(many)
    photos, grid = window.photos, window.photos.grid
    qtbot.waitUntil(lambda: decided(window) == 150, timeout=20_000)
    grid.go_to(90)
    qtbot.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    place = grid.verticalScrollBar().value()
    chosen = [photo.name for photo in grid.selected_photos()]
    assert (place > 0, chosen) == (True, ["s090.png", "s091.png", "s092.png"])
    with qtbot.waitSignal(photos.session.rule_applied):
        pick_rule(qtbot, window, "published")
    assert photos.model.counts()[Show.PRODUCT_ONLY] == 150
    assert grid.verticalScrollBar().value() == place
    assert [photo.name for photo in grid.selected_photos()] == chosen
    assert grid.current_name() == "s092.png"


def test_a_selection_survives_many_photos_coming_into_the_filter(qtbot, open_window, detectors, tmp_path):
    many = tmp_path / "many"
    many.mkdir()
    make_photos(many, [f"{'w' if number % 5 == 0 else 's'}{number:03}.png" for number in range(260)])
    window = open_window(detectors)
    pick_rule(qtbot, window, "published")
    window.open_folder(many)
    photos, grid, model = window.photos, window.photos.grid, window.photos.model
    qtbot.waitUntil(lambda: decided(window) == 260, timeout=20_000)
    qtbot.mouseClick(photos.filter.chips[Show.WORN], Qt.MouseButton.LeftButton)
    assert model.rowCount() == 52
    grid.go_to(3)
    for row in (7, 8, 20):
        grid.selectionModel().select(model.index(row), QItemSelectionModel.SelectionFlag.Select)
    chosen = sorted(photo.name for photo in grid.selected_photos())
    with qtbot.waitSignal(photos.session.rule_applied):
        pick_rule(qtbot, window, "calibrated")
    assert model.rowCount() == 260
    assert len(chosen) == 4
    assert sorted(photo.name for photo in grid.selected_photos()) == chosen
    assert grid.current_name() == "w015.png"


def test_a_rule_chosen_in_mid_scan_decides_the_rest_too(qtbot, open_window, detectors, folder):
    make_photos(folder, SIGNS, mark=b"signs")
    detectors.gate.clear()
    window = open_window(detectors)
    window.open_folder(folder)
    qtbot.waitUntil(lambda: window.photos.session.scanning, timeout=5_000)
    pick_rule(qtbot, window, "published")
    detectors.gate.set()
    qtbot.waitUntil(lambda: all_found(window, names=NAMES + SIGNS), timeout=10_000)
    decided = [finding.decision for finding in window.photos.model.findings() if finding.decision]
    assert len(decided) == 8
    assert [decision.probabilities for decision in decided] == [None] * 8


def test_a_rule_chosen_while_the_store_is_asked_decides_all(qtbot, shop, open_window, folder, monkeypatch):
    shop.close()
    asked, gate, known = [], threading.Event(), gui.browse.session.known

    def slow(photos, **given):
        asked.append(given["rule"].name)
        assert gate.wait(10)
        return known(photos, **given)

    monkeypatch.setattr(gui.browse.session, "known", slow)
    window = open_window(ThreadDetectors())
    window.open_folder(folder)
    qtbot.waitUntil(lambda: asked == ["calibrated"])
    pick_rule(qtbot, window, "published")
    gate.set()
    qtbot.waitUntil(lambda: all_found(window, names=NAMES + SIGNS), timeout=10_000)
    qtbot.waitUntil(lambda: asked == ["calibrated", "published"])
    assert window.photos.model.finding_of("s1.png").category is Category.PRODUCT_ONLY
