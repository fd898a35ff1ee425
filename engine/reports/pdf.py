"""A report as PDF: A4 pages with text that can be searched and copied, and plots as drawings."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from engine.plots.palette import LIGHT
from engine.plots.plot import DPI, TEXT_STAYS_TEXT
from engine.reports.blocks import Document
from engine.reports.pages import COLUMN, PAGE, SIDE, Area, Page, Words
from engine.reports.pdf_blocks import set_document

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_FOOT = 8


def pdf(report: Document) -> bytes:
    """The whole file; the same report gives the same bytes."""
    import matplotlib
    from matplotlib.backends.backend_pdf import PdfPages

    pages = set_document(report).pages
    buffer = io.BytesIO()
    facts = {"Title": report.title, "Subject": report.sources, "Creator": "Stylelift", "CreationDate": None}
    with matplotlib.rc_context(TEXT_STAYS_TEXT), PdfPages(buffer, metadata=facts) as file:
        for number, page in enumerate(pages, start=1):
            figure = _drawn(page)
            _say(figure, SIDE, PAGE[1] - 0.45, report.sources)
            _say(figure, PAGE[0] - SIDE, PAGE[1] - 0.45, f"{number} of {len(pages)}", right=True)
            file.savefig(figure, dpi=DPI)
    return buffer.getvalue()


def _drawn(page: Page) -> Figure:
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    # No space beyond the pads: the plots must lie exactly where the texts leave room for them.
    layout = ConstrainedLayoutEngine(w_pad=0.1, h_pad=0.06, wspace=0, hspace=0)
    figure = Figure(figsize=PAGE, layout=layout, facecolor=LIGHT.surface)
    for area in page.areas:
        _draw_area(figure, area)
    for words in page.words:
        _draw_words(figure, words)
    _draw_plots(figure, page)
    return figure


def _draw_area(figure: Figure, area: Area) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle

    left, bottom = area.x / PAGE[0], 1 - (area.y + area.height) / PAGE[1]
    right = left + area.width / PAGE[0]
    if area.height == 0:
        figure.add_artist(Line2D([left, right], [bottom, bottom], color=area.colour, linewidth=0.6))
        return
    shape = Rectangle(
        (left, bottom), right - left, area.height / PAGE[1],
        fill=not area.outline, color=area.colour, linewidth=0.8 if area.outline else 0, zorder=-1,
    )  # fmt: skip
    figure.add_artist(shape)


def _draw_words(figure: Figure, words: Words) -> None:
    figure.text(
        words.x / PAGE[0], 1 - words.y / PAGE[1], words.text,
        fontsize=words.style.points, color=words.style.colour, family=words.style.family,
        fontweight="bold" if words.bold else "normal", ha="right" if words.right else "left", va="baseline",
        parse_math=False,
    )  # fmt: skip


def _say(figure: Figure, x: float, y: float, text: str, *, right: bool = False) -> None:
    """A line at the foot of the page."""
    figure.text(
        x / PAGE[0], 1 - y / PAGE[1], text,
        fontsize=_FOOT, color=LIGHT.muted, ha="right" if right else "left", parse_math=False,
    )  # fmt: skip


def _draw_plots(figure: Figure, page: Page) -> None:
    """Each plot onto its own strip of a grid that fills the page; margins and texts are strips left empty."""
    heights, y = [], 0.0
    for slot in page.slots:
        heights += [slot.y - y, slot.height]
        y = slot.y + slot.height
    heights.append(PAGE[1] - y)
    grid = figure.add_gridspec(
        len(heights), 3,
        width_ratios=(SIDE, COLUMN, SIDE), height_ratios=[max(one, 1e-3) for one in heights],
        wspace=0, hspace=0,
    )  # fmt: skip
    for place, slot in enumerate(page.slots):
        strip = figure.add_subfigure(grid[2 * place + 1, 1], facecolor=LIGHT.surface)
        slot.plot.draw(palette=LIGHT, size=slot.plot.size, onto=strip)
