"""What a report is made of, before it is known whether it becomes a web page or a PDF."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from engine.plots.plot import Plot


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `loud` parts of it are set in bold."""

    words: str
    loud: tuple[str, ...] = ()
    small: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """A line of symbols, in letters of one width."""

    words: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One number to remember."""

    title: str
    lines: tuple[tuple[str, str], ...]
    """(what, number)."""


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards side by side; the middle one is the likely case."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as texts, in which a line feed begins a new line; the first `words` columns are words, the others
    numbers."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int = 1
    folded: str = ""
    """What a reader opens to see a long table on a web page; empty: it is always open."""
    muted: frozenset[int] = field(default_factory=frozenset)
    """Rows set in grey."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A plot with its title and explanation."""

    plot: Plot


Block = Text | Formula | Bullets | Cards | Table | Picture


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """Blocks under one heading."""

    title: str
    blocks: tuple[Block, ...]
    kind: Literal["", "lead", "refused", "green", "amber", "red", "method"] = ""


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A whole report."""

    title: str
    sources: str
    note: str
    sections: tuple[Section, ...]
