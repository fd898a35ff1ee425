"""Photos on their way through the detectors: few at a time, and a crash costs the one that made it crash."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from engine.errors import DetectorsFailed, PhotoUnreachable, PhotoUnreadable, StyleliftError, readable_name
from engine.records import Control, Evidence, Photo, Trace
from engine.settings import Detection
from engine.store.results import Problem

DetectPhoto = Callable[[Path, Detection], Evidence]
"""Looks at one photo; a top-level function, as it is called in another process. Raises PhotoUnreadable."""

TracePhoto = Callable[[Path, Detection], Trace]
"""Does the same and tells every step."""

_POLL = 0.05
"""Seconds between two looks at the control."""

CRASHES_AT_START = 4
"""Crashes before any photo has come back that mean: not the photos are at fault."""
CRASHES_IN_A_ROW = 10
"""The same for crashes without a photo between them later on."""

_log = logging.getLogger(__name__)


class Detectors(Protocol):
    """The networks, wherever they run."""

    def start(self) -> Executor:
        """A fresh executor to call `detect` in."""

    def kill(self) -> None:
        """End the executor and its processes at once; may be called twice, and from another thread."""

    @property
    def detect(self) -> DetectPhoto:
        """What to call in the executor for each photo."""

    @property
    def trace(self) -> TracePhoto:
        """What to call in the executor for a photo whose steps the user wants to see."""

    def version(self, detection: Detection) -> str:
        """Names and versions of the networks that `detection` uses."""


def traced(photo: Photo, *, detectors: Detectors, detection: Detection, control: Control) -> Trace | None:
    """Let the detectors, which must not be at work, look at one photo step by step; None after a stop.

    Raises StyleliftError where they cannot, or where the photo makes them crash.
    """
    try:
        future = detectors.start().submit(detectors.trace, photo.path, detection)
        while not wait([future], timeout=_POLL).done:
            if control.stopped():
                return None
        return future.result()
    except BrokenExecutor as error:
        if control.stopped():
            return None
        raise DetectorsFailed(_crash_sentence(photo)) from error
    finally:
        detectors.kill()


@dataclass(frozen=True, slots=True)
class Seat:
    """A photo under way."""

    photo: Photo
    content: str
    alone: bool = False
    """Whether nothing else was under way, so that a crash is this photo's."""


@dataclass(frozen=True, slots=True)
class Landing:
    """A photo that came back."""

    photo: Photo
    content: str
    result: Evidence | Problem


class Flight:
    """The photos under way in one executor, which is started for the first and again after a crash."""

    def __init__(self, detectors: Detectors, *, detection: Detection, seats: int) -> None:
        """Let at most `seats` photos be under way."""
        self._detectors = detectors
        self._detection = detection
        self._seats = seats
        self._executor: Executor | None = None
        self._flying: dict[Future[Evidence], Seat] = {}
        self._suspects: deque[Seat] = deque()
        self._crashes = 0
        self._crashes_allowed = CRASHES_AT_START

    @property
    def busy(self) -> bool:
        """Whether a photo is under way or waits to be tried alone after a crash."""
        return bool(self._flying or self._suspects)

    @property
    def has_room(self) -> bool:
        """Whether another photo may board: not while one is tried alone."""
        alone = any(seat.alone for seat in self._flying.values())
        return not (alone or self._suspects) and len(self._flying) < self._seats

    def board(self, photo: Photo, *, content: str) -> None:
        """Send a photo to the detectors. Raises StyleliftError where they cannot run at all."""
        self._send(Seat(photo=photo, content=content))

    def retry(self) -> None:
        """Send the next photo that was under way in a crash, once it can have the detectors for itself."""
        if self._suspects and not self._flying:
            suspect = self._suspects.popleft()
            self._send(Seat(photo=suspect.photo, content=suspect.content, alone=True))

    def land(self, *, patience: float) -> list[Landing]:
        """The photos that came back, waiting at most `patience` seconds for the first.

        Raises StyleliftError where no photo can be looked at, whatever it is.
        """
        if not self._flying:
            time.sleep(patience)
            return []
        wait(self._flying, timeout=patience, return_when=FIRST_COMPLETED)
        done = [future for future in self._flying if future.done()]
        if any(_is_crash(future) for future in done):
            self._detectors.kill()
            self._executor = None
            done = list(self._flying)  # a broken executor answers for none of the others either
        return self._sorted_out([(future, self._flying.pop(future)) for future in done])

    def close(self) -> None:
        """End the detectors; what is under way is lost."""
        self._flying.clear()
        self._suspects.clear()
        self._executor = None
        self._detectors.kill()

    def _send(self, seat: Seat) -> None:
        if self._executor is None:
            self._executor = self._detectors.start()
        try:
            future = self._executor.submit(self._detectors.detect, seat.photo.path, self._detection)
        except RuntimeError as error:  # broken, or shut down by `kill` from another thread
            future = Future()
            future.set_exception(BrokenExecutor(str(error)))
        self._flying[future] = seat

    def _sorted_out(self, back: list[tuple[Future[Evidence], Seat]]) -> list[Landing]:
        """Landings for those that have a result; the others of a crash become suspects."""
        landings: list[Landing] = []
        lost: list[Seat] = []
        for future, seat in back:
            if not future.done() or _is_crash(future):
                lost.append(seat)
            else:
                landings.append(_landing(future, seat))
        if landings:
            self._crashes, self._crashes_allowed = 0, CRASHES_IN_A_ROW
        if lost:
            self._count_crash()
        for seat in lost:
            if seat.alone:
                landings.append(_crash_landing(seat))
            else:
                self._suspects.append(seat)
        return landings

    def _count_crash(self) -> None:
        self._crashes += 1
        if self._crashes >= self._crashes_allowed:
            raise DetectorsFailed(
                f"The detection ended unexpectedly {self._crashes} times in a row: close other programs to"
                " free memory, then scan again. If that does not help, please report it with the log file."
            )


def _is_crash(future: Future[Evidence]) -> bool:
    """Whether a finished future says that its executor is broken or was shut down."""
    return future.cancelled() or isinstance(future.exception(), BrokenExecutor)


def _landing(future: Future[Evidence], seat: Seat) -> Landing:
    """What one photo came back with. Raises the StyleliftErrors that are not about this photo."""
    error = future.exception()
    if error is None:
        return Landing(seat.photo, seat.content, future.result())
    if isinstance(error, PhotoUnreadable):
        lasting = not isinstance(error, PhotoUnreachable)
        return Landing(seat.photo, seat.content, Problem(str(error), lasting=lasting))
    if isinstance(error, StyleliftError | KeyboardInterrupt):
        raise error
    name = readable_name(seat.photo.path.name)
    _log.error("the detection failed on %s", name, exc_info=error)
    sentence = f"The detection failed on {name}: {type(error).__name__}: {error}; please report it."
    return Landing(seat.photo, seat.content, Problem(" ".join(sentence.split()), lasting=False))


def _crash_landing(seat: Seat) -> Landing:
    _log.error("the detection crashed on %s", readable_name(seat.photo.path.name))
    return Landing(seat.photo, seat.content, Problem(_crash_sentence(seat.photo), lasting=False))


def _crash_sentence(photo: Photo) -> str:
    name = readable_name(photo.path.name)
    return f"The detection crashed on {name}: leave it out, or save it anew with another program."
