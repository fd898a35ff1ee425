"""How wide words are in print, and where lines break."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

_UNIT = 100
"""Points at which letters are measured."""
FAMILIES = {"text": "DejaVu Sans", "code": "DejaVu Sans Mono"}


@dataclass(frozen=True, slots=True)
class Style:
    """A way of setting text."""

    points: float
    colour: str
    bold: bool = False
    code: bool = False
    leading: float = 1.45
    """Line height over letter height."""

    @property
    def family(self) -> str:
        """The typeface; both come with matplotlib."""
        return FAMILIES["code" if self.code else "text"]

    @property
    def line(self) -> float:
        """Height of a line in inches."""
        return self.points * self.leading / 72


Piece = tuple[str, bool]
"""Words of a line that are set alike, and whether they are bold."""


def width(text: str, style: Style, *, bold: bool | None = None) -> float:
    """Inches that a text of one line takes."""
    heavy = style.bold if bold is None else bold
    return sum(_advance(letter, style.family, heavy) for letter in text) * style.points / 72


@lru_cache(maxsize=4_000)
def _advance(letter: str, family: str, bold: bool) -> float:
    """Width of a letter, in heights of the type. Adding them up leaves out kerning, which only takes room
    away, and is a hundred times as fast as laying out each text."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    font = get_font(findfont(FontProperties(family=family, weight="bold" if bold else "normal")))
    font.set_size(_UNIT, 72)
    return float(font.load_char(ord(letter)).linearHoriAdvance) / 65536 / _UNIT


def broken(text: str, style: Style, *, within: float) -> list[str]:
    """Lines of at most `within` inches; a word that is wider than that is cut."""
    return [line for part in text.split("\n") for line in _lines(part, style, within)]


def _lines(text: str, style: Style, within: float) -> list[str]:
    lines = [""]
    for word in text.replace(" %", "\u00a0%").split(" "):
        tried = f"{lines[-1]} {word}" if lines[-1] else word
        if width(tried, style) <= within:
            lines[-1] = tried
            continue
        if lines[-1]:
            lines.append("")
        while width(word, style) > within and len(word) > 1:
            fits = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or width(word[:n], style) <= within)
            lines[-1], word = word[:fits], word[fits:]
            lines.append("")
        lines[-1] = word
    return lines


def with_loud(line: str, loud: tuple[str, ...]) -> list[Piece]:
    """A line cut into pieces, those in `loud` bold."""
    for words in loud:
        found = words.replace(" %", "\u00a0%")
        before, hit, after = line.partition(found)
        if hit:
            return [(before, False), (hit, True), *with_loud(after, loud)]
    return [(line, False)]
