"""Large pictures on their way: the newest wish counts, older ones are dropped."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from engine.errors import StyleliftError
from engine.images.load import load
from engine.records import Photo
from gui.browse.thumb_loader import to_image
from gui.shared.runner import Job, Runner

EDGE = 2400
WHOLE = 16_000
"""More than a camera has, less than a decoder or a pixmap refuses."""
WAIT_MS = 60


class PictureSource(QObject):
    """`arrived` brings (photo, pixmap, full size); a photo that cannot be read brings nothing."""

    arrived = Signal(object, QPixmap, QSize)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = Runner(self, name="picture")
        self._job: Job | None = None
        self._wish: tuple[Photo, int] | None = None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self._on_waited)

    def want(self, photo: Photo | None, *, edge: int = EDGE) -> None:
        """Load this photo with at most `edge` pixels on its long side; None: nothing any more."""
        if self._job is not None:
            self._job.stop()
        self._wish = (photo, edge) if photo is not None else None
        self._wait.start()

    def stop(self) -> Runner:
        """Load nothing more. Returns the lane to wait for."""
        self._wait.stop()
        self._runner.stop()
        return self._runner

    def _on_waited(self) -> None:
        if self._wish is None:
            return
        photo, edge = self._wish
        self._job = self._runner.start(
            lambda report, job: (photo, *_read(photo.path, edge=edge)),
            done=lambda answer: self.arrived.emit(answer[0], QPixmap.fromImage(answer[1]), answer[2]),
            failed=_on_failed,
        )


def _read(path: Path, *, edge: int) -> tuple[QImage, QSize]:
    """In a thread."""
    loaded = load(path, edge=edge)
    return to_image(loaded.pixels), QSize(loaded.width, loaded.height)


def _on_failed(error: Exception) -> None:
    """An unreadable photo has its sentence beside it already; anything else is a bug."""
    if not isinstance(error, StyleliftError):
        raise error
