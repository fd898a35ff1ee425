"""A plot with the numbers behind it, and how both are saved."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pandas as pd

from engine.errors import ExportFailed
from engine.files import replace_file
from engine.plots.drawing import WIDE, Size
from engine.plots.palette import LIGHT, Palette
from engine.sheets.formula_guard import guarded

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

FORMATS = (".png", ".svg", ".pdf")
DPI = 300
TEXT_STAYS_TEXT = {
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
    "svg.hashsalt": "stylelift",
    # Where the first one is missing, its nearest relatives in width.
    "font.sans-serif": ["DejaVu Sans", "Verdana", "sans-serif"],
}


class Draw(Protocol):
    """Draws one plot into a new figure, or onto a part of a page."""

    def __call__(
        self, *, palette: Palette = LIGHT, size: Size = WIDE, onto: FigureBase | None = None
    ) -> FigureBase:
        """The figure drawn on."""


@dataclass(frozen=True, slots=True, eq=False)
class Plot:
    """One picture of a report."""

    name: str
    """File name without ending: "per-product"."""
    title: str
    explanation: str
    """What to look for, in a sentence or two."""
    data: pd.DataFrame
    """The numbers behind the picture; empty where it says that there are none."""
    draw: Draw
    size: Size = WIDE


def save_plot(plot: Plot, path: Path) -> tuple[Path, Path]:
    """Write the plot in light as the suffix of `path` says (FORMATS; PNG at 300 dots per inch) and its data
    as CSV beside it; both paths. Raises ExportFailed."""
    if path.suffix.lower() not in FORMATS:
        raise ExportFailed(f"{path.name} must end in .png, .svg or .pdf: the ending says what to write.")
    figure = plot.draw(palette=LIGHT, size=plot.size)
    beside = path.with_suffix(".csv")
    try:
        replace_file(path, rendered(figure, path.suffix.lower()[1:]))
        replace_file(beside, csv_of(plot.data).encode())
    except OSError as error:
        raise ExportFailed(f"{path} cannot be written: {error.strerror or error}.") from error
    return path, beside


def save_plots(plots: Iterable[Plot], folder: Path, *, suffix: str = ".png") -> list[Path]:
    """Write each plot into `folder` under its own name, with its data; the files of both. Raises
    ExportFailed."""
    return [file for plot in plots for file in save_plot(plot, folder / f"{plot.name}{suffix}")]


def rendered(figure: FigureBase, kind: str, *, dpi: int = DPI) -> bytes:
    """A figure as the bytes of a "png", "svg" or "pdf" file; the same figure gives the same bytes, in which
    text stays text that can be read aloud, searched and copied."""
    import matplotlib

    buffer = io.BytesIO()
    nothing = {"svg": {"Date": None}, "pdf": {"CreationDate": None}, "png": {}}[kind]
    with matplotlib.rc_context(TEXT_STAYS_TEXT):
        figure.get_figure(root=True).savefig(buffer, format=kind, dpi=dpi, metadata=nothing)
    return buffer.getvalue()


def csv_of(data: pd.DataFrame) -> str:
    """A table as CSV in which no text is taken for a formula."""
    safe = data.map(lambda cell: guarded(cell) if isinstance(cell, str) else cell)
    return safe.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
