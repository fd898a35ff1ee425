"""How the outcome moves with the price, after product, week and photo are taken out of both.

The added-variable plot of Frisch & Waugh (1933): the slope of the partial residuals on what is left of
ln price is the coefficient itself. For PPML it holds on the last weighted step.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.stats.model import Estimate


@dataclass(frozen=True, slots=True, eq=False)
class PriceResponse:
    """Log points after product, week and photo effects."""

    points: pd.DataFrame
    """product, week, category, ln_price, ln_outcome (left of each, log points), weight; a row per cell."""
    beta: float
    """Percent of the outcome per percent of the price: the weighted slope through the points."""
    se: float
    df: float


def price_response(result: Estimate) -> PriceResponse | None:
    """None where the price is the outcome or its coefficient cannot be told."""
    if result.outcome == "price" or not result.told("ln price"):
        return None
    place = result.design.names.index("ln price")
    beta, fit = float(result.fit.beta[place]), result.fit
    others = np.delete(fit.design, place, axis=1)
    column = fit.design[:, place]
    alone = column - others @ np.linalg.lstsq(others, column, rcond=None)[0]
    # The rows of a PPML fit carry the root of the mean.
    root = np.sqrt(fit.mean)
    points = result.cells[["product", "week", "category"]].assign(
        ln_price=alone / root, ln_outcome=(fit.residual + beta * alone) / root, weight=root**2
    )
    return PriceResponse(points, beta, float(result.errors.se[place]), float(result.errors.df[place]))
