"""How wide words are in print, and where lines break."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

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


@lru_cache(maxsize=20_000)
def width(text: str, style: Style, *, bold: bool | None = None) -> float:
    """Inches that a text of one line takes."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    heavy = style.bold if bold is None else bold
    font = get_font(findfont(FontProperties(family=style.family, weight="bold" if heavy else "normal")))
    font.set_size(style.points, 72)
    font.set_text(text, 0.0)
    return float(font.get_width_height()[0]) / 64 / 72


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
