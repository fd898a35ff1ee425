"""The way off the GUI thread: one ending, on the GUI thread, none for stopped jobs."""

from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtCore import QObject, Signal

from gui.shared.runner import Runner


@pytest.fixture
def runner(qapp):
    lane = Runner(threads=2)
    yield lane
    lane.stop()
    assert lane.join(deadline=time.monotonic() + 5)


def refuse(error):
    raise AssertionError(f"unexpected failure: {error}")


def test_results_and_progress_come_back_on_the_gui_thread(qtbot, runner):
    heard = []

    def work(report, job):
        for step in range(3):
            report(step)
        return threading.current_thread().name

    runner.start(
        work,
        done=lambda name: heard.append(("done", name, threading.current_thread())),
        failed=refuse,
        progress=lambda step: heard.append(("step", step, threading.current_thread())),
    )
    qtbot.waitUntil(lambda: not runner.busy())
    assert [word for word, _, _ in heard] == ["step", "step", "step", "done"]
    assert heard[-1][1].startswith("job-")
    assert {thread for _, _, thread in heard} == {threading.main_thread()}


def test_a_failure_is_heard_once_and_the_lane_goes_on(qtbot, runner):
    errors, results = [], []

    def broken(report, job):
        raise ValueError("no")

    runner.start(broken, done=results.append, failed=errors.append)
    runner.start(lambda report, job: 7, done=results.append, failed=refuse)
    qtbot.waitUntil(lambda: not runner.busy())
    assert [str(error) for error in errors] == ["no"]
    assert results == [7]


def test_a_stopped_job_is_silent(qtbot, runner):
    heard, go = [], threading.Event()

    def work(report, job):
        report("early")
        go.wait(5)
        return "late"

    job = runner.start(work, done=heard.append, failed=refuse, progress=heard.append)
    job.stop()
    go.set()
    qtbot.waitUntil(lambda: not runner.busy())
    assert heard == []


def test_pause_is_seen_by_the_work(qtbot, runner):
    seen, asked = [], threading.Event()

    def work(report, job):
        asked.wait(5)
        seen.append(job.paused())

    job = runner.start(work, failed=refuse)
    job.pause()
    asked.set()
    qtbot.waitUntil(lambda: not runner.busy())
    job.resume()
    assert seen == [True]
    assert not job.paused()


def test_close_stops_running_work_and_drops_queued_work(qapp):
    lane = Runner(threads=1)
    started, ran = threading.Event(), []

    def wait_for_stop(report, job):
        started.set()
        while not job.stopped():
            threading.Event().wait(0.005)

    lane.start(wait_for_stop, failed=refuse)
    lane.start(lambda report, job: ran.append(1), failed=refuse)
    started.wait(5)
    lane.stop()
    assert lane.join(deadline=time.monotonic() + 5)
    assert ran == []


def test_close_can_let_queued_work_finish(qapp):
    lane = Runner(threads=1)
    ran = []
    for number in range(20):
        lane.start(lambda report, job, n=number: ran.append(n), failed=refuse)
    lane.stop(finish=True)
    assert lane.join(deadline=time.monotonic() + 5)
    assert ran == list(range(20))


def test_many_letters_do_not_get_lost(qtbot, runner):
    heard = []

    def work(report, job):
        for number in range(5_000):
            report(number)

    runner.start(work, failed=refuse, progress=heard.append)
    qtbot.waitUntil(lambda: not runner.busy())
    assert heard == list(range(5_000))


class Bell(QObject):
    rung = Signal(int)


def test_twenty_thousand_emissions_survive(qapp):
    """PySide6 6.12.0 on Python 3.11 loses a reference to True per emission and aborts the process."""
    bell, heard = Bell(), []
    bell.rung.connect(heard.append)
    assert all(bell.rung.emit(number) for number in range(20_000))
    assert len(heard) == 20_000
