"""The three comparisons of photo types, with what allows for looking at three of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.records import Category
from engine.stats.effects import Effect, category_effects
from engine.stats.interval import Interval
from engine.stats.model import Estimate
from engine.stats.multiple import holm
from engine.stats.percent import percent_giles, percent_kennedy, percent_kennedy_se


@dataclass(frozen=True, slots=True)
class Contrast:
    """One photo type against another; all None but `effect` where the data cannot tell it."""

    effect: Effect
    """`effect.category` against `effect.reference`."""
    p_holm: float | None
    """p-value that allows for three comparisons (Holm 1979)."""
    kennedy: float | None
    """Percent effect after Kennedy (1981): nearly mean-unbiased."""
    kennedy_se: float | None
    """Its standard error in percent points (van Garderen & Shah 2002)."""
    giles: float | None
    """Percent effect after Giles (1982): exactly mean-unbiased under normal errors."""


def contrasts(result: Estimate) -> tuple[Contrast, ...]:
    """On model against product only, worn against product only, on model against worn."""
    effects = (*category_effects(result), _on_model_against_worn(result))
    told = [place for place, effect in enumerate(effects) if effect.p is not None]
    adjusted = holm(np.array([effects[place].p for place in told], dtype=np.float64))
    allowed = dict(zip(told, adjusted, strict=True))
    return tuple(_contrast(effect, allowed.get(place)) for place, effect in enumerate(effects))


def _contrast(effect: Effect, p_holm: float | None) -> Contrast:
    if effect.beta is None or effect.se is None or effect.df is None:
        return Contrast(effect, None, None, None, None)
    return Contrast(
        effect,
        None if p_holm is None else float(p_holm),
        percent_kennedy(effect.beta, effect.se),
        percent_kennedy_se(effect.beta, effect.se),
        percent_giles(effect.beta, effect.se, effect.df),
    )


def _on_model_against_worn(result: Estimate) -> Effect:
    """The difference of two coefficients; its degrees of freedom are the smaller ones of the two, which errs
    on the side of a longer interval."""
    pair = [Category.ON_MODEL.label, Category.WORN.label]
    changed = _changed_between(result)
    unknown = [name for name in pair if not result.told(name)]
    if unknown:
        missing = f"the effect of {' and of '.join(unknown)} cannot be told"
        return Effect.untold(Category.ON_MODEL, reference=Category.WORN, products=changed, missing=missing)
    first, second = (result.interval(name) for name in pair)
    cov = result.covariance(pair)
    se = float(np.sqrt(cov[0, 0] + cov[1, 1] - 2 * cov[0, 1]))
    found = Interval(first.beta - second.beta, se, min(first.df, second.df))
    return Effect.told(Category.ON_MODEL, found, reference=Category.WORN, products=changed)


def _changed_between(result: Estimate) -> int:
    """Products that were shown both on model and worn."""
    worn_too = result.cells.groupby("product")["category"].agg(set).map({1, 2}.issubset)
    return int(worn_too.sum())
