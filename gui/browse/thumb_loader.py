"""Thumbnails on their way: what is seen first, what is near next, the rest of the folder in idle time."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict, deque
from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from engine.errors import StyleliftError
from engine.records import Photo
from gui.shared.runner import Job, Report, Runner

logger = logging.getLogger(__name__)
CACHE_BYTES = 160 * 2**20
THREADS = 2
IDLE_MS = 1000
"""So long nothing must have come into view before the rest of the folder is prepared."""


class Thumbs(Protocol):
    """The disk cache of thumbnails: `engine.images.thumbs.ThumbCache`."""

    def get(self, photo: Photo) -> NDArray[np.uint8]:
        """Pixels (h, w, 3), upright RGB; raises PhotoUnreadable."""
        ...


class PixmapCache:
    """The newest pixmaps, as many as fit into `limit` bytes; the ones not asked for longest go first."""

    def __init__(self, *, limit: int = CACHE_BYTES) -> None:
        self._limit = limit
        self._bytes = 0
        self._pixmaps: OrderedDict[Photo, QPixmap] = OrderedDict()

    def get(self, photo: Photo) -> QPixmap | None:
        """The pixmap, or None."""
        pixmap = self._pixmaps.get(photo)
        if pixmap is not None:
            self._pixmaps.move_to_end(photo)
        return pixmap

    def put(self, photo: Photo, pixmap: QPixmap) -> None:
        """Keep a pixmap and drop the oldest beyond the limit."""
        if photo in self._pixmaps:
            self._bytes -= _bytes(self._pixmaps.pop(photo))
        self._pixmaps[photo] = pixmap
        self._bytes += _bytes(pixmap)
        while self._bytes > self._limit and len(self._pixmaps) > 1:
            self._bytes -= _bytes(self._pixmaps.popitem(last=False)[1])


class ThumbLoader(QObject):
    """`arrived` tells that pixmaps have come; views repaint what they show."""

    arrived = Signal()

    def __init__(self, *, thumbs: Thumbs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cache = PixmapCache()
        self._thumbs = thumbs
        self._runner = Runner(self, threads=THREADS, name="thumb")
        self._lock = threading.Lock()
        self._wanted: deque[Photo] = deque()
        self._under_way: set[Photo] = set()
        self._awaited: frozenset[Photo] = frozenset()
        self._rest: Iterator[Photo] = iter(())
        self._failed: set[Photo] = set()
        self._may_fill = True
        self._filling: Photo | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(IDLE_MS)
        self._idle.timeout.connect(self._on_quiet)
        self._quiet = True
        self._active = 0

    def want(self, photos: Sequence[Photo]) -> None:
        """Load these, in this order, and forget what was wanted before: it is no longer seen."""
        self._quiet = False
        self._idle.start()
        missing = [p for p in photos if p not in self._failed and self.cache.get(p) is None]
        with self._lock:
            self._awaited = frozenset(missing)
            self._wanted = deque(p for p in missing if p not in self._under_way)
        self._pump()

    def fill(self, photos: Sequence[Photo]) -> None:
        """Prepare these on disk whenever nothing is wanted."""
        self._failed.clear()
        with self._lock:
            self._rest = iter(photos)
        self._pump()

    def allow_filling(self, allowed: bool) -> None:
        """Whether photos that nobody sees may be prepared: not while a scan needs the cores."""
        self._may_fill = allowed
        self._pump()

    def stop(self) -> Runner:
        """Load nothing more. Returns the lane to wait for."""
        self._idle.stop()
        self._runner.stop()
        return self._runner

    def _pump(self) -> None:
        while self._active < THREADS and (self._wanted or not self._active):
            self._active += 1
            self._runner.start(
                self._load, done=self._on_idle, failed=self._on_broken, progress=self._on_loaded
            )

    def _load(self, report: Report, job: Job) -> None:
        """In a thread: load until there is nothing to do."""
        while not job.stopped():
            photo = self._next()
            if photo is None:
                return
            pixels = self._read(photo)
            if self._arrived_awaited(photo):
                report((photo, None if pixels is None else to_image(pixels)))

    def _read(self, photo: Photo) -> NDArray[np.uint8] | None:
        try:
            return self._thumbs.get(photo)
        except StyleliftError as error:
            logger.info("no thumbnail: %s", error)
            return None

    def _arrived_awaited(self, photo: Photo) -> bool:
        """Whether the photo is in view now: it may have come into view while it was read in idle time."""
        with self._lock:
            self._under_way.discard(photo)
            if photo == self._filling:
                self._filling = None
            return photo in self._awaited

    def _next(self) -> Photo | None:
        with self._lock:
            photo = self._wanted.popleft() if self._wanted else self._next_unseen()
            if photo is not None:
                self._under_way.add(photo)
            return photo

    def _next_unseen(self) -> Photo | None:
        """In one thread only, so that another is free for what comes into view."""
        if self._may_fill and self._quiet and self._filling is None:
            self._filling = next(self._rest, None)
            return self._filling
        return None

    def _on_quiet(self) -> None:
        self._quiet = True
        self._pump()

    def _on_loaded(self, letter: tuple[Photo, QImage | None]) -> None:
        photo, image = letter
        if image is None:
            self._failed.add(photo)
            return
        self.cache.put(photo, QPixmap.fromImage(image))
        self.arrived.emit()

    def _on_idle(self, _: None) -> None:
        self._active -= 1
        if self._wanted:
            self._pump()

    def _on_broken(self, error: Exception) -> None:
        self._active -= 1
        raise error


def to_image(pixels: NDArray[np.uint8]) -> QImage:
    """A QImage with memory of its own; made in a thread, where a QPixmap must not be."""
    height, width, _ = pixels.shape
    return QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).convertToFormat(
        QImage.Format.Format_RGB32
    )


def _bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * max(8, pixmap.depth()) // 8
