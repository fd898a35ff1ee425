"""How much of the user's own total goes with the photos, against product-only photos everywhere.

Poisson fits with product effects return the outcome's own sum in total and per category, and per product, so
the parts add up to what the user sold. Of the parts only the effects are uncertain: the intervals are by the
delta method on them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.stats

from engine.records import Category
from engine.stats.design import TYPES
from engine.stats.interval import LEVEL
from engine.stats.model import Estimate
from engine.stats.ppml import Floats


@dataclass(frozen=True, slots=True)
class Share:
    """Percent of the total that goes with the photos, with its 95 % interval."""

    percent: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ProductShare:
    """One product's part, in the outcome's own unit; the parts add up to the total of the products used."""

    product: str
    total: float
    """What was sold: the user's own total."""
    attributed: float
    """Of it, what goes with the photos."""
    low: float
    high: float
    clear: bool
    """Whether the interval leaves out 0."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """The share of all sales, and each product's part of it."""

    share: Share
    total: float
    attributed: float
    low: float
    high: float
    products: tuple[ProductShare, ...]
    """Sorted by total, largest first."""


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """The coefficients of the photo types with what a delta-method interval needs; q of them are told."""

    beta: dict[Category, float]
    """Log points against product only, which is 0; without the types that cannot be told."""
    order: tuple[Category, ...]
    cov: Floats
    """(q, q) in that order."""
    wide: float
    """Quantile of the t distribution with the smallest degrees of freedom of them."""

    def reach(self, slope: Floats) -> float:
        """Half the length of the 95 % interval of something with this slope (q,) in the coefficients."""
        return self.wide * float(np.sqrt(max(0.0, float(slope @ self.cov @ slope))))


def told_effects(result: Estimate) -> Effects | None:
    """The photo types that are told; None for a price and where none is."""
    order = tuple(one for one in Category if one.label in TYPES and result.told(one.label))
    if result.outcome == "price" or not order:
        return None
    found = [result.interval(one.label) for one in order]
    beta = {Category.PRODUCT_ONLY: 0.0} | {
        one: interval.beta for one, interval in zip(order, found, strict=True)
    }
    wide = float(scipy.stats.t.ppf(LEVEL, min(interval.df for interval in found)))
    return Effects(beta, order, result.covariance([one.label for one in order]), wide)


def attribution(result: Estimate) -> Attribution | None:
    """Sum of mu (1 - exp(-b)); None for a price, and where a photo type that was shown has no effect.

    The counterfactual: product-only photos everywhere, same products, weeks and prices.
    """
    effects = told_effects(result)
    if effects is None or not set(result.cells["category"]) <= set(effects.beta):
        return None
    mean = pd.Series(result.fit.mean, index=result.cells.index)
    keys = [result.cells["product"], result.cells["category"]]
    by_type = mean.groupby(keys).sum().unstack(fill_value=0).reindex(columns=list(Category), fill_value=0.0)
    parts = by_type[list(effects.order)].to_numpy(np.float64)
    totals = by_type.sum(axis=1).to_numpy(np.float64)
    products = [
        _product_share(str(product), total, part, effects)
        for product, total, part in zip(by_type.index, totals, parts, strict=True)
    ]
    total = float(totals.sum())
    found, reach = _attributed(parts.sum(axis=0), effects)
    low, high = found - reach, found + reach
    share = Share(*(100 * one / total for one in (found, low, high)))
    ordered = tuple(sorted(products, key=lambda one: -one.total))
    return Attribution(share, total, found, low, high, ordered)


def _attributed(parts: Floats, effects: Effects) -> tuple[float, float]:
    """What goes with the photos out of sums (q,) by photo type, and half its interval."""
    beta = np.array([effects.beta[one] for one in effects.order])
    return float(parts @ -np.expm1(-beta)), effects.reach(parts * np.exp(-beta))


def _product_share(product: str, total: float, parts: Floats, effects: Effects) -> ProductShare:
    found, reach = _attributed(parts, effects)
    return ProductShare(product, float(total), found, found - reach, found + reach, abs(found) > reach)
