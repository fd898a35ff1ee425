"""What a statistician looks at after a fit: photo and price together, residuals, single product-weeks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.stats.changes import periods
from engine.stats.influence import cook_distance, leverage, studentised
from engine.stats.model import Estimate, counted
from engine.stats.ppml import Floats

LAGS = 8
TOP = 10
OUTLYING = 4.0
TERCILES = ("low", "middle", "high")


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
    spread = result.fit.residual / np.sqrt(np.mean(result.fit.residual**2))
    cells = result.cells[["product", "week", "category"]]
    cook, extreme = cook_distance(result.fit), studentised(result.fit)
    correlation = _correlation(result)
    inverse = np.diag(np.linalg.inv(correlation.to_numpy(np.float64)))
    return Diagnostics(
        price_terciles(result.cells),
        {str(name): float(value) for name, value in zip(correlation.index, inverse, strict=True)},
        correlation,
        autocorrelation(result),
        cells.assign(predicted=result.fit.mean, residual=spread),
        _influential(result, cook, extreme),
        int((np.abs(extreme) > OUTLYING).sum()),
        int((cook > 4 / len(cook)).sum()),
    )


def price_terciles(cells: pd.DataFrame) -> pd.DataFrame:
    """Cells by category (rows 1, 2, 3) and tercile of each product's own prices (low, middle, high)."""
    rank = cells.groupby("product")["price"].rank(method="average", pct=True)
    tercile = pd.cut(rank, [0, 1 / 3, 2 / 3, 1], labels=list(TERCILES))
    counts = pd.crosstab(cells["category"].astype(int), tercile.astype(str))
    return counts.reindex(index=[1, 2, 3], columns=list(TERCILES), fill_value=0)


def _correlation(result: Estimate) -> pd.DataFrame:
    """Of the regressors after product and period effects, unweighted."""
    names = list(result.design.names)
    absorbed = result.design.effects.weigh(np.ones(len(result.cells)))
    left = absorbed.residual(result.design.regressors)
    scaled = left / np.linalg.norm(left, axis=0)
    return pd.DataFrame(scaled.T @ scaled, index=names, columns=names)


def autocorrelation(result: Estimate) -> tuple[float, ...]:
    """Of the residuals within products at lags 1..8: mean of r_t r_(t-lag) over all pairs of periods that far
    apart, over the mean square."""
    table = np.full((int(result.fit.groups.max()) + 1, int(periods(result.cells).max()) + 1), np.nan)
    table[result.fit.groups, periods(result.cells)] = result.fit.residual
    square = float(np.nanmean(table**2))
    found = []
    for lag in range(1, min(LAGS, table.shape[1] - 1) + 1):
        pairs = table[:, lag:] * table[:, :-lag]
        found.append(float(np.nanmean(pairs)) / square if np.isfinite(pairs).any() else 0.0)
    return tuple(found)


def _influential(result: Estimate, cook: Floats, extreme: Floats) -> tuple[InfluentialCell, ...]:
    hat = leverage(result.fit)
    actual = result.cells[counted(result.outcome)].to_numpy(np.float64)
    predicted = np.exp(result.fit.mean) if result.estimator == "least squares" else result.fit.mean
    rows = result.cells[["product", "week"]]
    return tuple(
        InfluentialCell(
            str(rows["product"].iloc[place]), pd.Timestamp(rows["week"].iloc[place]), float(cook[place]),
            float(hat[place]), float(extreme[place]), float(actual[place]), float(predicted[place]),
        )
        for place in np.argsort(-cook, kind="stable")[:TOP]
    )  # fmt: skip
