"""The same question asked in other ways: one line each, the main answer first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from engine.errors import EffectRefused
from engine.records import Category
from engine.stats.changes import first_changes, periods, photo_changes
from engine.stats.effects import Effect, category_effects
from engine.stats.model import Estimate, counted, fit_cells, switchers
from engine.stats.regressors import further_columns, usual_regressors
from engine.stats.variants import fit_log_linear, fit_subset, fit_without_price

AlternativeKey = Literal[
    "main",
    "log_linear",
    "without_price",
    "trends",
    "without_top_product",
    "without_change_weeks",
    "changed_only",
    "sure_labels",
    "placebo",
]
TITLES: dict[AlternativeKey, str] = {
    "main": "Main model",
    "log_linear": "Log-linear instead of Poisson",
    "without_price": "Price free to move",
    "trends": "A trend for each product that changed",
    "without_top_product": "Without the product that sells most",
    "without_change_weeks": "Without the first period of each new photo",
    "changed_only": "Only products that changed their photo",
    "sure_labels": "Only photos with a sure category",
    "placebo": "Changes dated 8 periods too early (should show nothing)",
}
SURE = 0.9
EARLY = 8
MOST_TRENDS = 100


@dataclass(frozen=True, slots=True)
class Alternative:
    """One line of the strip: effects of on model and worn, or why there are none."""

    key: AlternativeKey
    title: str
    effects: tuple[Effect, ...]
    cells: int
    """Product-periods used."""
    missing: str = ""
    """Why there are no numbers; empty where there are."""


def alternatives(result: Estimate, *, stopped: Callable[[], bool]) -> tuple[Alternative, ...]:
    """All lines that apply to the outcome; those not reached when `stopped` says so are left out."""
    main = Alternative("main", TITLES["main"], category_effects(result), len(result.cells))
    lines = [main]
    for key, fit in _FITS.items():
        if stopped():
            break
        if result.outcome != "price" or key not in ("log_linear", "without_price"):
            lines.append(_line(key, result, fit))
    return tuple(lines)


def _line(key: AlternativeKey, result: Estimate, fit: Callable[[Estimate], Estimate]) -> Alternative:
    try:
        made = fit(result)
    except EffectRefused as refusal:
        return Alternative(key, TITLES[key], (), 0, str(refusal))
    return Alternative(key, TITLES[key], category_effects(made), len(made.cells))


def _trends(result: Estimate) -> Estimate:
    changed = switchers(result.cells)
    if len(changed) > MOST_TRENDS:
        raise EffectRefused(f"More than {MOST_TRENDS} products changed their photo: too many trends.")
    now = periods(result.cells) - np.mean(periods(result.cells))
    product, held = result.cells["product"], result.outcome != "price"
    trends = {f"trend of {name}": np.where(product == name, now, 0.0) for name in changed}
    return fit_cells(
        result.cells,
        outcome=result.outcome,
        estimator=result.estimator,
        regressors=usual_regressors(price_held=held),
        extra=further_columns(result.cells, price_held=held) | trends,
        period=result.period,
    )


def _without_top_product(result: Estimate) -> Estimate:
    column = "units" if result.outcome == "price" else counted(result.outcome)
    top = result.cells.groupby("product")[column].sum().idxmax()
    return fit_subset(result, result.cells[result.cells["product"] != top])


def _without_change_weeks(result: Estimate) -> Estimate:
    found = photo_changes(result.cells)
    fresh = set(zip(found["product"], found["period"], strict=True))
    here = zip(result.cells["product"], periods(result.cells), strict=True)
    kept = np.array([pair not in fresh for pair in here])
    return fit_subset(result, result.cells[kept])


def _changed_only(result: Estimate) -> Estimate:
    return fit_subset(result, result.cells[result.cells["product"].isin(switchers(result.cells))])


def _sure_labels(result: Estimate) -> Estimate:
    if "confidence" not in result.cells:
        raise EffectRefused("How sure the categories are is not known: the photo table does not say.")
    unsure = result.cells["confidence"] < SURE
    return fit_subset(result, result.cells[~unsure])


def _placebo(result: Estimate) -> Estimate:
    """Cells before the first change only; the last 8 periods of them are given the type that came next."""
    first = first_changes(result.cells)
    now = pd.Series(periods(result.cells), index=result.cells.index)
    change = result.cells["product"].map(first["period"]).astype(float)
    cells = result.cells[~(now >= change)].copy()
    soon = (change - now)[cells.index] <= EARLY
    after = cells["product"].map(first["after"])
    cells["category"] = np.where(soon, after.fillna(0), cells["category"]).astype(int)
    if not set(cells["category"]) - {int(Category.PRODUCT_ONLY)} or not switchers(cells):
        raise EffectRefused("Too few periods before the changes.")
    return fit_subset(result, cells)


_FITS: dict[AlternativeKey, Callable[[Estimate], Estimate]] = {
    "log_linear": fit_log_linear,
    "without_price": fit_without_price,
    "trends": _trends,
    "without_top_product": _without_top_product,
    "without_change_weeks": _without_change_weeks,
    "changed_only": _changed_only,
    "sure_labels": _sure_labels,
    "placebo": _placebo,
}
