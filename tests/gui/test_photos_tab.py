"""The Photos tab on real files and a real store, with made-up detectors and real keys."""

from __future__ import annotations

import pytest
from photo_fakes import ThreadDetectors, all_found, press, turn_wheel
from PIL import Image
from PySide6.QtCore import QPointF, Qt

from engine.records import Category
from gui.browse.arrangement import Show


def test_a_folder_is_scanned_without_asking(window, detectors):
    counts = window.photos.model.counts()
    assert counts[Show.ALL] == 7
    assert (counts[Show.ON_MODEL], counts[Show.WORN], counts[Show.PRODUCT_ONLY]) == (2, 1, 3)
    assert counts[Show.PROBLEMS] == 1
    assert window.photos.filter.chips[Show.ON_MODEL].text().split()[-1] == "2"
    assert window.photos.categories()["w1.png"] is Category.WORN
    assert detectors.started == 1


def test_groups_chosen_by_key_follow_what_the_scan_finds(qtbot, open_window, detectors, folder):
    window = open_window(detectors)
    window.bar.group.setFocus()
    for _ in range(2):
        qtbot.keyClick(window.bar.group, Qt.Key.Key_Down)
    window.open_folder(folder)
    qtbot.waitUntil(lambda: all_found(window), timeout=10_000)
    model = window.photos.model
    qtbot.waitUntil(lambda: len(model.group_starts()) == 4)
    headings = [model.heading(int(row)) for row in model.group_starts()]
    assert headings == ["On model", "Worn", "Product only", "With a problem"]


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


def test_the_inspector_says_why_by_the_published_rule(qtbot, window):
    photos = window.photos
    with qtbot.waitSignal(photos.session.rule_applied):
        photos.choose_rule("published")
    photos.grid.go_to(0)
    assert not photos.inspector.bars.isVisible()
    assert not photos.inspector.counted.isVisible()
    assert photos.inspector.headline.text() == "On model"
    assert photos.inspector.because.text() == "because: face 0.998 ≥ 0.90"
    assert photos.inspector.tables.no_persons.text() == "YOLOv3 did not run: a face had decided."
    photos.grid.go_to(2)
    assert photos.inspector.because.text() == "because: no face, no person"
    assert photos.inspector.tables.no_persons.text() == "YOLOv3 found no person clear enough for a box."
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


def test_zooming_in_loads_all_pixels(qtbot, open_window, detectors, tmp_path):
    large = tmp_path / "large"
    large.mkdir()
    Image.new("RGB", (3000, 1500), "grey").save(large / "p.png")
    window = open_window(detectors)
    window.open_folder(large)
    current = window.photos.current
    with qtbot.waitSignal(current.source.arrived) as first:
        pass
    assert first.args[1].width() == 2400
    with qtbot.waitSignal(current.source.arrived) as second:
        window.photos.inspector.picture.full_size()
    assert second.args[1].width() == 3000
    assert window.photos.inspector.picture.scale == 1


def test_ctrl_and_wheel_change_the_size_of_the_thumbnails(window):
    grid = window.photos.grid
    before = grid.delegate.edge
    turn_wheel(grid.viewport(), QPointF(50, 50), keys=Qt.KeyboardModifier.ControlModifier)
    assert grid.delegate.edge > before
    assert window.bar.size_slider.value() == grid.delegate.edge
