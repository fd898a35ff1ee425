"""The accuracy benchmark's pictures: contact sheets of every mistake, and the reliability curves."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks.accuracy_measure import Judged, Measured
from benchmarks.accuracy_results import Results, Scores
from benchmarks.accuracy_scores import clopper_pearson
from engine.images.load import load
from engine.plots.palette import LIGHT
from engine.records import Category

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAMES = {category.value: category.label for category in Category}
WIDTH = 1280
MARGIN = 24
GAP = 16
COLUMNS = 6
THUMB = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * GAP) // COLUMNS
LINE = 18
CAPTION = 3 * LINE + 22
TITLE = 56
HEADING = 44
PAGE = 72
"""Mistakes on one sheet."""
REVIEW = "#A8447B"
"""The window's colour of what needs the user."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A photo decided wrongly, as the sheet shows it."""

    path: Path
    file: str
    label: int
    decided: int
    confidence: float
    marked: bool


def contact_sheets(
    judged: Judged, measured: Measured, wrong: Sequence[int], *, folder: Path
) -> Iterator[Image.Image]:
    """Sheets of the photos with the numbers `wrong`, in their order, under a heading for each confusion."""
    all_of_them = [_mistake(judged, measured, number, folder) for number in wrong]
    pages = -(-len(all_of_them) // PAGE)
    for page in range(pages):
        title = f"{judged.title}: {len(wrong)} of {len(measured.labels)} photos decided wrongly"
        if pages > 1:
            title += f" (sheet {page + 1} of {pages})"
        yield _sheet(title, all_of_them[page * PAGE : (page + 1) * PAGE])


def _mistake(judged: Judged, measured: Measured, number: int, folder: Path) -> Mistake:
    label, decision = measured.labels[number], judged.decisions[number]
    return Mistake(
        path=folder / label.file,
        file=label.file,
        label=label.category,
        decided=int(decision.category),
        confidence=decision.confidence,
        marked=bool(decision.review),
    )


def _sheet(title: str, shown: Sequence[Mistake]) -> Image.Image:
    blocks = [list(block) for _, block in groupby(shown, key=lambda one: (one.label, one.decided))]
    row = THUMB + CAPTION
    height = TITLE + sum(HEADING + row * -(-len(block) // COLUMNS) for block in blocks) + MARGIN
    sheet = Image.new("RGB", (WIDTH, height), LIGHT.surface)
    draw = ImageDraw.Draw(sheet)
    draw.text((MARGIN, 20), title, fill=LIGHT.text, font=_font(22, bold=True))
    top = TITLE
    for block in blocks:
        _heading(draw, block, top)
        top += HEADING
        for place, one in enumerate(block):
            left = MARGIN + place % COLUMNS * (THUMB + GAP)
            _cell(sheet, draw, one, left, top + place // COLUMNS * row)
        top += row * -(-len(block) // COLUMNS)
    return sheet


def _heading(draw: ImageDraw.ImageDraw, block: Sequence[Mistake], top: int) -> None:
    one = block[0]
    text = f"{NAMES[one.label]}, taken for {NAMES[one.decided]}: {len(block)}"
    draw.line((MARGIN, top + 6, WIDTH - MARGIN, top + 6), fill=LIGHT.line)
    draw.text((MARGIN, top + 14), text, fill=LIGHT.text, font=_font(17, bold=True))


def _cell(sheet: Image.Image, draw: ImageDraw.ImageDraw, one: Mistake, left: int, top: int) -> None:
    """The photo, centred in its square, and three lines under it."""
    picture = Image.fromarray(load(one.path, edge=THUMB).pixels)
    draw.rectangle((left, top, left + THUMB - 1, top + THUMB - 1), fill=LIGHT.band)
    sheet.paste(picture, (left + (THUMB - picture.width) // 2, top + (THUMB - picture.height) // 2))
    change = f"{NAMES[one.label]} → {NAMES[one.decided]}"
    draw.text((left, top + THUMB + 4), _elided(one.file), fill=LIGHT.text, font=_font(13, bold=True))
    draw.text((left, top + THUMB + 4 + LINE), change, fill=LIGHT.text, font=_font(13))
    review, colour = ("! review", REVIEW) if one.marked else ("not marked", LIGHT.muted)
    number = f"{one.confidence:.3f}  "
    at = left + draw.textlength(number, font=_font(13))
    draw.text((left, top + THUMB + 4 + 2 * LINE), number, fill=LIGHT.text, font=_font(13))
    draw.text((at, top + THUMB + 4 + 2 * LINE), review, fill=colour, font=_font(13, bold=one.marked))


def _elided(name: str) -> str:
    """The end of a name that is too long, which tells photos apart."""
    font = _font(13, bold=True)
    start = 0
    while font.getlength(name if start == 0 else "…" + name[start:]) > THUMB:
        start += 1
    return name if start == 0 else "…" + name[start:]


@functools.cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """DejaVu Sans, which matplotlib carries: the same on every system."""
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name, size)


def reliability_diagram(found: Results) -> Figure:
    """For each contender its reliability curve with exact 95 % intervals, and how many photos have which
    confidence."""
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    across = min(2, len(found.scores))
    down = -(-len(found.scores) // across)
    figure = Figure(figsize=(12.8 if across > 1 else 7.2, 6.4 * down), dpi=100, facecolor=LIGHT.surface)
    figure.set_layout_engine(ConstrainedLayoutEngine(w_pad=0.15, h_pad=0.12))
    grid = figure.add_gridspec(2 * down, across, height_ratios=[4, 1] * down)
    for number, (judged, scores) in enumerate(zip(found.measured.judged, found.scores, strict=True)):
        row, column = divmod(number, across)
        curve = figure.add_subplot(grid[2 * row, column])
        _curve(curve, judged.title, scores)
        _counts(figure.add_subplot(grid[2 * row + 1, column], sharex=curve), scores)
    handles, words = figure.axes[0].get_legend_handles_labels()
    figure.legend(handles, words, loc="outside lower center", ncols=2, frameon=False, labelcolor=LIGHT.text)
    return figure


def _curve(axes: Axes, title: str, scores: Scores) -> None:
    filled = [one for one in scores.reliability if one.photos]
    means = np.array([one.confidence for one in filled])
    shares = np.array([one.share for one in filled])
    bounds = np.array([clopper_pearson(one.right, one.photos) for one in filled]).T
    axes.plot(
        [0, 1], [0, 1], color=LIGHT.muted, linewidth=1, linestyle="--", label="confidence = share right"
    )
    blue = LIGHT.categories[Category.ON_MODEL]
    said = "photos in bins of 0.1, with 95 % interval"
    axes.errorbar(means, shares, np.abs(bounds - shares), fmt="o-", color=blue, capsize=3, label=said)
    axes.set_title(f"{title}: ECE {scores.ece:.3f}", color=LIGHT.text, fontsize=13, loc="left")
    axes.set_ylabel("share right", color=LIGHT.text)
    axes.set(xlim=(0, 1.02), ylim=(-0.03, 1.03))
    axes.grid(color=LIGHT.line, linewidth=0.6)
    _quiet(axes)
    axes.tick_params(labelbottom=False)


def _counts(axes: Axes, scores: Scores) -> None:
    middles = [(one.start + one.end) / 2 for one in scores.reliability]
    bars = axes.bar(middles, [one.photos for one in scores.reliability], width=0.09, color=LIGHT.muted)
    axes.bar_label(
        bars, labels=[str(one.photos or "") for one in scores.reliability], color=LIGHT.text, fontsize=9
    )
    axes.set_xlabel("confidence of the decided category", color=LIGHT.text)
    axes.set_ylabel("photos", color=LIGHT.text)
    axes.margins(y=0.3)
    axes.set_xticks([tick / 10 for tick in range(11)])
    _quiet(axes)


def _quiet(axes: Axes) -> None:
    axes.tick_params(colors=LIGHT.text, length=0)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["bottom", "left"]].set_color(LIGHT.muted)
