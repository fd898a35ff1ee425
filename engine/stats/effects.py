"""From coefficients to what is told: percent effects with intervals, attributable share, effects per product.

Sources: percent effect 100 (exp(b) - 1) with the interval mapped the same way; minimal detectable effect
exp((t.975 + t.80) se) - 1; Newey & West (1987) for the weeks of one product; DerSimonian & Laird (1986)
for the spread between products.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.stats

from engine.records import Category
from engine.stats.model import MIN_WEEKS_PER_CATEGORY, Estimate
from engine.stats.percent import percent
from engine.stats.ppml import Floats

LEVEL = 0.975
POWER = 0.80
_TOO_FEW = "too few products changed to give an interval"


@dataclass(frozen=True, slots=True)
class Effect:
    """One category against product only. Percentages as 9.0 for +9 %; None where it cannot be estimated."""

    category: Category
    reference: Category
    beta: float | None
    se: float | None
    df: float | None
    p: float | None
    percent: float | None
    low: float | None
    high: float | None
    detectable: float | None
    """Percent effect that would have been seen with a chance of 80 %."""
    products: int
    """Products with this type of photo in some weeks and another type in others."""
    missing: str = ""
    """Why there is no number; empty where there is one."""

    @classmethod
    def untold(cls, category: Category, *, products: int, missing: str) -> Effect:
        """An effect that cannot be estimated."""
        nothing = (None, None, None, None, None, None, None, None)
        return cls(category, Category.PRODUCT_ONLY, *nothing, products, missing)


@dataclass(frozen=True, slots=True)
class Slope:
    """The coefficient of ln price: percent of the outcome per percent of price."""

    beta: float | None
    se: float | None
    missing: str = ""


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


@dataclass(frozen=True, slots=True)
class Share:
    """Percent of the fitted total that goes with the photos, against product-only photos everywhere."""

    percent: float
    low: float
    high: float


def category_effects(result: Estimate) -> tuple[Effect, ...]:
    """Effects of categories 1 and 2 against 3."""
    return tuple(_category_effect(result, category) for category in (Category.ON_MODEL, Category.WORN))


def _category_effect(result: Estimate, category: Category) -> Effect:
    name = category.label
    changed = _changed_products(result.cells, category)
    if name not in result.design.names:
        absent = not (result.cells["category"] == category).any()
        reason = f"no sales with {name} photos" if absent else result.design.dropped[name]
        return Effect.untold(category, products=changed, missing=reason)
    place = result.design.names.index(name)
    beta, se = float(result.fit.beta[place]), float(result.errors.se[place])
    df = float(result.errors.df[place])
    if not result.told(name):
        return Effect.untold(category, products=changed, missing=_TOO_FEW)
    reach = float(scipy.stats.t.ppf(LEVEL, df)) * se
    p = float(2 * scipy.stats.t.sf(abs(beta) / se, df))
    detectable = percent(reach + float(scipy.stats.t.ppf(POWER, df)) * se)
    return Effect(
        category, Category.PRODUCT_ONLY, beta, se, df, p,
        percent(beta), percent(beta - reach), percent(beta + reach), detectable, changed,
    )  # fmt: skip


def _changed_products(cells: pd.DataFrame, category: Category) -> int:
    shown = (cells["category"] == category).groupby(cells["product"]).agg(["any", "all"])
    return int((shown["any"] & ~shown["all"]).sum())


def price_slope(result: Estimate) -> Slope | None:
    """The coefficient of ln price; None where the price is the outcome."""
    if result.outcome == "price":
        return None
    if "ln price" not in result.design.names:
        return Slope(None, None, result.design.dropped["ln price"])
    if not result.told("ln price"):
        return Slope(None, None, _TOO_FEW)
    place = result.design.names.index("ln price")
    return Slope(float(result.fit.beta[place]), float(result.errors.se[place]))


def attributable_share(result: Estimate) -> Share | None:
    """Sum of mu (1 - exp(-b)) over sum of mu, with a delta-method interval; None for a price.

    The counterfactual: product-only photos everywhere, same products, weeks and prices. It needs the effect
    of every photo type that was shown.
    """
    codes = {category.label: category for category in Category}
    shown = set(result.cells["category"]) - {Category.PRODUCT_ONLY}
    names = [name for name in result.design.names if result.told(name) and name != "ln price"]
    if result.outcome == "price" or {codes[name] for name in names} != shown:
        return None
    places = [result.design.names.index(name) for name in names]
    mean, total = result.fit.mean, result.fit.mean.sum()
    parts = np.array(
        [mean[(result.cells["category"] == codes[name]).to_numpy()].sum() / total for name in names]
    )
    beta = result.fit.beta[places]
    share = float(parts @ -np.expm1(-beta))
    slope = parts * np.exp(-beta)
    se = float(np.sqrt(slope @ result.errors.cov[np.ix_(places, places)] @ slope))
    reach = float(scipy.stats.t.ppf(LEVEL, result.errors.df[places].min())) * se
    return Share(100 * share, 100 * (share - reach), 100 * (share + reach))


def product_effects(result: Estimate) -> tuple[ProductEffect, ...]:
    """Effects per switching product and category, shrunk by empirical Bayes; none for a price.

    Week effects and the price slope are held at their common estimates, so a product's own effect is the
    ratio of sold to expected between its photo types, which is the Poisson maximum; its error allows for
    weeks that resemble each other (Newey-West). Only products that were also shown product-only can be
    compared.
    """
    if result.outcome == "price":
        return ()
    found: list[ProductEffect] = []
    for category in (Category.ON_MODEL, Category.WORN):
        if result.told(category.label):
            found += _shrunk(_raw_effects(result, category), category)
    return tuple(sorted(found, key=lambda one: (one.category, -one.percent)))


def _raw_effects(result: Estimate, category: Category) -> list[tuple[str, float, float]]:
    """(product, beta, se) of each product with enough weeks in the category and in product only."""
    kinds = [name for name in result.design.names if name != "ln price"]
    beta = dict(zip(kinds, result.fit.beta, strict=False))
    lift = result.cells["category"].map({one: beta.get(one.label, 0.0) for one in Category}).to_numpy(float)
    expected = pd.Series(result.fit.mean * np.exp(-lift), index=result.cells.index)
    raw = []
    for product, cells in result.cells.groupby("product", sort=True):
        sides = [(cells["category"] == one).to_numpy() for one in (category, Category.PRODUCT_ONLY)]
        sold = cells[result.outcome].to_numpy(float)
        if all(side.sum() >= MIN_WEEKS_PER_CATEGORY and sold[side].sum() > 0 for side in sides):
            own = expected[cells.index].to_numpy()
            rates = [sold[side].sum() / own[side].sum() for side in sides]
            noise = sum(
                _log_rate_variance(sold[side], rate * own[side])
                for side, rate in zip(sides, rates, strict=True)
            )
            raw.append((str(product), float(np.log(rates[0] / rates[1])), float(np.sqrt(noise))))
    return [one for one in raw if one[2] > 0]


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


def _shrunk(raw: Sequence[tuple[str, float, float]], category: Category) -> list[ProductEffect]:
    """Empirical Bayes with the DerSimonian-Laird spread; the intervals are normal ones."""
    if len(raw) < 2:
        return []
    beta = np.array([one[1] for one in raw])
    variance = np.array([one[2] for one in raw]) ** 2
    tau2 = _spread(beta, variance)
    weight = 1 / (variance + tau2)
    centre, centre_variance = float(weight @ beta / weight.sum()), 1 / weight.sum()
    own = tau2 / (tau2 + variance)
    drawn = own * beta + (1 - own) * centre
    reach = scipy.stats.norm.ppf(LEVEL) * np.sqrt(own * variance + (1 - own) ** 2 * centre_variance)
    return [
        ProductEffect(one[0], category, percent(b), percent(b - r), percent(b + r), percent(one[1]))
        for one, b, r in zip(raw, drawn, reach, strict=True)
    ]


def _spread(beta: Floats, variance: Floats) -> float:
    """Variance of the true effects between products (DerSimonian & Laird 1986), 0 or more."""
    weight = 1 / variance
    centre = weight @ beta / weight.sum()
    excess = weight @ (beta - centre) ** 2 - (len(beta) - 1)
    return max(0.0, float(excess / (weight.sum() - weight @ weight / weight.sum())))
