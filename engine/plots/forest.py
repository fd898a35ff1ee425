"""Forest plot: the effect of each photo type with its intervals, one panel per outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import scipy.stats

from engine.plots.drawing import WIDE, Size, canvas, footnote, quiet, say_empty, titled, told, told_range
from engine.plots.palette import LIGHT, MARKERS, Palette
from engine.plots.percent_axis import draw_interval, percent_axis, place, reach
from engine.plots.picking import mark_row
from engine.records import Category
from engine.stats.effects import Effect
from engine.stats.interval import Interval
from engine.stats.model import Outcome
from engine.stats.model_table import Coefficient, ModelColumn
from engine.stats.percent import percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

COLUMNS = [
    "outcome", "category", "reference", "beta", "se", "df", "p", "percent", "low", "high",
    "low80", "high80", "detectable", "missing",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ForestWords:
    """The texts of a forest plot, in the reader's language."""

    rows: dict[Category, str]
    axis: str
    band: str
    untold: str
    against: str = "{0}, against {1}"
    """Row of a contrast between two photo types."""
    panels: dict[Outcome, str] | None = None
    """Title of each panel where there are several."""
    empty: str = "No effect of a photo type can be told."


ENGLISH_FOREST = ForestWords(
    rows={category: category.label.capitalize() for category in Category},
    axis="percent, against product-only photos of the same product",
    band="thick 80 %, thin 95 %; grey: too small to be seen reliably",
    untold="cannot be told",
    panels={
        "units": "Units sold",
        "revenue": "Revenue",
        "price": "Price",
        "conversion": "Units per visit",
        "sessions": "Visits",
    },
)


def forest_data(panels: Mapping[Outcome, Sequence[Effect]]) -> pd.DataFrame:
    """COLUMNS, a row per outcome and effect: percentages as 9.0 for +9 %, NaN where there is no number."""
    return pd.DataFrame(
        [_row(outcome, effect) for outcome, effects in panels.items() for effect in effects], columns=COLUMNS
    )


def price_effects(models: Sequence[ModelColumn]) -> list[Effect]:
    """Effects of the photo types on the price, read off model P1; none where it has no numbers."""
    found = [
        (category, one)
        for model in models
        if model.code == "P1"
        for category in (Category.ON_MODEL, Category.WORN)
        if (one := model.coefficient(category.label)) is not None
    ]
    return [_effect(category, one) for category, one in found]


def _effect(category: Category, found: Coefficient) -> Effect:
    if found.beta is None or found.se is None or found.df is None:
        return Effect.untold(category, products=0, missing=found.missing)
    seen = Interval(found.beta, found.se, found.df)
    return Effect(
        category, Category.PRODUCT_ONLY, seen.beta, seen.se, seen.df, seen.p, seen.percent, seen.low,
        seen.high, seen.detectable, 0,
    )  # fmt: skip


def _row(outcome: Outcome, effect: Effect) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(effect, name) for name in COLUMNS if hasattr(effect, name)}
    row |= {"outcome": outcome, "category": int(effect.category), "reference": int(effect.reference)}
    inner = np.nan
    if effect.se is not None and effect.df is not None:
        inner = float(scipy.stats.t.ppf(0.9, effect.df)) * effect.se
    middle = np.nan if effect.beta is None else effect.beta
    return row | {"low80": percent(middle - inner), "high80": percent(middle + inner)}


def forest(
    data: pd.DataFrame,
    *,
    firm: bool = True,
    footer: str = "",
    palette: Palette = LIGHT,
    words: ForestWords = ENGLISH_FOREST,
    size: Size = WIDE,
    onto: FigureBase | None = None,
) -> FigureBase:
    """Draw `forest_data` on a log scale labelled in percent; the numbers in bold where they are `firm`,
    `footer` under the axis. A click gives "outcome category reference"."""
    figure = canvas(size, palette=palette, onto=onto)
    told_rows = data.dropna(subset="beta")
    if told_rows.empty:
        return say_empty(figure, words.empty, palette=palette)
    ends = reach([*told_rows["low"], *told_rows["high"]])
    panels = [rows.reset_index(drop=True) for _, rows in data.groupby("outcome", sort=False)]
    all_axes = figure.subplots(len(panels), 1, squeeze=False, height_ratios=[len(one) for one in panels])
    for axes, rows in zip(all_axes[:, 0], panels, strict=True):
        quiet(axes, palette, grid="x")
        percent_axis(axes, *ends, palette=palette)
        for line, (_, row) in enumerate(rows.iterrows()):
            _draw_row(axes, row, -line, firm=firm, palette=palette, words=words)
        axes.set_ylim(-len(rows) + 0.4, 0.6)
        axes.set_yticks(range(0, -len(rows), -1), [_row_name(row, words) for _, row in rows.iterrows()])
        axes.tick_params(axis="y", labelsize=11, labelcolor=palette.text)
        if len(panels) > 1 and words.panels:
            titled(axes, words.panels[rows["outcome"].iloc[0]], palette)
            axes.tick_params(axis="x", labelbottom=axes is all_axes[-1, 0])
    footnote(figure, "\n".join(filter(None, (words.axis, words.band, footer))), palette)
    return figure


def _row_name(row: pd.Series, words: ForestWords) -> str:
    name = words.rows[Category(row["category"])]
    if row["reference"] == Category.PRODUCT_ONLY:
        return name
    return words.against.format(name, words.rows[Category(row["reference"])].casefold())


def _draw_row(
    axes: Axes, row: pd.Series, height: int, *, firm: bool, palette: Palette, words: ForestWords
) -> None:
    end: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center", "ha": "left"}
    if pd.isna(row["beta"]):
        axes.text(1.02, height, words.untold, color=palette.muted, fontsize=10, **end)
        return
    category = Category(row["category"])
    colour = palette.categories[category]
    unseen = place(row["detectable"])
    if np.isfinite(unseen):
        axes.fill_betweenx(
            [height - 0.34, height + 0.34], -unseen, unseen, color=palette.band, linewidth=0, zorder=0.5
        )
    draw_interval(axes, height, (row["low80"], row["high80"]), colour=colour, width=5.0)
    draw_interval(axes, height, (row["low"], row["high"]), colour=colour, width=1.6)
    axes.plot(
        row["beta"], height, MARKERS[category],
        color=colour, markersize=11, markeredgecolor=palette.surface, markeredgewidth=1.6, zorder=4,
    )  # fmt: skip
    weight = "bold" if firm else "normal"
    axes.text(
        1.02, height, told(row["percent"]) + "\n", color=palette.text, fontsize=12, fontweight=weight, **end
    )
    ends = told_range(row["low"], row["high"])
    axes.text(1.02, height, "\n" + ends, color=palette.muted, fontsize=9, linespacing=1.5, **end)
    mark_row(axes, height, f"{row['outcome']} {row['category']} {row['reference']}")
