"""What is under way, and how a batch stops, waits and survives crashes."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest
from detecting import ProcessDetectors, ThreadDetectors, Wish, categories, die, shop, write_photo

from engine import flight
from engine.errors import DetectorsFailed
from engine.settings import Detection


def test_few_photos_are_under_way(run, detectors, tmp_path):
    ahead = []

    def report(progress):
        ahead.append(len(detectors.asked) - progress.done)

    run(shop(tmp_path, *["nothing"] * 30), report=report)
    assert max(ahead) <= 2


def test_a_stop_keeps_what_is_there_and_a_later_run_goes_on(run, detectors, tmp_path):
    photos = shop(tmp_path, *["nothing"] * 20)
    wish = Wish()

    def report(progress):
        if progress.done == 5:
            wish.stop.set()

    findings = run(photos, control=wish, report=report)
    assert 5 <= len(findings) <= 6
    assert detectors.kills > 0
    assert [f.photo for f in findings] == photos[: len(findings)]
    detectors.asked.clear()
    assert len(run(photos)) == 20
    assert len(detectors.asked) == 20 - len(findings)


def test_a_pause_holds_new_photos_back_until_it_ends(run, detectors, tmp_path):
    photos = shop(tmp_path, *["nothing"] * 12)
    wish = Wish()
    polls = []

    def paused():
        if wish.pause.is_set():
            polls.append(len(detectors.asked))
            if len(polls) == 10:
                wish.pause.clear()
        return wish.pause.is_set()

    def report(progress):
        if progress.done == 3:
            wish.pause.set()

    wish.paused = paused
    assert len(run(photos, control=wish, report=report)) == 12
    assert len(polls) == 10
    assert set(polls[2:]) == {polls[2]}
    assert polls[-1] < 12


def test_a_stop_during_a_pause_ends_the_batch(run, tmp_path):
    wish = Wish()
    wish.pause.set()
    threading.Timer(0.2, wish.stop.set).start()
    assert run(shop(tmp_path, "face"), control=wish) == []


def test_a_crash_costs_the_photo_that_made_it(run, tmp_path, store):
    photos = shop(tmp_path, "face", "crash", "nothing", "person")
    detectors = ProcessDetectors()
    findings = run(photos, detectors=detectors)
    assert categories(findings) == [1, None, 3, 2]
    assert findings[1].problem.startswith("The detection crashed on 1.jpg")
    assert detectors._processes is None


def test_a_crash_is_tried_again_by_the_next_scan_and_then_last(run, ask, tmp_path, store):
    crash, face = shop(tmp_path, "crash", "face")
    run([crash, face], detectors=ProcessDetectors())
    assert "crashed" in ask([crash])["0.jpg"].problem
    new = write_photo(tmp_path, "new.jpg", "nothing here")
    run.reports.clear()
    run([crash, face, new], detectors=ProcessDetectors())
    assert [p.finding.photo.name for p in run.reports] == ["new.jpg", "0.jpg"]


def test_after_a_crash_nobody_boards_until_each_was_tried_alone(tmp_path):
    detectors = ProcessDetectors()
    flying = flight.Flight(detectors, detection=Detection(), seats=2)
    for photo in shop(tmp_path, "crash", "face"):
        flying.board(photo, content=photo.name)
    landings, rooms = [], []
    while flying.busy:
        flying.retry()
        landings += flying.land(patience=0.05)
        rooms.append(flying.has_room and bool(detectors.kills) and flying.busy)
    flying.close()
    assert sorted(landing.photo.name for landing in landings) == ["0.jpg", "1.jpg"]
    assert not any(rooms)


def test_an_executor_that_is_shut_before_a_photo_boards_is_started_again(run, tmp_path):
    class ShutAtFirst(ThreadDetectors):
        def start(self):
            pool = super().start()
            if self.starts == 1:
                pool.shutdown()
            return pool

    detectors = ShutAtFirst()
    assert categories(run(shop(tmp_path, "face", "person"), detectors=detectors)) == [1, 2]
    assert detectors.starts == 2


def test_a_child_that_cannot_start_ends_the_batch_with_a_sentence(run, tmp_path):
    photos = shop(tmp_path, *["face"] * 8)
    detectors = ProcessDetectors(initializer=die)
    with pytest.raises(DetectorsFailed, match=f"{flight.CRASHES_AT_START} times in a row"):
        run(photos, detectors=detectors)
    assert detectors.starts == flight.CRASHES_AT_START
    assert detectors._processes is None


def test_a_kill_from_another_thread_after_a_stop_ends_the_batch(run, tmp_path):
    photos = shop(tmp_path, *["nothing"] * 50)
    wish = Wish()
    detectors = ProcessDetectors()

    def report(progress):
        if progress.done == 3:
            wish.stop.set()
            thread = threading.Thread(target=detectors.kill)
            thread.start()
            thread.join()

    findings = run(photos, detectors=detectors, control=wish, report=report)
    assert 3 <= len(findings) < 50
    assert all(finding.problem is None for finding in findings)


def test_crashes_with_photos_between_them_never_end_a_batch(run, tmp_path):
    findings = run(shop(tmp_path, *["lost", "nothing"] * flight.CRASHES_IN_A_ROW))
    assert categories(findings) == [None, 3] * flight.CRASHES_IN_A_ROW


def test_too_many_crashes_without_a_photo_between_them_end_a_batch(run, detectors, tmp_path):
    photos = shop(tmp_path, "face", *["lost"] * 50)
    with pytest.raises(DetectorsFailed, match=f"{flight.CRASHES_IN_A_ROW} times in a row"):
        run(photos)
    assert detectors.starts <= flight.CRASHES_IN_A_ROW + 1


def test_a_pause_does_not_slow_the_rate(run, tmp_path, monkeypatch):
    """On a clock that goes one second per photo, and a thousand per look at a pause."""
    now = [0.0]
    pauses = iter([True] * 5)
    wish = Wish()

    def monotonic():
        now[0] += 1
        return now[0]

    def paused():
        if wish.pause.is_set() and not next(pauses, False):
            wish.pause.clear()
        now[0] += 1000 * wish.pause.is_set()
        return wish.pause.is_set()

    def report(progress):
        rates.append(progress.photos_per_second)
        if progress.done == 4:
            wish.pause.set()

    rates = []
    wish.paused = paused
    monkeypatch.setattr("engine.batch.time", SimpleNamespace(monotonic=monotonic))
    run(shop(tmp_path, *["nothing"] * 12), control=wish, report=report)
    assert rates[0] == 0
    assert rates[1:] == [pytest.approx(1)] * 11
