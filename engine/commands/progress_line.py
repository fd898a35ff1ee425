"""One line on a terminal that says how far a batch is."""

from __future__ import annotations

import sys
from types import TracebackType

from engine.records import Progress

_ERASE = "\r\x1b[K"


class ProgressLine:
    """Writes over itself on stderr, and nothing at all where stderr is not a terminal."""

    def __init__(self) -> None:
        self._shown = False

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            sys.stderr.write(_ERASE)

    def show(self, progress: Progress) -> None:
        """Say what `progress` says."""
        if not sys.stderr.isatty():
            return
        line = f"{_ERASE}{progress.done:,} of {progress.total:,} photos"
        if progress.seconds_left is not None:
            line += f", {progress.photos_per_second:.1f} a second, {_duration(progress.seconds_left)} left"
        sys.stderr.write(line)
        sys.stderr.flush()
        self._shown = True


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
