"""Undo and redo of the user's words: by key, in one step, in the store, and said in the menu."""

from __future__ import annotations

import os

import pytest
from photo_fakes import ThreadDetectors, all_found, make_photos, press
from PySide6.QtCore import Qt

from engine.records import Category
from gui.browse.arrangement import Show

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def words(window):
    return {f.photo.name: f.user for f in window.photos.model.findings() if f.user is not None}


def reopened(qtbot, window, open_window, folder):
    """What another day's window reads from the store."""
    window.close()
    again = open_window(ThreadDetectors())
    again.open_folder(folder)
    qtbot.waitUntil(lambda: all_found(again) and not again.photos.session.loading, timeout=10_000)
    return words(again)


def open_many(qtbot, window, folder):
    folder.mkdir()
    names = [f"p{number:03}.png" for number in range(100)]
    make_photos(folder, names)
    window.open_folder(folder)
    qtbot.waitUntil(lambda: all_found(window, names=names), timeout=20_000)
    return window


def test_many_words_are_one_step_there_and_back(qtbot, window):
    press(qtbot, window, Qt.Key.Key_1, row=1)
    grid = window.photos.grid
    qtbot.keyClick(grid, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(grid, Qt.Key.Key_2)
    assert set(words(window).values()) == {Category.WORN}
    assert len(words(window)) == 7
    qtbot.keyClick(grid, Qt.Key.Key_Z, CTRL)
    assert words(window) == {"m2.png": Category.ON_MODEL}
    qtbot.keyClick(grid, Qt.Key.Key_Z, CTRL | SHIFT)
    assert len(words(window)) == 7
    qtbot.keyClick(grid, Qt.Key.Key_Z, CTRL)
    qtbot.keyClick(grid, Qt.Key.Key_Z, CTRL)
    assert words(window) == {}
    assert window.photos.model.counts()[Show.ON_MODEL] == 2
    assert not window.commands.undo.isEnabled()


def test_what_was_undone_is_undone_in_the_store(qtbot, window, open_window, folder):
    press(qtbot, window, Qt.Key.Key_1, row=3)
    grid = window.photos.grid
    qtbot.keyClick(grid, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(grid, Qt.Key.Key_3)
    qtbot.keyClick(grid, Qt.Key.Key_Z, CTRL)
    assert reopened(qtbot, window, open_window, folder) == {"p2.png": Category.ON_MODEL}


def test_the_menu_says_what_would_be_undone(qtbot, window):
    commands, grid = window.commands, window.photos.grid
    assert (commands.undo.text(), commands.undo.isEnabled()) == ("Undo", False)
    press(qtbot, window, Qt.Key.Key_2, row=2)
    assert (commands.undo.text(), commands.undo.isEnabled()) == ("Undo “worn”: p1.png", True)
    qtbot.keyClick(grid, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(grid, Qt.Key.Key_0)
    assert commands.undo.text() == "Undo taking back what was set: p1.png"
    qtbot.keyClick(grid, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(grid, Qt.Key.Key_1)
    assert commands.undo.text() == "Undo “on model”: 7 photos"
    commands.undo.trigger()
    assert commands.redo.text() == "Redo “on model”: 7 photos"


def test_what_changes_nothing_is_no_step(qtbot, window):
    press(qtbot, window, Qt.Key.Key_0, row=2)
    press(qtbot, window, Qt.Key.Key_2, row=2)
    press(qtbot, window, Qt.Key.Key_2, row=2)
    assert window.photos.review.history.count() == 1


@pytest.mark.parametrize("row", [0, 2])
def test_space_marks_any_category_as_reviewed(qtbot, window, open_window, folder, row):
    name, category = window.photos.model.photo_at(row).name, window.photos.model.finding_at(row).category
    press(qtbot, window, Qt.Key.Key_Space, row=row)
    assert window.photos.grid.currentIndex().row() == row + 1
    assert window.photos.model.counts()[Show.REVIEWED] == 1
    qtbot.mouseClick(window.photos.filter.chips[Show.REVIEWED], Qt.MouseButton.LeftButton)
    assert [window.photos.model.photo_at(row).name for row in range(window.photos.model.rowCount())] == [name]
    assert reopened(qtbot, window, open_window, folder) == {name: category}


def test_a_held_space_key_confirms_photo_after_photo_in_a_still_view(qtbot, open_window, detectors, tmp_path):
    window = open_many(qtbot, open_window(detectors), tmp_path / "many")
    grid, model = window.photos.grid, window.photos.model
    press(qtbot, window, Qt.Key.Key_Home)
    bar, area = grid.verticalScrollBar(), grid.viewport().rect()
    for row in range(40):
        place, following = bar.value(), grid.visualRect(model.index(row + 1))
        qtbot.keyPress(grid, Qt.Key.Key_Space)
        line = grid.grid_layout.cell.height()
        assert bar.value() == place if area.contains(following) else bar.value() - place <= line
    assert model.counts()[Show.REVIEWED] == 40
    assert bar.value() > 0


def test_undo_shows_what_it_is_about(qtbot, open_window, detectors, tmp_path):
    window = open_many(qtbot, open_window(detectors), tmp_path / "many")
    grid, model = window.photos.grid, window.photos.model
    press(qtbot, window, Qt.Key.Key_1, row=2)
    qtbot.keyClick(grid, Qt.Key.Key_End)
    assert 2 not in grid.seen_rows()
    qtbot.keyClick(grid, Qt.Key.Key_Z, CTRL)
    assert model.finding_at(2).user is None
    assert grid.current_name() == window.photos.inspector.name.text() == "p002.png"
    assert grid.viewport().rect().contains(grid.visualRect(model.index(2)))


def test_no_scan_overwrites_a_word(qtbot, window, folder):
    press(qtbot, window, Qt.Key.Key_2, row=2)
    stat = (folder / "p1.png").stat()
    os.utime(folder / "p1.png", ns=(stat.st_atime_ns, stat.st_mtime_ns + 10**9))
    make_photos(folder, ["p9.png"], mark=b"new")
    qtbot.keyClick(window.photos.grid, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.photos.model.total == 8, timeout=10_000)
    qtbot.waitUntil(lambda: window.photos.model.count_not_scanned() == 0, timeout=10_000)
    assert words(window) == {"p1.png": Category.WORN}
    assert window.photos.model.finding_of("p1.png").decision.category is Category.PRODUCT_ONLY


def test_another_folder_begins_another_history(qtbot, window, tmp_path):
    press(qtbot, window, Qt.Key.Key_2, row=2)
    other = tmp_path / "other"
    other.mkdir()
    make_photos(other, ["p1.png"], mark=b"other")
    window.open_folder(other)
    qtbot.waitUntil(lambda: all_found(window, names=["p1.png"]), timeout=10_000)
    assert not window.commands.undo.isEnabled()


def test_undo_leaves_a_photo_alone_that_another_file_has_replaced(qtbot, window, folder):
    press(qtbot, window, Qt.Key.Key_2, row=2)
    (folder / "p1.png").write_bytes((folder / "m1.png").read_bytes() + b"another photo")
    qtbot.keyClick(window.photos.grid, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: all_found(window) and not words(window), timeout=10_000)
    qtbot.keyClick(window.photos.grid, Qt.Key.Key_Z, CTRL)
    qtbot.keyClick(window.photos.grid, Qt.Key.Key_Z, CTRL | SHIFT)
    assert words(window) == {}
