from __future__ import annotations

import pytest

from engine.pace import Pace


def test_there_is_no_rate_before_two_photos():
    pace = Pace()
    assert (pace.photos_per_second, pace.seconds_left(10)) == (0.0, None)
    pace.tick(100.0)
    assert (pace.photos_per_second, pace.seconds_left(10)) == (0.0, None)


def test_a_steady_pace_is_its_own_average():
    pace = Pace()
    for second in range(10):
        pace.tick(second / 4)
    assert pace.photos_per_second == pytest.approx(4)
    assert pace.seconds_left(100) == pytest.approx(25)


def test_a_pause_does_not_count():
    pace = Pace()
    pace.tick(0.0)
    pace.tick(1.0)
    pace.rest()
    pace.tick(1000.0)
    pace.tick(1001.0)
    assert pace.photos_per_second == pytest.approx(1)


def test_the_average_forgets():
    pace = Pace()
    now = 0.0
    for interval in [10.0] * 50 + [1.0] * 200:
        now += interval
        pace.tick(now)
    assert pace.photos_per_second == pytest.approx(1, rel=0.05)


def test_photos_that_come_back_at_once_do_not_divide_by_zero():
    pace = Pace()
    pace.tick(5.0)
    pace.tick(5.0)
    assert (pace.photos_per_second, pace.seconds_left(3)) == (0.0, None)
