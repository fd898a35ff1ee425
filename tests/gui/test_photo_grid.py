"""The grid under mouse and keys: groups with headings, and a place that is never lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from photo_fakes import finding, photo
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest

from engine.records import Category
from engine.settings import Thresholds
from gui.browse.arrangement import Group, Order, Show
from gui.browse.photo_grid import PhotoGrid
from gui.browse.photo_model import PhotoModel
from gui.browse.thumb_loader import ThumbLoader
from gui.shared.theme import current_tokens

SHIFT = Qt.KeyboardModifier.ShiftModifier
KINDS = (Category.ON_MODEL, Category.WORN, Category.PRODUCT_ONLY)
NAMES = [f"shoot {number // 35}/boot {number:03}-1.jpg" for number in range(300)]


class NoThumbs:
    def get(self, photo):
        raise AssertionError("nothing is to be read here")


@pytest.fixture
def model(qapp):
    made = PhotoModel()
    made.set_photos([photo(name) for name in NAMES])
    made.set_findings(finding(name, KINDS[number % 3]) for number, name in enumerate(NAMES))
    return made


@pytest.fixture
def grid(qtbot, model):
    loader = ThumbLoader(thumbs=NoThumbs())
    loader.stop()
    made = PhotoGrid(model=model, loader=loader, thresholds=Thresholds())
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    made.activateWindow()
    made.setFocus()
    return made


def rect(grid, row):
    return grid.visualRect(grid.model().index(row))


def click(grid, row, *, keys=Qt.KeyboardModifier.NoModifier):
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, keys, rect(grid, row).center())


def chosen(grid):
    return [one.name for one in grid.selected_photos()]


def seen(grid, name):
    row = grid.model().row_of(name)
    return row >= 0 and grid.viewport().rect().intersects(rect(grid, row))


def colour_at(grid, place):
    return grid.viewport().grab().toImage().pixelColor(place).name().upper()


def test_groups_have_headings_that_are_no_photos(grid, model):
    model.choose(group=Group.FOLDER)
    assert [model.heading(int(row)) for row in model.group_starts()] == [f"shoot {n}" for n in range(9)]
    heading = QPoint(60, 12)
    assert not grid.indexAt(heading).isValid()
    click(grid, 0)
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=heading)
    assert chosen(grid) == []
    assert rect(grid, 0).top() == 36
    assert rect(grid, 35).top() - rect(grid, 34).bottom() - 1 == 36


def test_a_heading_stays_in_sight_while_its_photos_are(grid, model):
    model.choose(group=Group.FOLDER)
    grid.verticalScrollBar().setValue(rect(grid, 8).top() + 10)
    assert colour_at(grid, QPoint(400, 3)) == current_tokens().base
    assert not grid.indexAt(QPoint(60, 12)).isValid()
    model.choose(group=Group.NONE)
    assert grid.indexAt(QPoint(60, 12)).isValid()


def test_keys_go_over_headings(grid, model):
    model.choose(group=Group.FOLDER)
    click(grid, 0)
    rows = []
    for _ in range(12):
        QTest.keyClick(grid, Qt.Key.Key_Down)
        rows.append(grid.currentIndex().row())
    assert rows == sorted(set(rows))
    assert 35 in rows  # the first photo of the second folder, in the column of the first
    assert grid.viewport().rect().contains(rect(grid, rows[-1]))
    for _ in range(12):
        QTest.keyClick(grid, Qt.Key.Key_Up)
    assert grid.currentIndex().row() == 0
    QTest.keyClick(grid, Qt.Key.Key_End)
    assert chosen(grid) == [NAMES[-1]]
    assert grid.verticalScrollBar().value() == grid.verticalScrollBar().maximum()
    QTest.keyClick(grid, Qt.Key.Key_PageUp)
    assert 200 < grid.currentIndex().row() < 299


def test_the_current_photo_is_never_under_the_heading(grid, model):
    model.choose(group=Group.FOLDER)
    click(grid, 1)
    QTest.keyClick(grid, Qt.Key.Key_End)
    while grid.currentIndex().row() > 40:
        QTest.keyClick(grid, Qt.Key.Key_Up)
        assert rect(grid, grid.currentIndex().row()).top() >= 36


@pytest.mark.parametrize(
    ("group", "first", "groups"),
    [
        (Group.CATEGORY, ["On model", "Worn", "Product only"], 3),
        (Group.PRODUCT, ["boot 000", "boot 001", "boot 002"], 300),
        (Group.DATE, ["Thursday, 1 January 1970"], 1),
        (Group.NONE, [""], 1),
    ],
)
def test_every_way_to_group(grid, model, group, first, groups):
    model.choose(group=group)
    starts = model.group_starts()
    assert len(starts) == groups
    assert [model.heading(int(row)) for row in starts[:3]] == first
    assert sorted(model.photo_at(row).name for row in range(300)) == NAMES


def test_order_holds_within_groups_and_filters_leave_empty_groups_out(model):
    doubtful = model.finding_of(NAMES[40])
    model.set_findings([replace(doubtful, decision=replace(doubtful.decision, confidence=0.2))])
    model.choose(group=Group.FOLDER, order=Order.LEAST_CERTAIN)
    assert model.photo_at(35).name == NAMES[40]
    model.choose(search="shoot 3")
    assert [model.heading(int(row)) for row in model.group_starts()] == ["shoot 3"]


def test_shift_and_mouse_select_in_reading_order(grid, model):
    click(grid, 1)
    click(grid, 6, keys=SHIFT)
    assert chosen(grid) == NAMES[1:7]
    click(grid, 2)
    QTest.keyClick(grid, Qt.Key.Key_Down, SHIFT)
    assert chosen(grid) == NAMES[2 : 3 + grid.grid_layout.columns]


def test_a_rubber_band_selects_what_it_touches(grid, model):
    model.choose(group=Group.FOLDER)
    start, end = QPoint(20, 10), rect(grid, 1).center()
    QTest.mousePress(grid.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(grid.viewport(), QPoint(60, 60))
    QTest.mouseMove(grid.viewport(), end)
    QTest.mouseRelease(grid.viewport(), Qt.MouseButton.LeftButton, pos=end)
    assert chosen(grid) == NAMES[:2]


def change_size(grid):
    grid.resize(530, 480)


def change_zoom(grid):
    grid.set_edge(240)


def change_group(grid):
    grid.model().choose(group=Group.FOLDER)


def change_order(grid):
    grid.model().choose(order=Order.CATEGORY)


def change_filter(grid):
    grid.model().choose(show=Show.WORN)


@pytest.mark.parametrize(
    "change",
    [change_size, change_zoom, change_group, change_order, change_filter],
    ids=lambda one: one.__name__,
)
def test_place_and_selection_survive(grid, model, change):
    grid.go_to(148)
    click(grid, 151, keys=SHIFT)
    names = chosen(grid)
    name = grid.current_name()
    change(grid)
    assert len(names) == 4
    left = [one for one in names if model.row_of(one) >= 0]
    assert sorted(chosen(grid)) == left
    assert grid.current_name() == (name if name in left else "")
    assert seen(grid, name if name in left else left[0])


def test_filters_there_and_back_lead_to_the_same_place(grid, model):
    grid.go_to(150)
    QTest.keyClick(grid, Qt.Key.Key_PageDown)
    bar, place, name = grid.verticalScrollBar(), grid.verticalScrollBar().value(), grid.current_name()
    for show in (Show.WORN, Show.ON_MODEL, Show.PROBLEMS, Show.PRODUCT_ONLY, Show.ALL):
        model.choose(show=show)
    assert (bar.value(), grid.current_name(), chosen(grid)) == (place, name, [name])


def test_sizes_there_and_back_lead_to_the_same_place(grid):
    grid.go_to(150)
    bar, place = grid.verticalScrollBar(), grid.verticalScrollBar().value()
    for width in range(790, 400, -30):
        grid.resize(width, 600)
    grid.set_edge(96)
    grid.set_edge(320)
    grid.set_edge(160)
    grid.resize(QSize(800, 600))
    assert bar.value() == place


@pytest.mark.parametrize("many", [3, 60])
def test_new_results_above_push_nothing_away(grid, model, many):
    model.choose(show=Show.WORN)
    grid.go_to(60)
    bar, name = grid.verticalScrollBar(), grid.current_name()
    bar.setValue(rect(grid, 60).top() + grid.verticalOffset() - 50)
    top = rect(grid, 60).top()
    model.set_findings([finding(name, Category.WORN) for name in NAMES[: 3 * many : 3]])
    assert model.rowCount() == 100 + many
    assert (rect(grid, model.row_of(name)).top(), grid.current_name(), chosen(grid)) == (top, name, [name])


def test_another_folder_begins_at_its_top(grid, model):
    grid.go_to(200)
    model.choose(order=Order.NEWEST)
    model.set_photos([replace(photo(name), folder=photo(name).folder / "other") for name in NAMES])
    assert grid.verticalScrollBar().value() == 0
    assert chosen(grid) == []


def test_the_first_marked_row_of_an_empty_grid_is_none(grid, model):
    model.choose(search="nothing is called so", group=Group.FOLDER)
    QTest.keyClick(grid, Qt.Key.Key_Down)
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert (grid.current_name(), chosen(grid), list(grid.seen_rows())) == ("", [], [])
