"""The user's word: kept whatever happens to other photos, and about the photo that it was said of."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

from photo_fakes import NAMES, all_found, make_photos
from PySide6.QtCore import Qt

from engine.records import Category, Photo
from gui.browse.arrangement import Show
from gui.shared.runner import Runner


def user_words(window):
    return {finding.photo.name: finding.user for finding in window.photos.model.findings() if finding.user}


def test_one_photo_that_is_gone_does_not_cost_the_word_about_the_others(qtbot, window, open_window, folder):
    photos = {photo.name: photo for photo in window.photos.model.photos()}
    (folder / "p2.png").unlink()
    changed = Photo(folder, "p2.png", size=24, mtime_ns=1)
    with qtbot.waitSignal(window.photos.session.words_refused) as refused:
        window.photos.session.say(dict.fromkeys([photos["m1.png"], changed, photos["p3.png"]], Category.WORN))
    assert list(refused.args[0]) == [changed]
    assert "p2.png is gone" in window.photos.messages.text.text()
    again = open_window(window.photos.session._detectors)
    again.open_folder(folder)
    qtbot.waitUntil(lambda: "p3.png" in user_words(again))
    assert user_words(again) == {"m1.png": Category.WORN, "p3.png": Category.WORN}


def test_a_word_said_while_another_folder_is_listed_stays_with_its_photo(qtbot, window, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    make_photos(other, ["m1.png", "p1.png"])
    for path in other.iterdir():
        path.write_bytes(path.read_bytes() + b"no copy of the other folder's photo")
    window.photos.grid.go_to(0)
    window.open_folder(other)
    qtbot.keyClick(window.photos.grid, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: all_found(window, names=["m1.png", "p1.png"]), timeout=10_000)
    assert user_words(window) == {}


def test_many_words_are_written_before_the_window_is_gone(qtbot, open_window, detectors, folder):
    many = [f"q{number:03}.png" for number in range(150)]
    make_photos(folder, many)
    window = open_window(detectors)
    window.open_folder(folder)
    qtbot.waitUntil(lambda: all_found(window, names=NAMES + many), timeout=20_000)
    window.photos.session.say(dict.fromkeys(window.photos.model.photos(), Category.WORN))
    window.close()
    again = open_window(detectors)
    again.open_folder(folder)
    qtbot.waitUntil(lambda: len(user_words(again)) == 157, timeout=10_000)


def test_a_stuck_lane_does_not_hold_up_the_others_or_the_detectors(qtbot, window, detectors):
    """Each lane is told to stop before any is waited for."""
    begun, asked = threading.Semaphore(0), []

    def stuck(report, job):
        begun.release()
        while not job.stopped():
            time.sleep(0.01)
        asked.append(detectors.killed)

    killed = detectors.killed
    for lane in (window.results_runner, window.photos.session._read):
        lane.start(stuck, failed=lambda error: None)
        assert begun.acquire(timeout=10)
    window.close()
    assert detectors.killed > killed
    assert len(asked) == 2


def test_a_lane_that_does_not_end_is_left_behind_at_the_deadline(qapp):
    lane = Runner()
    begun = threading.Event()

    def deaf(report, job):
        begun.set()
        time.sleep(2)

    lane.start(deaf, failed=lambda error: None)
    begun.wait(10)
    lane.stop()
    assert not lane.join(deadline=time.monotonic() + 0.05)
    assert lane.join(deadline=time.monotonic() + 30)


def test_the_inspector_and_the_sum_follow_the_user_s_word(qtbot, window):
    window.photos.grid.go_to(2)
    headline, because = window.photos.inspector.headline, window.photos.inspector.because
    assert headline.text() == "Product only"
    for key, name in ((Qt.Key.Key_2, "Worn"), (Qt.Key.Key_1, "On model")):
        qtbot.keyClick(window.photos.grid, key)
        assert headline.text() == name
        assert "you said so" in because.text()
    qtbot.keyClick(window.photos.grid, Qt.Key.Key_0)
    assert headline.text() == "Product only"
    assert "you said so" not in because.text()


def test_a_folder_opens_unfiltered_and_fills_the_grid(qtbot, window, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    make_photos(other, ["w9.png", "p9.png"])
    window.photos.filter.choose(Show.WORN)
    window.open_folder(other)
    qtbot.waitUntil(lambda: all_found(window, names=["w9.png", "p9.png"]), timeout=10_000)
    assert window.photos.middle.currentWidget() is window.photos.grid
    assert window.photos.model.rowCount() == 2


def test_a_photo_that_comes_to_fit_the_filter_ends_the_empty_page(qtbot, window):
    window.photos.model.choose(search="w1")
    window.photos.filter.choose(Show.ON_MODEL)
    assert window.photos.middle.currentWidget() is window.photos.empty
    finding = window.photos.model.finding_of("w1.png")
    window.photos.model.set_findings([replace(finding, user=Category.ON_MODEL)])
    assert window.photos.middle.currentWidget() is window.photos.grid


def test_the_first_photo_is_current_and_selected_and_stays_so_through_a_search(qtbot, window):
    grid, model = window.photos.grid, window.photos.model
    assert [photo.name for photo in grid.selected_photos()] == [window.photos.current.photo().name]
    grid.go_to(model.row_of("p2.png"))
    for search in ("p", "w1", ""):
        model.choose(search=search)
    current = window.photos.current.photo()
    assert [photo.name for photo in grid.selected_photos()] == ([current.name] if current else [])
