"""The models side by side, one column each: S2, S1, S4, P1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.special

from engine.errors import EffectRefused
from engine.stats.design import REGRESSORS, TYPES
from engine.stats.model import Estimate, Outcome, counted, switchers
from engine.stats.sentences import ModelCode, formula
from engine.stats.variants import fit_log_linear, fit_price, fit_without_price

TITLES: dict[ModelCode, str] = {
    "S2": "Log-linear, at equal price",
    "S1": "Poisson, at equal price (main)",
    "S4": "Poisson, price free to move",
    "P1": "Price as the outcome",
}


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
    """In plain words."""
    outcome: Outcome
    formula: str
    coefficients: tuple[Coefficient, ...]
    fixed_effects: tuple[str, ...]
    """Such as ("product", "week")."""
    rows: int
    """Product-weeks used."""
    rows_dropped: int
    """Product-weeks of the main model that this one cannot use, such as those without a sale in S2."""
    products: int
    switchers: int
    within_r2: float | None
    """Least squares: share of the variance after product and week effects, 0..1; None for Poisson."""
    pseudo_r2: float | None
    """Poisson: McFadden's 1 - logL / logL(one common mean), 0..1; None for least squares."""
    errors: str
    """How the standard errors are made: "CR2, clustered by product"."""
    missing: str = ""
    """Why this model has no numbers; empty where it has."""

    def coefficient(self, name: str) -> Coefficient | None:
        """The line called `name`, None where the model does not hold it."""
        return next((one for one in self.coefficients if one.name == name), None)


def model_table(result: Estimate) -> tuple[ModelColumn, ...]:
    """S2 log-linear, S1 main, S4 without the price, P1 price as the outcome; for a price P1 alone."""
    if result.outcome == "price":
        return (_column("P1", result, of=result),)
    return (
        _tried("S2", result, fit_log_linear),
        _column("S1", result, of=result),
        _tried("S4", result, fit_without_price),
        _tried("P1", result, fit_price),
    )


def disagreement(columns: Sequence[ModelColumn]) -> tuple[str, ...]:
    """Names of the photo types on which S1 and S2 differ by more than 2 standard errors (of S1), or have
    opposite signs while one of their intervals leaves out 0."""
    by_code = {column.code: column for column in columns}
    if not {"S1", "S2"} <= set(by_code):
        return ()
    pairs = [(by_code["S1"].coefficient(name), by_code["S2"].coefficient(name)) for name in REGRESSORS[:2]]
    return tuple(one.name for one, other in pairs if one and other and _differ(one, other))


def _differ(one: Coefficient, other: Coefficient) -> bool:
    if one.beta is None or one.se is None or other.beta is None:
        return False
    clear = any((each.low or 0) > 0 or (each.high or 0) < 0 for each in (one, other))
    return abs(one.beta - other.beta) > 2 * one.se or (one.beta * other.beta < 0 and clear)


def _tried(code: ModelCode, result: Estimate, fit: Callable[[Estimate], Estimate]) -> ModelColumn:
    try:
        return _column(code, fit(result), of=result)
    except EffectRefused as refusal:
        outcome: Outcome = "price" if code == "P1" else result.outcome
        terms = formula(outcome, code, period=result.period)
        return ModelColumn(
            code, TITLES[code], outcome, terms, (), (), 0, 0, 0, 0, None, None, "", str(refusal)
        )


def _column(code: ModelCode, made: Estimate, *, of: Estimate) -> ModelColumn:
    poisson = made.estimator == "poisson"
    names = (*made.design.names, *made.design.dropped)
    return ModelColumn(
        code,
        TITLES[code],
        made.outcome,
        formula(made.outcome, code, period=made.period),
        tuple(_coefficient(made, name) for name in names),
        ("product", made.period),
        len(made.cells),
        len(of.cells) - len(made.cells),
        int(made.cells["product"].nunique()),
        len(switchers(made.cells)),
        None if poisson else _within_r2(made),
        _pseudo_r2(made) if poisson else None,
        f"{made.errors.kind}, clustered by product",
    )


def _coefficient(made: Estimate, name: str) -> Coefficient:
    if not made.told(name):
        return Coefficient(name, None, None, None, None, None, None, None, made.missing(name))
    found = made.interval(name)
    shown = (found.percent, found.low, found.high) if name in TYPES else (None, None, None)
    return Coefficient(name, found.beta, found.se, found.df, found.p, *shown)


def _within_r2(made: Estimate) -> float:
    """Variance explained of what product and week effects leave."""
    logs = made.fit.mean + made.fit.residual
    left = made.design.effects.weigh(np.ones(len(logs))).residual(logs[:, None])
    return 1 - float(np.sum(made.fit.residual**2) / np.sum(left**2))


def _pseudo_r2(made: Estimate) -> float:
    """1 - logL / logL of one common mean, the Poisson likelihood taken for any outcome of 0 or more."""
    values = made.cells[counted(made.outcome)].to_numpy(np.float64)
    constant = -float(np.sum(scipy.special.gammaln(values + 1)))
    fitted, common = (
        constant + float(np.sum(scipy.special.xlogy(values, mean) - mean))
        for mean in (made.fit.mean, np.full_like(values, values.mean()))
    )
    return 1 - fitted / common
