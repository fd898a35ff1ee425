"""Price between products: what the photo type goes with across the shop, not separable from the product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

LABEL = "between products, not separable from product quality"


@dataclass(frozen=True, slots=True)
class BetweenEffect:
    """One coefficient of the cross-section, in units of the outcome (log points for a log)."""

    name: str
    beta: float
    se: float
    """HC3."""
    df: int
    p: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Between:
    """A regression with one row per product."""

    effects: tuple[BetweenEffect, ...]
    rows: int
    r2: float
    label: str = LABEL
    missing: str = ""


def between_products(table: pd.DataFrame, *, outcome: str, regressors: Sequence[str]) -> Between:
    """Least squares of a numeric column on numeric columns and a constant, HC3 errors."""
    raise NotImplementedError
