"""Places texts, rules and plots on A4 pages from top to bottom; knows no report and draws nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.plots.plot import Plot
from engine.reports.typesetting import Piece, Style, width

PAGE = (8.27, 11.69)
SIDE = 0.75
TOP = 0.7
BOTTOM = 0.8
COLUMN = PAGE[0] - 2 * SIDE
"""Inches of a line."""
_FULL = PAGE[1] - TOP - BOTTOM


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of one line; `x` from the left, `y` of its base line from the top, in inches."""

    x: float
    y: float
    text: str
    style: Style
    bold: bool
    right: bool = False
    """Whether x is its right end."""


@dataclass(frozen=True, slots=True)
class Area:
    """A filled rectangle, or a rule where it is flat; inches from the left and from the top."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    outline: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """Room for a plot over the width of the column."""

    y: float
    height: float
    plot: Plot


@dataclass(slots=True)
class Page:
    """What lies on one page."""

    words: list[Words] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)


class Flow:
    """Fills pages; `y` is how far down the last one is filled, in inches from the top."""

    def __init__(self) -> None:
        self.pages = [Page()]
        self.y = TOP

    def need(self, height: float) -> bool:
        """Go to a new page unless `height` inches are left, or a whole page would not do; whether it did."""
        if min(height, _FULL) <= self.left + 1e-9:
            return False
        self.pages.append(Page())
        self.y = TOP
        return True

    @property
    def left(self) -> float:
        """Inches left on the page."""
        return PAGE[1] - BOTTOM - self.y

    def skip(self, height: float) -> None:
        """Leave room, but none at the top of a page."""
        if self.y > TOP:
            self.y += height

    def line(self, pieces: list[Piece], style: Style, *, x: float = SIDE) -> None:
        """One line of text, and down by its height."""
        self.need(style.line)
        self.y += style.line
        for text, bold in pieces:
            heavy = bold or style.bold
            if text:
                self.put(text, style, x=x, bold=heavy)
            x += width(text, style, bold=heavy) if text else 0

    def put(
        self, text: str, style: Style, *, x: float, bold: bool = False, right: bool = False, lift: float = 0
    ) -> None:
        """Text whose line ends `lift` inches above where the page is filled to."""
        base = self.y - lift - 0.3 * style.points * style.leading / 72
        self.pages[-1].words.append(Words(x, base, text, style, bold or style.bold, right))

    def area(self, *, y: float, height: float, colour: str, x: float = SIDE, wide: float = COLUMN,
             outline: bool = False) -> None:  # fmt: skip
        """A rectangle on the present page."""
        self.pages[-1].areas.append(Area(x, y, wide, height, colour, outline))

    def plot(self, plot: Plot, *, height: float) -> None:
        """Room for a plot."""
        self.need(height)
        self.pages[-1].slots.append(Slot(self.y, height, plot))
        self.y += height
