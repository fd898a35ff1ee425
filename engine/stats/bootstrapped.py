"""The wild bootstrap beside the t test, where few products carry an effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.errors import EffectRefused
from engine.records import Category
from engine.stats.effects import Effect
from engine.stats.model import Estimate, counted
from engine.stats.wild_bootstrap import bootstrap_ols, bootstrap_ppml

FEW_DF = 4.0


@dataclass(frozen=True, slots=True)
class BootstrapCheck:
    """A second p-value of one effect against product only."""

    category: Category
    p: float | None
    """Two-sided, 999 draws with a fixed seed; None where a fit under the null does not settle."""
    weights: str
    """"Rademacher" or "Webb"."""


def bootstrap_checks(result: Estimate, effects: Sequence[Effect]) -> tuple[BootstrapCheck, ...]:
    """For the effects with fewer than 4 degrees of freedom, for which a t distribution is rough."""
    rough = [one for one in effects if one.df is not None and one.df < FEW_DF]
    return tuple(_check(result, one.category) for one in rough)


def _check(result: Estimate, category: Category) -> BootstrapCheck:
    place = result.design.names.index(category.label)
    if result.estimator == "least squares":
        made = bootstrap_ols(result.fit, place=place)
    else:
        made = bootstrap_ppml(
            result.fit,
            place=place,
            outcome=result.cells[counted(result.outcome)].to_numpy(np.float64),
            columns=result.design.regressors,
            periods=result.design.periods,
        )
    try:
        return BootstrapCheck(category, made.p_value(0.0), made.weights)
    except EffectRefused:
        return BootstrapCheck(category, None, made.weights)
