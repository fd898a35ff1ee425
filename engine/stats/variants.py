"""The main model fitted in other ways: other outcome, other regressors, fewer product-weeks."""

from __future__ import annotations

import pandas as pd

from engine.stats.model import Estimate, counted, estimate, fit_cells
from engine.stats.regressors import further_columns, usual_regressors


def fit_log_linear(result: Estimate) -> Estimate:
    """S2: least squares of the log of the outcome; product-weeks without a sale cannot enter.

    Raises EffectRefused where too few are left.
    """
    sold = result.cells[result.cells[counted(result.outcome)] > 0]
    twice = sold.groupby("product")["week"].transform("size") > 1
    cells = sold[twice].reset_index(drop=True)
    return fit_cells(
        cells,
        outcome=result.outcome,
        estimator="least squares",
        regressors=usual_regressors(price_held=True),
        extra=further_columns(cells, price_held=True),
        period=result.period,
    )


def fit_without_price(result: Estimate) -> Estimate:
    """S4: the total effect, in which a price that moved with the photo is part of what goes with it."""
    return fit_cells(
        result.cells,
        outcome=result.outcome,
        estimator=result.estimator,
        regressors=usual_regressors(price_held=False),
        extra=further_columns(result.cells, price_held=False),
        period=result.period,
    )


def fit_price(result: Estimate) -> Estimate:
    """P1: least squares of ln price. Raises EffectRefused where no product ever changed its price."""
    return estimate(result.cells, outcome="price", period=result.period)


def fit_subset(result: Estimate, cells: pd.DataFrame) -> Estimate:
    """The main model on other cells. Raises EffectRefused where they cannot answer."""
    return estimate(cells.reset_index(drop=True), outcome=result.outcome, period=result.period)
