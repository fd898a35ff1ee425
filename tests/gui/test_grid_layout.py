"""The arithmetic of the grid against laying the photos out one by one."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRect, QSize

from gui.browse.grid_layout import GridLayout

CELL = QSize(10, 20)
SIZES = [[7], [1, 1, 1], [4, 5, 3, 1], [3, 3], [2, 8, 1, 1, 6]]


def one_by_one(sizes, *, columns, heading):
    """The place of each photo, as somebody would write them down: (left, top, group)."""
    y, places = 0, []
    for group, size in enumerate(sizes):
        y += heading
        for start in range(0, size, columns):
            places += [(column * CELL.width(), y, group) for column in range(min(columns, size - start))]
            y += CELL.height()
    return places, y


def laid_out(sizes, *, columns, heading):
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    return GridLayout(total=sum(sizes), starts=starts, cell=CELL, columns=columns, heading=heading)


@pytest.mark.parametrize("heading", [0, 15])
@pytest.mark.parametrize("columns", [1, 3, 4])
@pytest.mark.parametrize("sizes", SIZES)
def test_every_photo_is_where_it_would_be_put_by_hand(sizes, columns, heading):
    layout = laid_out(sizes, columns=columns, heading=heading)
    places, height = one_by_one(sizes, columns=columns, heading=heading)
    assert layout.height == height
    for row, (left, top, group) in enumerate(places):
        assert layout.rect(row) == QRect(left, top, CELL.width(), CELL.height())
        assert layout.group_of(row) == group
        for x, y in ((left, top), (left + 9, top + 19)):
            assert layout.row_at(x, y) == layout.row_near(x, y) == row


@pytest.mark.parametrize("heading", [0, 15])
@pytest.mark.parametrize("sizes", SIZES)
def test_points_beside_photos_are_nobody_s(sizes, heading):
    layout = laid_out(sizes, columns=3, heading=heading)
    places, height = one_by_one(sizes, columns=3, heading=heading)
    covered = {
        (left + 10 * (x // 10), y) for left, top, _ in places for x in range(10) for y in range(top, top + 20)
    }
    points = [(x, y) for x in range(0, 40, 10) for y in range(-3, height + 3)]
    assert all((layout.row_at(x, y) >= 0) == ((x, y) in covered) for x, y in points)
    assert {layout.row_near(x, y) for x, y in points} <= set(range(sum(sizes)))


@pytest.mark.parametrize("sizes", SIZES)
def test_keys_go_one_line_up_and_down_over_headings(sizes):
    layout = laid_out(sizes, columns=3, heading=15)
    places, _ = one_by_one(sizes, columns=3, heading=15)
    tops = sorted({top for _, top, _ in places})
    for row, (left, top, _) in enumerate(places):
        line = tops.index(top)
        for to, step in ((layout.above(row), -1), (layout.below(row), 1)):
            if not 0 <= line + step < len(tops):
                assert to == row
                continue
            beside = [other for other, place in enumerate(places) if place[1] == tops[line + step]]
            nearest = [other for other in beside if places[other][0] <= left][-1]
            assert to == nearest


@pytest.mark.parametrize("sizes", SIZES)
def test_a_rubber_band_takes_what_it_touches(sizes):
    layout = laid_out(sizes, columns=3, heading=15)
    places, height = one_by_one(sizes, columns=3, heading=15)
    for rect in (QRect(12, 30, 10, 50), QRect(0, 0, 30, height), QRect(5, 16, 1, 1), QRect(25, 40, 30, 90)):
        touched = [
            row for row, (left, top, _) in enumerate(places) if rect.intersects(QRect(left, top, 10, 20))
        ]
        runs = layout.runs_in(rect)
        assert [row for first, last in runs for row in range(first, last + 1)] == touched


def test_an_empty_grid_has_no_place():
    layout = GridLayout(total=0, starts=np.zeros(1, np.int64), cell=CELL, columns=3, heading=15)
    assert (layout.height, layout.row_at(1, 1), layout.row_near(1, 1)) == (0, -1, -1)
    assert list(layout.rows_between(0, 100)) == list(layout.groups_between(0, 100)) == []
