"""The mean of all product-weeks if every one had shown the same type of photo."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.records import Category
from engine.stats.attributable import Effects, told_effects
from engine.stats.model import Estimate, counted


@dataclass(frozen=True, slots=True)
class AdjustedMean:
    """Mean outcome per product-week for one photo type, as-observed standardisation."""

    category: Category
    mean: float | None
    """Same products, weeks and prices for all types; None where the effect cannot be told."""
    low: float | None
    high: float | None
    raw: float | None
    """Mean of the product-weeks that showed the type; None where there are none."""
    cells: int
    """Their number."""


def adjusted_means(result: Estimate) -> tuple[AdjustedMean, ...]:
    """For categories 1, 2, 3: the mean of mu exp(b_k - b_shown) over all product-weeks, with a delta-method
    interval on the effects. Empty for a price and where a photo type that was shown has no effect.
    """
    effects = told_effects(result)
    shown = result.cells["category"]
    if effects is None or not set(shown) <= set(effects.beta):
        return ()
    sums = {one: float(result.fit.mean[(shown == one).to_numpy()].sum()) for one in Category}
    raw = result.cells.groupby("category")[counted(result.outcome)].mean()
    counts = shown.value_counts()
    return tuple(
        AdjustedMean(
            one, *_standardised(sums, one, effects, len(shown)),
            float(raw[one]) if one in raw.index else None, int(counts.get(one, 0)),
        )
        for one in Category
    )  # fmt: skip


def _standardised(
    sums: dict[Category, float], wanted: Category, effects: Effects, cells: int
) -> tuple[float | None, float | None, float | None]:
    if wanted not in effects.beta:
        return None, None, None
    mean, slope = 0.0, np.zeros(len(effects.order))
    for shown, total in sums.items():
        if total:
            part = total / cells * float(np.exp(effects.beta[wanted] - effects.beta[shown]))
            mean += part
            slope += part * np.array([float(one == wanted) - float(one == shown) for one in effects.order])
    reach = effects.reach(slope)
    return mean, mean - reach, mean + reach
