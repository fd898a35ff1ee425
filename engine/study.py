"""Use case 2: sales sheets and photo categories in, one Study with the effect, its doubt and every row's
fate out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from engine.errors import EffectRefused
from engine.join.catalogue import read_catalogue
from engine.join.gaps import gap_warning
from engine.join.history import read_history
from engine.join.history_problems import history_problems, problem_sentences
from engine.join.links import Links
from engine.join.panel import OUT_OF_STOCK, Panel, join, rows_of
from engine.join.photos import PhotoIndex, read_photo_table
from engine.join.shown import photo_in_force, photos_around_changes, refuse_unnamed
from engine.records import Category
from engine.sheets.sales import Sales, read_sales
from engine.stats.effects import (
    Effect,
    ProductEffect,
    Share,
    Slope,
    attributable_share,
    category_effects,
    price_slope,
    product_effects,
)
from engine.stats.grade import Footing, Grade, grade, too_little
from engine.stats.model import (
    Estimate,
    Outcome,
    drop_separated,
    drop_silent,
    estimate,
    refuse_hopeless,
    switchers,
)
from engine.stats.sentences import caution, effect_sentence, equation, formula, model_name

REFUSED = "E20"
HARMLESS = frozenset({"W14", "W16", OUT_OF_STOCK})
FAULTS = frozenset({"W10", "W11", "W12"})


@dataclass(frozen=True, slots=True)
class SetAside:
    """How many rows were set aside for one reason."""

    code: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """What the data say on one outcome; where `refused` has a sentence there are no numbers."""

    outcome: Outcome
    sources: tuple[str, ...]
    """Names of the sales sheets."""
    note: str
    """A sentence on where the sales come from, such as a simulation; empty for a user's own."""
    model: str
    formula: str
    equation: str
    headline: str
    too_little: str
    """Why the numbers, red as they are, tell too little: the first sentence of the headline; else empty."""
    caution: str
    effects: tuple[Effect, ...]
    price: Slope | None
    per_product: tuple[ProductEffect, ...]
    share: Share | None
    fitted: pd.DataFrame
    """product, week, category, actual, predicted of every product-week used; prices in the sheet's
    currency."""
    rows_read: int
    rows_used: int
    set_aside: tuple[SetAside, ...]
    rows_aside: pd.DataFrame
    """file, line, product, date, code, reason, found (the text at fault, or "") of every row set aside."""
    products: int
    switchers: int
    periods: int
    weeks_missing: int
    weeks_filled: int
    grade: Grade
    warnings: tuple[str, ...]
    refused: str | None

    @property
    def price_held(self) -> bool:
        """Whether the effects hold at the same price."""
        return self.price is not None and self.price.beta is not None

    @property
    def faulty_share(self) -> float:
        """Rows set aside because something in them cannot be used, of all rows."""
        return sum(one.count for one in self.set_aside if one.code in FAULTS) / self.rows_read

    @property
    def has_problems(self) -> bool:
        """Whether the question was refused or rows were set aside for a fault (not only weeks of a photo
        change)."""
        return self.refused is not None or any(one.code not in HARMLESS for one in self.set_aside)


def run_study(
    sales: Sequence[Path],
    *,
    photos: Path | Mapping[str, Category],
    catalogue: Path | None = None,
    changes: Path | None = None,
    links: Links | None = None,
    outcome: Outcome = "units",
    fill_missing: bool | None = None,
    note: str = "",
) -> Study:
    """Read, join, estimate. `photos` is a photo table or photo name -> category.

    `fill_missing`: whether a week without a row between a product's first and last sale counts as 0 units;
    None decides by product (see `join.gaps`). Raises SheetUnreadable; an unanswerable question is a Study
    with `refused`.
    """
    table = read_sales(sales)
    known: Mapping[str, Category | None] = read_photo_table(photos) if isinstance(photos, Path) else photos
    index = PhotoIndex(known)
    images, around, problems = _photos_shown(table, index, catalogue=catalogue, changes=changes, links=links)
    fill = False if outcome == "price" else fill_missing
    panel = join(table, images, index, around=around, fill_missing=fill)
    told = gap_warning(panel.gaps, filled=panel.filled, asked=fill is not None)
    warnings = [*table.warnings, *problems, *told]
    cells, aside = _informative(panel, outcome=outcome)
    try:
        refuse_hopeless(cells)
        result = estimate(cells, outcome=outcome)
    except EffectRefused as refusal:
        return _refused(
            table, panel, cells, aside, outcome=outcome, warnings=warnings, note=note, why=str(refusal)
        )
    return _answered(table, panel, result, aside, warnings=warnings, note=note)


def _photos_shown(
    table: Sales,
    index: PhotoIndex,
    *,
    catalogue: Path | None,
    changes: Path | None,
    links: Links | None,
) -> tuple[pd.Series, pd.DataFrame | None, list[str]]:
    """The photo of each row; and, where there is a history, those on both sides of each change in a week,
    and what is wrong with it."""
    by_product = read_catalogue(catalogue) if catalogue else None
    history = read_history(changes) if changes else None
    images = photo_in_force(table.rows, catalogue=by_product, changes=history, links=links, photos=index)
    if by_product is None and history is None:
        refuse_unnamed(table.rows, images)
    if history is None:
        return images, None, []
    problems = history_problems(history, products=set(table.rows["product"].unique()))
    around = photos_around_changes(catalogue=by_product, changes=history, links=links, photos=index)
    return images, around, problem_sentences(problems)


def _informative(panel: Panel, *, outcome: Outcome) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The cells that carry information, and the rows set aside so far and here (W14)."""
    cells, asides = panel.cells, [panel.set_aside]
    before = -1
    while len(cells) != before:
        before = len(cells)
        kept, masks = drop_silent(cells, outcome=outcome)
        asides += [rows_of(panel.rows, cells[mask], code="W14", reason=reason) for reason, mask in masks]
        cells, out = drop_separated(kept, outcome=outcome)
        reason = "nothing was sold with this type of photo or in this week"
        asides.append(rows_of(panel.rows, kept[out], code="W14", reason=reason))
    return cells, pd.concat(asides, ignore_index=True)


def _counts(aside: pd.DataFrame) -> tuple[SetAside, ...]:
    counted = Counter(zip(aside["code"], aside["reason"], strict=True))
    return tuple(SetAside(code, reason, count) for (code, reason), count in counted.most_common())


def _answered(
    table: Sales, panel: Panel, result: Estimate, aside: pd.DataFrame, *, warnings: list[str], note: str
) -> Study:
    cells, outcome = result.cells, result.outcome
    effects, price = category_effects(result), price_slope(result)
    held = price is not None and price.beta is not None
    changed, products = len(switchers(cells)), int(cells["product"].nunique())
    faulty = float(aside["code"].isin(FAULTS).sum()) / table.rows_read
    lead = too_little(switchers=changed, faulty_share=faulty)
    footing = Footing(
        switchers=changed,
        inflation=result.design.inflation,
        missing_share=panel.gaps.missing / (int((panel.cells["rows"] > 0).sum()) + panel.gaps.missing),
        filled_share=float((cells["rows"] == 0).mean()),
        unmatched_share=float((aside["code"] == "W13").sum()) / table.rows_read,
        faulty_share=faulty,
        effects=effects,
        price=price,
    )
    graded = grade(footing)
    if price is not None and price.missing:
        warnings = [*warnings, f"The effect of the price cannot be told: {price.missing}."]
    return Study(
        outcome=outcome,
        sources=tuple(sorted(set(table.rows["file"]))),
        note=note,
        model=model_name(outcome, result),
        formula=formula(outcome),
        equation=equation(outcome, effects, price),
        headline=" ".join(
            [
                *([lead] if lead else []),
                *(effect_sentence(one, outcome=outcome, price_held=held) for one in effects),
            ]
        ),
        too_little=lead,
        caution=caution(effects, switchers=changed, products=products),
        effects=effects,
        price=price,
        per_product=product_effects(result),
        share=attributable_share(result),
        fitted=_fitted(result),
        rows_read=table.rows_read,
        rows_used=int(cells["rows"].sum()),
        set_aside=_counts(aside),
        rows_aside=aside,
        products=products,
        switchers=changed,
        periods=int(cells["week"].nunique()),
        weeks_missing=panel.gaps.missing,
        weeks_filled=int((cells["rows"] == 0).sum()),
        grade=graded,
        warnings=(*warnings, *graded.reasons),
        refused=None,
    )


def _fitted(result: Estimate) -> pd.DataFrame:
    mean = np.exp(result.fit.mean) if result.outcome == "price" else result.fit.mean
    shown = result.cells[["product", "week", "category"]]
    return shown.assign(actual=result.cells[result.outcome].astype(float), predicted=mean)


def _refused(
    table: Sales,
    panel: Panel,
    cells: pd.DataFrame,
    aside: pd.DataFrame,
    *,
    outcome: Outcome,
    warnings: list[str],
    note: str,
    why: str,
) -> Study:
    idle = rows_of(panel.rows, cells, code=REFUSED, reason="usable, but no effect can be told from them")
    aside = pd.concat([aside, idle], ignore_index=True)
    return Study(
        outcome=outcome,
        sources=tuple(sorted(set(table.rows["file"]))),
        note=note,
        model=model_name(outcome, None),
        formula=formula(outcome),
        equation="",
        headline=why,
        too_little="",
        caution="",
        effects=(),
        price=None,
        per_product=(),
        share=None,
        fitted=pd.DataFrame(columns=["product", "week", "category", "actual", "predicted"]),
        rows_read=table.rows_read,
        rows_used=0,
        set_aside=_counts(aside),
        rows_aside=aside,
        products=int(cells["product"].nunique()),
        switchers=len(switchers(cells)) if len(cells) else 0,
        periods=int(cells["week"].nunique()),
        weeks_missing=panel.gaps.missing,
        weeks_filled=0,
        grade=Grade("red", (why,)),
        warnings=tuple(warnings),
        refused=why,
    )
