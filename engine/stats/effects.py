"""From coefficients to what is told: percent effects of the photo types with intervals, and the price slope.

Sources: percent effect 100 (exp(b) - 1) with the interval mapped the same way; minimal detectable effect
exp((t.975 + t.80) se) - 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from engine.records import Category
from engine.stats.interval import Interval
from engine.stats.model import Estimate
from engine.stats.regressors import PRICE


@dataclass(frozen=True, slots=True)
class Effect:
    """One category against another. Percentages as 9.0 for +9 %; None where it cannot be estimated."""

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
    def untold(
        cls,
        category: Category,
        *,
        reference: Category = Category.PRODUCT_ONLY,
        products: int,
        missing: str,
    ) -> Effect:
        """An effect that cannot be estimated."""
        nothing = (None, None, None, None, None, None, None, None)
        return cls(category, reference, *nothing, products, missing)

    @classmethod
    def told(
        cls,
        category: Category,
        found: Interval,
        *,
        reference: Category = Category.PRODUCT_ONLY,
        products: int,
    ) -> Effect:
        """An effect with its numbers."""
        return cls(
            category, reference, found.beta, found.se, found.df, found.p,
            found.percent, found.low, found.high, found.detectable, products,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slope:
    """The coefficient of ln price: percent of the outcome per percent of price."""

    beta: float | None
    se: float | None
    missing: str = ""


def category_effects(result: Estimate) -> tuple[Effect, ...]:
    """Effects of categories 1 and 2 against 3."""
    return tuple(_category_effect(result, category) for category in (Category.ON_MODEL, Category.WORN))


def _category_effect(result: Estimate, category: Category) -> Effect:
    name = category.label
    changed = changed_products(result.cells, category)
    if result.told(name):
        return Effect.told(category, result.interval(name), products=changed)
    absent = not (result.cells["category"] == category).any()
    missing = f"no sales with {name} photos" if absent else result.missing(name)
    return Effect.untold(category, products=changed, missing=missing)


def changed_products(cells: pd.DataFrame, category: Category) -> int:
    """Products with this type of photo in some weeks and another type in others."""
    shown = (cells["category"] == category).groupby(cells["product"]).agg(["any", "all"])
    return int((shown["any"] & ~shown["all"]).sum())


def price_slope(result: Estimate) -> Slope | None:
    """The coefficient of ln price; None where the price is the outcome."""
    if result.outcome == "price":
        return None
    if not result.told(PRICE):
        return Slope(None, None, result.missing(PRICE))
    found = result.interval(PRICE)
    return Slope(found.beta, found.se)
