"""Thumbnails: what is seen comes first, bad photos are asked once, the cache keeps to its bytes."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from photo_fakes import photo
from PySide6.QtGui import QPixmap

from engine.errors import PhotoUnreadable
from gui.browse.thumb_loader import PixmapCache, ThumbLoader


class FakeThumbs:
    """Counts what is asked for; waits for `gate`; photos named bad have none."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.gate = threading.Event()
        self.gate.set()

    def get(self, wanted):
        self.gate.wait(5)
        self.asked.append(wanted.name)
        if wanted.name.startswith("bad"):
            raise PhotoUnreadable("bad.jpg cannot be read.")
        pixels = np.zeros((20, 30, 3), np.uint8)
        pixels[..., 0] = 200
        pixels.setflags(write=False)
        return pixels


@pytest.fixture
def thumbs():
    return FakeThumbs()


@pytest.fixture
def loader(qapp, thumbs):
    made = ThumbLoader(thumbs=thumbs)
    yield made
    thumbs.gate.set()
    made.stop().join(deadline=time.monotonic() + 5)


def test_pixels_arrive_as_they_are(qtbot, loader):
    with qtbot.waitSignal(loader.arrived):
        loader.want([photo("a.jpg")])
    pixmap = loader.cache.get(photo("a.jpg"))
    assert (pixmap.width(), pixmap.height()) == (30, 20)
    assert pixmap.toImage().pixelColor(5, 5).getRgb() == (200, 0, 0, 255)


def test_what_is_no_longer_seen_is_not_loaded(qtbot, loader, thumbs):
    thumbs.gate.clear()
    loader.want([photo(f"old{number}.jpg") for number in range(50)])
    loader.want([photo("new.jpg")])
    thumbs.gate.set()
    qtbot.waitUntil(lambda: loader.cache.get(photo("new.jpg")) is not None)
    assert len([name for name in thumbs.asked if name.startswith("old")]) <= 2


def test_the_rest_is_prepared_only_when_allowed(qtbot, loader, thumbs):
    loader.allow_filling(False)
    loader.fill([photo("rest.jpg")])
    with qtbot.waitSignal(loader.arrived):
        loader.want([photo("seen.jpg")])
    assert thumbs.asked == ["seen.jpg"]
    qtbot.waitUntil(lambda: loader._active == 0)
    loader.allow_filling(True)
    qtbot.waitUntil(lambda: thumbs.asked == ["seen.jpg", "rest.jpg"])
    assert loader.cache.get(photo("rest.jpg")) is None


def test_a_bad_photo_is_asked_once(qtbot, loader, thumbs):
    loader.want([photo("bad.jpg")])
    qtbot.waitUntil(lambda: bool(loader._failed))
    loader.want([photo("bad.jpg")])
    with qtbot.waitSignal(loader.arrived):
        loader.want([photo("bad.jpg"), photo("good.jpg")])
    assert thumbs.asked.count("bad.jpg") == 1


def test_the_cache_drops_what_was_not_asked_for_longest(qapp):
    cache = PixmapCache(limit=3 * 10 * 10 * 4)
    for name in ("a", "b", "c"):
        cache.put(photo(name), QPixmap(10, 10))
    assert cache.get(photo("a")) is not None
    cache.put(photo("d"), QPixmap(10, 10))
    assert cache.get(photo("b")) is None
    assert cache.get(photo("a")) is not None
    cache.put(photo("d"), QPixmap(10, 10))
    assert cache.get(photo("c")) is not None


def test_a_photo_that_comes_into_view_while_it_is_prepared_is_not_lost(qtbot, loader, thumbs):
    thumbs.gate.clear()
    loader.fill([photo("both.jpg")])
    qtbot.waitUntil(lambda: bool(loader._under_way))
    loader.want([photo("both.jpg")])
    with qtbot.waitSignal(loader.arrived):
        thumbs.gate.set()
    assert loader.cache.get(photo("both.jpg")) is not None
