"""The effect for each product that changed its photo, drawn towards the mean of all of them.

Week effects and the price slope are held at their common estimates, so a product's own effect is the ratio of
sold to expected between its photo types, which is the Poisson maximum; its error allows for weeks that
resemble each other (Newey & West 1987).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.stats

from engine.records import Category
from engine.stats.design import REGRESSORS
from engine.stats.interval import LEVEL
from engine.stats.model import MIN_WEEKS_PER_CATEGORY, Estimate, counted
from engine.stats.multiple import benjamini_hochberg
from engine.stats.percent import percent
from engine.stats.ppml import Floats
from engine.stats.shrinkage import Shrunk, shrink


@dataclass(frozen=True, slots=True)
class ProductEffect:
    """The effect for one product, drawn towards the mean of all products by how uncertain it is."""

    product: str
    category: Category
    percent: float
    low: float
    high: float
    raw_percent: float
    """As the product's own weeks say, before drawing it in."""
    raw_low: float
    raw_high: float
    p: float
    """Of the raw effect."""
    p_adjusted: float
    """The same, allowing for the number of products (Benjamini & Hochberg 1995)."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How much the effects of one photo type differ between products."""

    category: Category
    products: int
    mean_percent: float
    """Mean of the products, in percent, the certain ones counting more."""
    tau: float
    """Standard deviation of the true effects, log points (DerSimonian & Laird 1986)."""
    q: float
    df: int
    p: float
    """Of Cochran's Q: that all products have the same effect."""
    i2: float
    """Share of the variance between products that is not noise, 0..1 (Higgins & Thompson 2002)."""


@dataclass(frozen=True, slots=True)
class PerProduct:
    """Effects per product, sorted by category and size, and their spread per category."""

    effects: tuple[ProductEffect, ...]
    spreads: tuple[Spread, ...]


@dataclass(frozen=True, slots=True)
class _Raw:
    """What the product's own weeks say, log points."""

    product: str
    beta: float
    se: float


def per_product(result: Estimate) -> PerProduct:
    """Effects per product with 4 or more weeks of a photo type and 4 or more of product only.

    None for a price. The intervals are normal ones.
    """
    effects: list[ProductEffect] = []
    spreads: list[Spread] = []
    if result.outcome != "price":
        for category in (Category.ON_MODEL, Category.WORN):
            raw = _raw_effects(result, category) if result.told(category.label) else []
            if len(raw) > 1:
                beta, se = np.array([one.beta for one in raw]), np.array([one.se for one in raw])
                shrunk = shrink(beta, se)
                effects += _drawn_in(raw, shrunk, category)
                spreads.append(_spread(shrunk, category))
    ordered = sorted(effects, key=lambda one: (one.category, -one.percent))
    return PerProduct(tuple(ordered), tuple(spreads))


def _raw_effects(result: Estimate, category: Category) -> list[_Raw]:
    types = zip(result.design.names, result.fit.beta, strict=False)
    beta = {name: value for name, value in types if name in REGRESSORS[:2]}
    lift = result.cells["category"].map({one: beta.get(one.label, 0.0) for one in Category}).to_numpy(float)
    expected = pd.Series(result.fit.mean * np.exp(-lift), index=result.cells.index)
    raw = []
    changed = result.cells.groupby("product")["category"].transform("nunique") > 1
    for product, cells in result.cells[changed].groupby("product", sort=True):
        sides = [(cells["category"] == one).to_numpy() for one in (category, Category.PRODUCT_ONLY)]
        sold = cells[counted(result.outcome)].to_numpy(float)
        if all(side.sum() >= MIN_WEEKS_PER_CATEGORY and sold[side].sum() > 0 for side in sides):
            own = expected[cells.index].to_numpy()
            rates = [sold[side].sum() / own[side].sum() for side in sides]
            noise = sum(
                _log_rate_variance(sold[side], rate * own[side])
                for side, rate in zip(sides, rates, strict=True)
            )
            raw.append(_Raw(str(product), float(np.log(rates[0] / rates[1])), float(np.sqrt(noise))))
    return [one for one in raw if one.se > 0]


def _log_rate_variance(sold: Floats, mean: Floats) -> float:
    """Variance of the log of sold / expected over some weeks; weeks that repel each other earn no
    discount."""
    score = sold - mean
    lags = int(4 * (len(score) / 100) ** (2 / 9))
    long_run = score @ score + 2 * sum(
        (1 - lag / (lags + 1)) * (score[lag:] @ score[:-lag])
        for lag in range(1, min(lags, len(score) - 1) + 1)
    )
    return float(max(long_run, score @ score) / mean.sum() ** 2)


def _drawn_in(raw: list[_Raw], shrunk: Shrunk, category: Category) -> list[ProductEffect]:
    wide = float(scipy.stats.norm.ppf(LEVEL))
    p = np.array([2 * scipy.stats.norm.sf(abs(one.beta) / one.se) for one in raw])
    found = zip(raw, shrunk.beta, wide * shrunk.se, p, benjamini_hochberg(p), strict=True)
    return [
        ProductEffect(
            one.product, category, percent(b), percent(b - r), percent(b + r),
            percent(one.beta), percent(one.beta - wide * one.se), percent(one.beta + wide * one.se),
            float(own_p), float(adjusted),
        )
        for one, b, r, own_p, adjusted in found
    ]  # fmt: skip


def _spread(shrunk: Shrunk, category: Category) -> Spread:
    count = len(shrunk.beta)
    return Spread(category, count, percent(shrunk.mean), shrunk.tau, shrunk.q, count - 1, shrunk.p, shrunk.i2)
