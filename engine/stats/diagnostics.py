"""What a statistician looks at after a fit: photo and price together, residuals, single product-weeks."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from engine.stats.model import Estimate


@dataclass(frozen=True, slots=True)
class InfluentialCell:
    """One product-week by its influence on the fit."""

    product: str
    week: pd.Timestamp
    cook: float
    """Cook's distance of the last weighted least-squares step."""
    leverage: float
    """0..1, product effects included."""
    studentised: float
    """Externally studentised residual."""
    actual: float
    predicted: float


@dataclass(frozen=True, slots=True, eq=False)
class Diagnostics:
    """Tables of one fit."""

    price_terciles: pd.DataFrame
    """Product-weeks by category (rows 1, 2, 3) and tercile of the product's own prices (columns low, middle,
    high)."""
    inflation: dict[str, float]
    """Variance inflation factor of each regressor after product and week effects."""
    correlation: pd.DataFrame
    """Of the regressors after product and week effects."""
    autocorrelation: tuple[float, ...]
    """Of the residuals within products, lags 1..8; -1..1."""
    residuals: pd.DataFrame
    """product, week, category, predicted, residual (Pearson, over the root of the dispersion)."""
    influential: tuple[InfluentialCell, ...]
    """The ten largest by Cook's distance."""
    outliers: int
    """Product-weeks with a studentised residual beyond 4."""
    beyond_cook: int
    """Product-weeks with Cook's distance above 4 / n."""


def diagnostics(result: Estimate) -> Diagnostics:
    """Everything above for the main fit."""
    raise NotImplementedError
