"""All that the headline and its tables need from one estimate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.stats.adjusted_means import AdjustedMean, adjusted_means
from engine.stats.attributable import Attribution, attribution
from engine.stats.cluster import cr1
from engine.stats.contrasts import Contrast, contrasts
from engine.stats.design import TYPES
from engine.stats.effects import Effect, Slope, price_slope
from engine.stats.event_study import LeadTest, lead_test
from engine.stats.model import Estimate, counted
from engine.stats.model_table import ModelColumn, disagreement, model_table
from engine.stats.per_product import PerProduct, per_product


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """The numbers of a study, made by `answer`."""

    estimate: Estimate
    """For `what_if` and `run_checks`."""
    contrasts: tuple[Contrast, ...]
    """1 against 3, 2 against 3, 1 against 2."""
    price: Slope | None
    per_product: PerProduct
    attribution: Attribution | None
    adjusted_means: tuple[AdjustedMean, ...]
    models: tuple[ModelColumn, ...]
    lead_test: LeadTest
    disagreeing: tuple[str, ...]
    """Photo types on which the Poisson and the log-linear model disagree."""
    effective_switchers: float | None
    """As many equally important products carry the effect that fewest carry: 1 / sum of squared shares."""
    fitted: pd.DataFrame
    """product, week, category, actual, predicted of every cell used; prices in the sheet's currency."""

    @property
    def effects(self) -> tuple[Effect, ...]:
        """On model and worn, each against product only."""
        return tuple(one.effect for one in self.contrasts[:2])


def answer(result: Estimate) -> Answer:
    """Everything but what is made on request (`run_checks`)."""
    models = model_table(result)
    return Answer(
        result,
        contrasts(result),
        price_slope(result),
        per_product(result),
        attribution(result),
        adjusted_means(result),
        models,
        lead_test(result),
        disagreement(models),
        effective_switchers(result),
        _fitted(result),
    )


def effective_switchers(result: Estimate) -> float | None:
    """1 / sum of squared shares of the products in the photo's variation that is left after all other
    effects, the smallest of the photo types; None where CR1 finds that a coefficient hangs on one product."""
    df = cr1(result.fit).df
    carried = [
        float(df[result.design.names.index(name)]) + 1 for name in result.design.names if name in TYPES
    ]
    return min(carried, default=None)


def _fitted(result: Estimate) -> pd.DataFrame:
    mean = np.exp(result.fit.mean) if result.outcome == "price" else result.fit.mean
    shown = result.cells[["product", "week", "category"]]
    return shown.assign(actual=result.cells[counted(result.outcome)].astype(float), predicted=mean)
