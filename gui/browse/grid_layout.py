"""Where each photo of the grid lies: plain arithmetic over columns, lines and groups, the same at any size.

A group is a run of rows with a heading above it; without groups there is one and no heading. Pixels count
from the top left of the whole grid, not of what is seen of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize


@dataclass(frozen=True, eq=False)
class GridLayout:
    """`starts` are the first rows of the groups (ascending, beginning with 0), `total` the number of rows."""

    total: int
    starts: NDArray[np.int64]
    cell: QSize
    columns: int
    heading: int = 0
    """Pixels above each group; 0 for no headings."""

    @cached_property
    def _ends(self) -> NDArray[np.int64]:
        return np.append(self.starts[1:], self.total)

    @cached_property
    def _tops(self) -> NDArray[np.int64]:
        """The top of each group's heading, and the bottom of the last group."""
        lines = -(-(self._ends - self.starts) // self.columns)
        heights = self.heading + lines * self.cell.height()
        return np.concatenate([[0], np.cumsum(heights)])

    @property
    def height(self) -> int:
        """Of the whole grid."""
        return int(self._tops[-1]) if self.total else 0

    def group_of(self, row: int) -> int:
        """The group that a row is in."""
        return int(np.searchsorted(self.starts, row, side="right")) - 1

    def group_at(self, y: int) -> int:
        """The group whose heading or photos are at a height; the nearest one outside."""
        group = int(np.searchsorted(self._tops, y, side="right")) - 1
        return max(0, min(group, len(self.starts) - 1))

    def size_of(self, group: int) -> int:
        """How many rows a group has."""
        return int(self._ends[group] - self.starts[group])

    def heading_top(self, group: int) -> int:
        """The top of a group's heading; of the group after the last one: where it would be."""
        return int(self._tops[group])

    def rect(self, row: int) -> QRect:
        """The cell of a row."""
        group = self.group_of(row)
        line, column = divmod(row - int(self.starts[group]), self.columns)
        top = int(self._tops[group]) + self.heading + line * self.cell.height()
        return QRect(column * self.cell.width(), top, self.cell.width(), self.cell.height())

    def row_at(self, x: int, y: int) -> int:
        """The row of the cell at a point; -1 on a heading and beside the cells."""
        if not (0 <= y < self.height and 0 <= x < self.columns * self.cell.width()):
            return -1
        group = self.group_at(y)
        below = y - int(self._tops[group]) - self.heading
        if below < 0:
            return -1
        row = int(self.starts[group]) + below // self.cell.height() * self.columns + x // self.cell.width()
        return row if row < self._ends[group] else -1

    def row_near(self, x: int, y: int) -> int:
        """The row whose cell is at a point or nearest to it in the same group; -1 without rows."""
        if not self.total:
            return -1
        group = self.group_at(max(0, min(y, self.height - 1)))
        size = self.size_of(group)
        below = y - int(self._tops[group]) - self.heading
        line = max(0, min(below // self.cell.height(), (size - 1) // self.columns))
        column = max(0, min(x // self.cell.width(), self.columns - 1))
        return int(self.starts[group]) + min(line * self.columns + column, size - 1)

    def rows_between(self, top: int, bottom: int) -> range:
        """The rows whose cells lie between two heights, whole lines of them."""
        if not self.total or bottom <= top:
            return range(0)
        first, last = self.row_near(0, top), self.row_near(self.columns * self.cell.width(), bottom - 1)
        return range(first, last + 1)

    def groups_between(self, top: int, bottom: int) -> range:
        """The groups that can be seen between two heights."""
        if not self.total or bottom <= top:
            return range(0)
        return range(self.group_at(top), self.group_at(bottom - 1) + 1)

    def above(self, row: int) -> int:
        """The row one line up, over headings; itself in the first line."""
        return self._beside(row, lines=-1)

    def below(self, row: int) -> int:
        """The row one line down, over headings; itself in the last line."""
        return self._beside(row, lines=1)

    def _beside(self, row: int, *, lines: int) -> int:
        group = self.group_of(row)
        line, column = divmod(row - int(self.starts[group]), self.columns)
        line += lines
        if line < 0:
            group -= 1
            line = (self.size_of(group) - 1) // self.columns if group >= 0 else 0
        elif line * self.columns >= self.size_of(group):
            group, line = group + 1, 0
        if not 0 <= group < len(self.starts):
            return row
        return int(self.starts[group]) + min(line * self.columns + column, self.size_of(group) - 1)

    def runs_in(self, rect: QRect) -> list[tuple[int, int]]:
        """First and last row of each run of rows whose cells a rectangle touches."""
        runs: list[tuple[int, int]] = []
        left = max(0, min(rect.left() // self.cell.width(), self.columns - 1))
        right = max(0, min(rect.right() // self.cell.width(), self.columns - 1))
        y = rect.top()
        for row in self._line_starts(self.rows_between(rect.top(), rect.bottom() + 1)):
            last = min(row + right, int(self._ends[self.group_of(row)]) - 1)
            cell = self.rect(row)
            if row + left > last or cell.bottom() < y or cell.top() > rect.bottom():
                continue
            if runs and runs[-1][1] == row + left - 1:
                runs[-1] = (runs[-1][0], last)
            else:
                runs.append((row + left, last))
        return runs

    def _line_starts(self, rows: range) -> list[int]:
        """The first row of each line."""
        found = []
        row = rows.start
        while row < rows.stop:
            found.append(row)
            row = min(row + self.columns, int(self._ends[self.group_of(row)]))
        return found
