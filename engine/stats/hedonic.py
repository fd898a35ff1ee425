"""Price between products: what the photo type goes with across the shop, not separable from the product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.errors import EffectRefused
from engine.records import Category
from engine.stats.cross_section import fit_cross_section, hc_errors
from engine.stats.design import REGRESSORS
from engine.stats.influence import leverage
from engine.stats.interval import Interval

_WHOLE = 1 - 1e-9
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


def between_products(table: pd.DataFrame, *, outcome: str, regressors: Sequence[str]) -> Between:
    """Least squares of a numeric column on numeric columns and a constant, HC3 errors, t with n - K.

    Raises EffectRefused where the rows are too few, the columns depend on each other, or one row alone
    settles a coefficient.
    """
    values = table[outcome].to_numpy(np.float64)
    columns = table[list(regressors)].to_numpy(np.float64)
    full = np.column_stack([np.ones(len(values)), columns])
    if len(values) <= full.shape[1] + 1 or np.linalg.matrix_rank(full) < full.shape[1]:
        raise EffectRefused("The products cannot be compared: too few, or their properties go together.")
    fit = fit_cross_section(outcome=values, columns=columns)
    if leverage(fit).max() > _WHOLE:  # its residual is 0, so HC3 knows nothing of its noise
        raise EffectRefused("The products cannot be compared: one alone shows a type of photo.")
    errors = hc_errors(fit, kind="HC3")
    effects = [
        _effect(name, Interval(float(beta), float(se), float(df)))
        for name, beta, se, df in zip(regressors, fit.beta[1:], errors.se[1:], errors.df[1:], strict=True)
    ]
    spread = float(np.sum((values - values.mean()) ** 2))
    return Between(tuple(effects), len(values), 1 - float(fit.residual @ fit.residual) / spread)


def _effect(name: str, found: Interval) -> BetweenEffect:
    low, high = found.beta - found.reach, found.beta + found.reach
    return BetweenEffect(name, found.beta, found.se, int(found.df), found.p, low, high)


def price_between(cells: pd.DataFrame) -> Between:
    """P2: mean ln price of each product on the photo type that it showed most, against product only.

    Raises EffectRefused where the products cannot be compared.
    """
    mostly = cells.groupby("product")["category"].agg(lambda shown: shown.value_counts().index[0])
    logs = np.log(cells["price"]).groupby(cells["product"]).mean()
    table = pd.DataFrame({"ln price": logs})
    for name, category in zip(REGRESSORS[:2], (Category.ON_MODEL, Category.WORN), strict=True):
        table[name] = (mostly == category).astype(float)
    shown = [name for name in REGRESSORS[:2] if table[name].nunique() > 1]
    if not shown:
        raise EffectRefused("All products show the same type of photo.")
    return between_products(table, outcome="ln price", regressors=shown)


def between_sentence(effect: BetweenEffect, *, subject: str) -> str:
    """One coefficient of a log price in plain words."""
    low, high = (100 * float(np.expm1(value)) for value in (effect.low, effect.high))
    ends = f"between {low:+.1f} and {high:+.1f} %"
    if effect.low <= 0 <= effect.high:
        return (
            f"{subject}: no clear difference in price between products; {ends} is compatible with the data."
        )
    found = 100 * float(np.expm1(effect.beta))
    return f"{subject} go with {found:+.1f} % price between products ({ends}); this is {LABEL}."
