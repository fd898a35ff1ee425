"""The window around the Photos tab: scan control, closing, dropping, what comes back the next day."""

from __future__ import annotations

from dataclasses import replace

import pytest
from photo_fakes import NAMES, ThreadDetectors, all_found, make_photos, press
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from engine.records import Category, Review
from gui.browse.arrangement import Show
from gui.keys_dialog import KeysDialog
from gui.shared.theme import ThemeChoice, current_tokens


def test_pause_holds_the_scan_and_cancel_ends_it(qtbot, open_window, detectors, folder):
    detectors.gate.clear()
    window = open_window(detectors)
    window.open_folder(folder)
    bar = window.photos.scan_bar
    qtbot.waitUntil(lambda: window.photos.session.scanning, timeout=5_000)
    qtbot.mouseClick(bar.pause, Qt.MouseButton.LeftButton)
    assert bar.text.text().startswith("Paused at 0 of 7")
    assert window.photos.session._scan.paused()
    qtbot.mouseClick(bar.pause, Qt.MouseButton.LeftButton)
    assert not window.photos.session._scan.paused()
    qtbot.mouseClick(bar.cancel, Qt.MouseButton.LeftButton)
    assert not window.photos.session.scanning
    assert bar.text.text() == "7 photos – 7 not scanned"
    detectors.gate.set()
    qtbot.waitUntil(lambda: not window.photos.session._detect.busy(), timeout=5_000)
    assert len(detectors.seen) < len(NAMES)


def test_a_cancelled_scan_goes_on_with_f5(qtbot, open_window, detectors, folder):
    detectors.gate.clear()
    window = open_window(detectors)
    window.open_folder(folder)
    qtbot.waitUntil(lambda: window.photos.session.scanning, timeout=5_000)
    qtbot.mouseClick(window.photos.scan_bar.cancel, Qt.MouseButton.LeftButton)
    detectors.gate.set()
    press(qtbot, window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: all_found(window), timeout=10_000)


def test_closing_in_mid_run_ends_the_detectors(qtbot, open_window, detectors, folder):
    detectors.gate.clear()
    window = open_window(detectors)
    window.open_folder(folder)
    qtbot.waitUntil(lambda: detectors.started == 1, timeout=5_000)
    detectors.gate.set()
    window.close()
    assert detectors.killed >= 1
    assert not any(thread.is_alive() for thread in window.photos.session._detect._threads)


def test_a_missing_folder_is_a_message_not_a_dialog(qtbot, open_window, detectors, tmp_path):
    window = open_window(detectors)
    window.open_folder(tmp_path / "gone")
    qtbot.waitUntil(lambda: window.photos.messages.isVisible(), timeout=5_000)
    assert "gone" in window.photos.messages.text.text()
    assert QApplication.activeModalWidget() is None
    assert window.photos.empty.isVisible()


def test_a_dropped_folder_is_opened_and_remembered(qtbot, open_window, detectors, folder):
    window = open_window(detectors)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(folder))])
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)
    qtbot.waitUntil(lambda: all_found(window), timeout=10_000)
    assert [action.text() for action in window.recent_menu.actions()] == [str(folder)]


def test_the_photo_in_view_stays_in_view(qtbot, open_window, detectors, tmp_path):
    many = tmp_path / "many"
    many.mkdir()
    make_photos(many, [f"p{number:03}.png" for number in range(150)])
    window = open_window(detectors)
    window.open_folder(many)
    grid = window.photos.grid
    qtbot.waitUntil(lambda: grid.verticalScrollBar().maximum() > 0, timeout=10_000)
    qtbot.waitUntil(lambda: not window.photos.session.scanning, timeout=20_000)
    grid.go_to(90)
    grid.verticalScrollBar().setValue(grid.visualRect(grid.model().index(90)).top() + grid.verticalOffset())
    before = grid.width()
    window.resize(900, 700)
    qtbot.waitUntil(lambda: grid.width() < before)
    assert grid.viewport().rect().intersects(grid.visualRect(grid.model().index(90)))
    grid.set_edge(240)
    assert grid.viewport().rect().intersects(grid.visualRect(grid.model().index(90)))


@pytest.mark.parametrize("edge", [96, 160, 320])
def test_the_size_of_the_thumbnails_comes_back(open_window, edge):
    first = open_window(ThreadDetectors())
    first.bar.size_slider.setValue(edge)
    first.close()
    again = open_window(ThreadDetectors())
    assert again.photos.grid.delegate.edge == edge
    assert again.bar.size_slider.value() == edge


def test_a_sheet_opens_the_results_with_the_categories(qtbot, window):
    window.commands.results.trigger()
    qtbot.waitUntil(lambda: window.results is not None)
    assert window.tabs.currentIndex() == 1
    qtbot.waitUntil(lambda: not window.bar.search.isVisible())
    window.commands.photos.trigger()
    qtbot.waitUntil(window.bar.search.isVisible)


def test_space_accepts_what_needs_the_user_and_goes_on(qtbot, window):
    model = window.photos.model
    doubtful = model.finding_at(0)
    reasons = (Review.SMALL_FACE,)
    model.set_findings([replace(doubtful, decision=replace(doubtful.decision, review=reasons))])
    press(qtbot, window, Qt.Key.Key_N, row=3)
    assert window.photos.current.photo().name == "m1.png"
    assert window.photos.inspector.review.text() == "The face is very small in the photo."
    press(qtbot, window, Qt.Key.Key_Space)
    assert model.finding_at(0).user is Category.ON_MODEL
    assert model.counts()[Show.NEEDS_YOU] == 0
    assert window.photos.current.photo().name == "m2.png"
    press(qtbot, window, Qt.Key.Key_Space)
    assert model.finding_of("m2.png").user is Category.ON_MODEL


def test_copying_paths_and_the_sheet_of_keys(qtbot, window, folder):
    window.photos.grid.go_to(1)
    window.commands.copy_path.trigger()
    assert QApplication.clipboard().text() == str(folder / "m2.png")
    window.commands.keys.trigger()
    sheet = window.findChild(KeysDialog)
    assert sheet.isVisible()
    assert not sheet.isModal()
    sheet.close()


def test_the_order_is_chosen_in_the_toolbar(qtbot, window):
    box = window.bar.order
    box.setFocus()
    for _ in range(3):
        qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == "Least certain first"
    model = window.photos.model
    least = [f.decision.confidence if f.decision else 2 for f in map(model.finding_at, range(7))]
    assert least == sorted(least)
    assert model.photo_at(6).name == "x1.png"


def test_the_theme_reaches_an_open_window(window):
    dark = next(a for a in window.commands.themes.actions() if a.data() == ThemeChoice.DARK)
    dark.trigger()
    assert current_tokens().dark
    light = next(a for a in window.commands.themes.actions() if a.data() == ThemeChoice.LIGHT)
    light.trigger()
    assert not current_tokens().dark
