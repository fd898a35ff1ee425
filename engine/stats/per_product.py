"""The effect for each product that changed its photo, drawn towards the mean of all of them."""

from __future__ import annotations

from dataclasses import dataclass

from engine.records import Category
from engine.stats.model import Estimate


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
    """Inverse-variance mean of the products, in percent."""
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


def per_product(result: Estimate) -> PerProduct:
    """Effects per switching product and category; empty for a price."""
    raise NotImplementedError
