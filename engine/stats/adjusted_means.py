"""The mean of all product-weeks if every one had shown the same type of photo."""

from __future__ import annotations

from dataclasses import dataclass

from engine.records import Category
from engine.stats.model import Estimate


@dataclass(frozen=True, slots=True)
class AdjustedMean:
    """Mean outcome per product-week for one photo type, as-observed standardisation."""

    category: Category
    mean: float | None
    """Same products, weeks and prices for all types; None where the effect cannot be told."""
    low: float | None
    high: float | None
    raw: float | None
    """Mean of the product-weeks that showed the type; None where there are none."""
    cells: int
    """Their number."""


def adjusted_means(result: Estimate) -> tuple[AdjustedMean, ...]:
    """For categories 1, 2, 3; empty for a price."""
    raise NotImplementedError
