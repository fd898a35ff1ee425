"""How fast a batch goes, and how long the rest will take."""

from __future__ import annotations

_MEMORY = 30
"""Photos over which the average moves: recent ones count, one slow photo does not."""


class Pace:
    """A moving average of the time between two photos that come back from the networks."""

    def __init__(self) -> None:
        """Begin with no photo back."""
        self._last: float | None = None
        self._intervals = 0
        self._mean = 0.0

    def tick(self, now: float) -> None:
        """Note that a photo came back at `now` (seconds on any steady clock)."""
        if self._last is not None:
            self._intervals = min(self._intervals + 1, _MEMORY)
            self._mean += (now - self._last - self._mean) / self._intervals
        self._last = now

    def rest(self) -> None:
        """Forget when the last photo came back: a pause, or the start of the networks, is not slowness."""
        self._last = None

    @property
    def photos_per_second(self) -> float:
        """0 while there is no rate yet."""
        return 1 / self._mean if self._mean > 0 else 0.0

    def seconds_left(self, photos: int) -> float | None:
        """Time for that many more photos; None while there is no rate yet."""
        return photos * self._mean if self._mean > 0 else None
