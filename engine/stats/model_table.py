"""The models side by side, one column each: S2, S1, S4, P1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.stats.model import Estimate, Outcome

ModelCode = Literal["S1", "S2", "S4", "P1"]


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One line of one model. Log points; percent for photo types only; None where it cannot be told."""

    name: str
    """"on model", "worn", "ln price", "discount" or "marketplace X"."""
    beta: float | None
    se: float | None
    df: float | None
    p: float | None
    percent: float | None
    low: float | None
    high: float | None
    missing: str = ""
    """Why there is no number; empty where there is one."""


@dataclass(frozen=True, slots=True)
class ModelColumn:
    """One column of the table."""

    code: ModelCode
    title: str
    """In plain words, such as "Main: Poisson, at equal price"."""
    outcome: Outcome
    formula: str
    coefficients: tuple[Coefficient, ...]
    fixed_effects: tuple[str, ...]
    """("product", "week")."""
    rows: int
    """Product-weeks used."""
    rows_dropped: int
    """Product-weeks of the main model that this one cannot use, such as those without a sale in S2."""
    products: int
    switchers: int
    within_r2: float | None
    """Least squares: share of the variance after product and week effects, 0..1; None for Poisson."""
    pseudo_r2: float | None
    """Poisson: McFadden's 1 - logL / logL(constant), 0..1; None for least squares and for non-counts."""
    errors: str
    """How the standard errors are made: "CR2, clustered by product"."""
    missing: str = ""
    """Why this model has no numbers; empty where it has."""


def model_table(result: Estimate) -> tuple[ModelColumn, ...]:
    """S2 log-linear, S1 main, S4 without the price, P1 price as the outcome; for price only P1."""
    raise NotImplementedError
