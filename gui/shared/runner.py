"""The one way off the GUI thread, and the one way back."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer

logger = logging.getLogger(__name__)

DRAIN_MS = 30
LETTERS_PER_TICK = 500
DRAIN_SECONDS = 0.02

Heard = Callable[[Any], None]
Report = Callable[[Any], None]
Work = Callable[[Report, "Job"], Any]


class Job:
    """A ticket for work under way, and the engine's `Control` over it."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._pause = threading.Event()

    def stop(self) -> None:
        """End the work at its next look; whatever it still says is not heard."""
        self._stop.set()

    def stopped(self) -> bool:
        """Whether the work should end now."""
        return self._stop.is_set()

    def pause(self) -> None:
        """Let the work wait at its next look."""
        self._pause.set()

    def resume(self) -> None:
        """Let the work go on."""
        self._pause.clear()

    def paused(self) -> bool:
        """Whether the work should wait."""
        return self._pause.is_set()


@dataclass(frozen=True, slots=True)
class _Task:
    job: Job
    work: Work
    done: Heard
    failed: Heard
    progress: Heard


@dataclass(frozen=True, slots=True)
class _Letter:
    job: Job
    heard: Heard
    value: Any
    last: bool


class Runner(QObject):
    """Runs plain functions in threads of its own and calls back on the GUI thread.

    No signal crosses a thread: the threads put letters into a queue, a timer on the GUI thread reads them.
    The threads are daemons, so that a stuck decoder cannot keep the program alive.
    """

    def __init__(self, parent: QObject | None = None, *, threads: int = 1, name: str = "job") -> None:
        super().__init__(parent)
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._letters: queue.SimpleQueue[_Letter] = queue.SimpleQueue()
        self._jobs: set[Job] = set()
        self._closed = False
        self._threads = [
            threading.Thread(target=self._serve, name=f"{name}-{number}", daemon=True)
            for number in range(threads)
        ]
        self._timer = QTimer(self)
        self._timer.setInterval(DRAIN_MS)
        self._timer.timeout.connect(self._drain)
        for thread in self._threads:
            thread.start()

    def start(
        self, work: Work, *, done: Heard = lambda _: None, failed: Heard, progress: Heard = lambda _: None
    ) -> Job:
        """Queue `work(report, job)`; then exactly one of `done(result)` and `failed(error)` is called."""
        job = Job()
        if self._closed:
            job.stop()
            return job
        self._jobs.add(job)
        self._tasks.put(_Task(job, work, done, failed, progress))
        self._timer.start()
        return job

    def busy(self) -> bool:
        """Whether any job has not ended yet."""
        return bool(self._jobs)

    def stop(self, *, finish: bool = False) -> None:
        """Stop every job (or let queued ones `finish`), take no new ones, say nothing more."""
        self._closed = True
        self._timer.stop()
        if not finish:
            for job in self._jobs:
                job.stop()
        for _ in self._threads:
            self._tasks.put(None)

    def join(self, *, deadline: float) -> bool:
        """Wait for the threads until `deadline` (time.monotonic). Returns whether every one has ended."""
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _serve(self) -> None:
        while (task := self._tasks.get()) is not None:
            self._run(task)

    def _run(self, task: _Task) -> None:
        def report(value: Any) -> None:
            self._letters.put(_Letter(task.job, task.progress, value, last=False))

        if task.job.stopped():
            self._letters.put(_Letter(task.job, task.done, None, last=True))
            return
        try:
            result = task.work(report, task.job)
        except Exception as error:  # handed over: the GUI tells faults of the world from bugs
            logger.info("a job failed", exc_info=error)
            self._letters.put(_Letter(task.job, task.failed, error, last=True))
        else:
            self._letters.put(_Letter(task.job, task.done, result, last=True))

    def _drain(self) -> None:
        deadline = time.monotonic() + DRAIN_SECONDS
        for _ in range(LETTERS_PER_TICK):
            try:
                letter = self._letters.get_nowait()
            except queue.Empty:
                break
            self._deliver(letter)
            if time.monotonic() > deadline:
                break
        if not self._jobs and self._letters.empty():
            self._timer.stop()

    def _deliver(self, letter: _Letter) -> None:
        if letter.last:
            self._jobs.discard(letter.job)
        if not self._closed and not letter.job.stopped():
            letter.heard(letter.value)
