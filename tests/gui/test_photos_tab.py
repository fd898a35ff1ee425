"""The Photos tab on real files and a real store, with made-up detectors and real keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from photo_fakes import ThreadDetectors, make_photos
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from engine.paths import DataPaths
from engine.records import Category, Review
from engine.store.results import ResultStore
from gui.browse.photo_model import Show
from gui.keys_dialog import KeysDialog
from gui.main_window import MainWindow
from gui.shared.theme import Theme, ThemeChoice, current_tokens

NAMES = ["m1.png", "m2.png", "p1.png", "p2.png", "p3.png", "w1.png", "x1.png"]


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "shop"
    made.mkdir()
    make_photos(made, NAMES)
    return made


@pytest.fixture
def paths(tmp_path):
    return DataPaths.choose(tmp_path / "data")


@pytest.fixture
def open_window(qtbot, paths, qapp):
    """Opens windows on the same data folder, as the program would day after day."""
    theme = Theme(qapp)
    opened = []

    def make(detectors):
        store = ResultStore(paths.store)
        window = MainWindow(paths=paths, store=store, detectors=detectors, theme=theme)
        opened.append((window, store))
        window.resize(1200, 800)
        window.show()
        return window

    yield make
    for window, store in opened:
        window.close()
        store.close()
        window.deleteLater()
    theme.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def detectors():
    made = ThreadDetectors()
    yield made
    made.gate.set()
    made.kill()


def all_found(window):
    return not window.photos.session.scanning and len(window.photos.model.findings()) == len(NAMES)


@pytest.fixture
def window(qtbot, open_window, detectors, folder):
    made = open_window(detectors)
    made.open_folder(folder)
    qtbot.waitUntil(lambda: all_found(made), timeout=10_000)
    return made


def press(qtbot, window, key, *, row=None):
    grid = window.photos.grid
    window.activateWindow()
    grid.setFocus()
    if row is not None:
        grid.go_to(row)
    qtbot.keyClick(grid, key)


def test_a_folder_is_scanned_without_asking(window, detectors):
    counts = window.photos.model.counts()
    assert counts[Show.ALL] == 7
    assert (counts[Show.ON_MODEL], counts[Show.WORN], counts[Show.PRODUCT_ONLY]) == (2, 1, 3)
    assert counts[Show.PROBLEMS] == 1
    assert window.photos.filter.chips[Show.ON_MODEL].text().split()[-1] == "2"
    assert window.photos.categories()["w1.png"] is Category.WORN
    assert detectors.started == 1


def test_the_second_opening_starts_no_detectors(qtbot, window, open_window, folder):
    window.close()
    idle = ThreadDetectors()
    again = open_window(idle)
    again.open_folder(folder)
    qtbot.waitUntil(lambda: all_found(again), timeout=10_000)
    qtbot.wait(100)
    assert idle.started == 0
    assert again.photos.model.counts()[Show.ON_MODEL] == 2
    assert not again.photos.scan_bar.cancel.isVisible()


@pytest.mark.parametrize(
    ("key", "category"),
    [(Qt.Key.Key_1, Category.ON_MODEL), (Qt.Key.Key_2, Category.WORN), (Qt.Key.Key_3, Category.PRODUCT_ONLY)],
)
def test_keys_set_a_category_and_0_takes_it_back(qtbot, window, key, category):
    press(qtbot, window, key, row=2)
    assert window.photos.model.finding_at(2).user is category
    press(qtbot, window, Qt.Key.Key_0)
    assert window.photos.model.finding_at(2).user is None
    assert window.photos.model.finding_at(2).category is Category.PRODUCT_ONLY


def test_the_word_of_many_selected_photos_is_kept(qtbot, window, open_window, folder):
    grid = window.photos.grid
    grid.selectAll()
    qtbot.keyClick(grid, Qt.Key.Key_2)
    assert window.photos.model.counts()[Show.WORN] == 7
    window.close()
    again = open_window(ThreadDetectors())
    again.open_folder(folder)
    qtbot.waitUntil(lambda: again.photos.model.counts()[Show.WORN] == 7, timeout=10_000)


def test_letters_in_the_search_field_are_letters(qtbot, window):
    window.photos.grid.go_to(2)
    window.activateWindow()
    qtbot.keyClick(window.photos.grid, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.bar.search, "p2")
    assert window.photos.model.rowCount() == 1
    assert window.photos.model.finding_at(0).user is None
    qtbot.keyClick(window.bar.search, Qt.Key.Key_Escape)
    assert window.photos.model.rowCount() == 7


def test_enter_opens_the_large_view_and_escape_leads_back(qtbot, window):
    press(qtbot, window, Qt.Key.Key_Return, row=1)
    photos = window.photos
    assert photos.middle.currentWidget() is photos.large
    qtbot.keyClick(photos.large, Qt.Key.Key_Right)
    assert photos.current.photo().name == "p1.png"
    qtbot.keyClick(photos.large, Qt.Key.Key_1)
    assert photos.model.finding_of("p1.png").user is Category.ON_MODEL
    qtbot.keyClick(photos.large, Qt.Key.Key_Escape)
    assert photos.middle.currentWidget() is photos.grid


def test_o_hides_the_boxes(qtbot, window):
    press(qtbot, window, Qt.Key.Key_O)
    assert not window.photos.grid.delegate.overlay
    assert not window.photos.inspector.picture.overlay
    press(qtbot, window, Qt.Key.Key_O)
    assert window.photos.grid.delegate.overlay


def test_chips_filter_and_the_list_of_problems_leads_to_the_photo(qtbot, window):
    photos = window.photos
    qtbot.mouseClick(photos.filter.chips[Show.WORN], Qt.MouseButton.LeftButton)
    assert [photos.model.photo_at(row).name for row in range(photos.model.rowCount())] == ["w1.png"]
    item = photos.folders.problems.item(0)
    place = photos.folders.problems.visualItemRect(item).center()
    qtbot.mouseClick(photos.folders.problems.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert photos.current.photo().name == "x1.png"
    assert photos.inspector.problem.text() == "x1.png cannot be read: it is made up."


def test_the_inspector_says_why(window):
    photos = window.photos
    photos.grid.go_to(0)
    assert photos.inspector.headline.text() == "On model"
    assert photos.inspector.because.text() == "because: face 0.998 ≥ 0.90"
    assert photos.inspector.tables.no_persons.text() == "YOLOv3 did not run: a face had decided."
    photos.grid.go_to(2)
    assert photos.inspector.because.text() == "because: no face, no person"
    assert photos.inspector.tables.no_persons.text() == "YOLOv3 found no person."
    photos.grid.go_to(5)
    assert photos.inspector.because.text() == "because: person 0.62 ≥ 0.30, no face"
    assert photos.inspector.tables.persons.item(0, 0).text() == "person"


def test_the_large_picture_arrives(qtbot, window):
    with qtbot.waitSignal(window.photos.current.source.arrived):
        window.photos.grid.go_to(3)
    assert window.photos.inspector.picture.scale > 0


def test_wheel_zooms_around_the_cursor(qtbot, window):
    with qtbot.waitSignal(window.photos.current.source.arrived):
        window.photos.grid.go_to(3)
    picture = window.photos.inspector.picture
    picture.full_size()
    picture.zoom_by(6, around=None)  # larger than the view both ways, so that every spot can stay
    spot = QPointF(picture.width() / 2 + 20, picture.height() / 2 + 10)
    before, scale = picture._photo_point(spot), picture.scale
    turn_wheel(picture, spot)
    after = picture._photo_point(spot)
    assert picture.scale == pytest.approx(scale * 1.2)
    assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()))


def turn_wheel(widget, spot, *, keys=Qt.KeyboardModifier.NoModifier):
    event = QWheelEvent(
        spot,
        widget.mapToGlobal(spot),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_ctrl_and_wheel_change_the_size_of_the_thumbnails(window):
    grid = window.photos.grid
    before = grid.delegate.edge
    turn_wheel(grid.viewport(), QPointF(50, 50), keys=Qt.KeyboardModifier.ControlModifier)
    assert grid.delegate.edge > before
    assert window.bar.size_slider.value() == grid.delegate.edge


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
    window.resize(900, 700)
    qtbot.waitUntil(lambda: grid._anchor is None, timeout=5_000)
    assert grid.viewport().rect().intersects(grid.visualRect(grid.model().index(90)))
    grid.set_edge(240)
    qtbot.waitUntil(lambda: grid._anchor is None, timeout=5_000)
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
    assert window.results is not None
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
    assert model.finding_of("m2.png").user is None


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
    qtbot.keyClick(box, Qt.Key.Key_End)
    assert box.currentText() == "Least certain first"
    model = window.photos.model
    assert [model.photo_at(row).name[0] for row in range(3)] == ["w", "m", "m"]


def test_the_theme_reaches_an_open_window(window):
    dark = next(a for a in window.commands.themes.actions() if a.data() == ThemeChoice.DARK)
    dark.trigger()
    assert current_tokens().dark
    light = next(a for a in window.commands.themes.actions() if a.data() == ThemeChoice.LIGHT)
    light.trigger()
    assert not current_tokens().dark
