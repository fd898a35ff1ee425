"""Least squares and Poisson pseudo-maximum-likelihood with absorbed product and period effects, in numpy.

Sources: Frisch-Waugh-Lovell theorem; Santos Silva & Tenreyro (2006) for PPML; Correia, Guimaraes & Zylkin
(2020), "Fast Poisson estimation with high-dimensional fixed effects", for PPML with many effects. Their
iteration demeans every column in every round; here the product effects are concentrated out, as in the
conditional likelihood of Hausman, Hall & Griliches (1984), and Newton's steps on the few other parameters
need sums only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import EffectRefused
from engine.stats.fixed_effects import (
    Absorbed,
    Bools,
    FixedEffects,
    Floats,
    Ints,
    fixed_effects,
    sum_by,
    sums_by,
)

__all__ = ["Bools", "Fit", "Floats", "Ints", "fit_ols", "fit_ppml", "solve"]

_ROUNDS = 200
_STEP = 1e-9
# Where outcomes differ by many powers of ten, rounding stirs the steps: enough once nothing is gained.
_LAST_STEP = 1e-6
_LONGEST = 3.0
_ROUNDING = 1e-12
_SMALL = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A fit with what the standard errors need; n rows, k columns without the absorbed effects."""

    beta: Floats
    """(k,) coefficients in log points per unit of the column."""
    bread: Floats
    """(k, k) inverse of design' design."""
    design: Floats
    """(n, k) columns less their projection on the effects, times the square root of the working weight."""
    residual: Floats
    """(n,) working residual times the square root of the working weight."""
    mean: Floats
    """(n,) fitted outcome."""
    groups: Ints
    """(n,) product of each row, 0..G-1."""
    absorbed: Absorbed | None = None
    """The effects that are not in `design`; None where it holds all of the model."""

    @property
    def parameters(self) -> int:
        """Columns, period effects, and one for all product effects together."""
        return len(self.beta) + (self.absorbed.parameters if self.absorbed else 0)


def fit_ols(*, outcome: Floats, columns: Floats, groups: Ints, periods: Ints | None = None) -> Fit:
    """Least squares of (n,) outcome on (n, k) columns with an effect per group (n,) and per period (n,).

    The columns must have full rank after the effects (see `design.keep_estimable`).
    """
    absorbed = fixed_effects(groups, periods).weigh(np.ones(len(outcome)))
    design = absorbed.residual(columns)
    centred = absorbed.residual(outcome[:, None])[:, 0]
    beta, bread = solve(design, centred)
    residual = centred - design @ beta
    return Fit(beta, bread, design, residual, outcome - residual, groups, absorbed)


def solve(design: Floats, target: Floats) -> tuple[Floats, Floats]:
    """Least-squares coefficients (k,) and the inverse cross product (k, k), by columns scaled to length 1.

    Up to 20,000 rows by singular values, which keeps the digits of nearly collinear columns; above by normal
    equations with one refinement, in two passes over the rows.
    """
    scale = np.sqrt(np.einsum("ij,ij->j", design, design))
    scaled = design / scale
    if len(design) <= _SMALL:
        left, values, right = np.linalg.svd(scaled, full_matrices=False)
        root = right.T / values
        beta = root @ (left.T @ target)
        return beta / scale, root @ root.T / np.outer(scale, scale)
    inverse = np.linalg.inv(scaled.T @ scaled)
    beta = inverse @ (scaled.T @ target)
    beta = beta + inverse @ (scaled.T @ (target - scaled @ beta))
    return beta / scale, inverse / np.outer(scale, scale)


def fit_ppml(
    *,
    outcome: Floats,
    columns: Floats,
    groups: Ints,
    periods: Ints | None = None,
    offset: Floats | float = 0.0,
) -> Fit:
    """Poisson pseudo-ML of (n,) outcome >= 0 on (n, k) columns with an effect per group (n,) and per period.

    `offset` (n,) is added to the log of the mean. Each group must have some outcome above 0, no row may be
    separated (see `separation`), the columns must have full rank after the effects. Raises EffectRefused
    where it does not settle.
    """
    effects = fixed_effects(groups, periods)
    likelihood = _Likelihood.of(outcome, columns, effects, offset)
    try:
        beta, mean = _climb(likelihood)
        absorbed = effects.weigh(mean)
        root = np.sqrt(mean)
        design = absorbed.residual(columns) * root[:, None]
        _, bread = solve(design, np.zeros_like(outcome))
    except np.linalg.LinAlgError as error:
        raise _unsettled() from error
    return Fit(beta / likelihood.scale, bread, design, (outcome - mean) / root, mean, groups, absorbed)


@dataclass(frozen=True, slots=True, eq=False)
class _Likelihood:
    """The likelihood of the coefficients and period effects, product effects at their best for them.

    Its parameters are the coefficients (k,) of the scaled columns, then the free period effects (f,).
    """

    outcome: Floats
    columns: Floats
    """(n, k) centred by product and scaled to a standard deviation of 1 within products."""
    scale: Floats
    """(k,) standard deviation of the columns."""
    effects: FixedEffects
    offset: Floats | float
    sold: Floats
    """(G,) outcome of each product."""
    target: Floats
    """(k + f,) sums of outcome times column, and of outcome in each free period."""

    @classmethod
    def of(
        cls, outcome: Floats, columns: Floats, effects: FixedEffects, offset: Floats | float
    ) -> _Likelihood:
        counts = np.bincount(effects.groups)
        centred = np.array(columns, dtype=np.float64, order="F")
        for column in centred.T:
            column -= (np.bincount(effects.groups, column) / counts)[effects.groups]
        scale = np.sqrt(np.einsum("ij,ij->j", centred, centred) / len(outcome))
        centred /= scale
        seasonal = np.bincount(effects.periods, outcome, effects.shape[1])[effects.free]
        sold = sum_by(effects.groups, outcome, effects.shape[0])
        target = np.concatenate([centred.T @ outcome, seasonal])
        return cls(outcome, centred, scale, effects, offset, sold, target)

    def at(self, parameters: Floats) -> tuple[float, Floats]:
        """Log-likelihood up to a constant, and the mean (n,); minus infinity where the mean overflows."""
        seasons = np.zeros(self.effects.shape[1])
        seasons[self.effects.free] = parameters[len(self.scale) :]
        linear = self.columns @ parameters[: len(self.scale)]
        linear += self.offset
        if len(self.effects.free):
            linear += seasons[self.effects.periods]
        with np.errstate(over="ignore", under="ignore", divide="ignore", invalid="ignore"):
            mean = np.exp(linear, out=linear)
            total = sum_by(self.effects.groups, mean, self.effects.shape[0])
            value = float(parameters @ self.target - self.sold @ np.log(total))
            mean *= (self.sold / total)[self.effects.groups]
        return (value if np.isfinite(value) else -np.inf), mean

    def slope_and_curve(self, mean: Floats) -> tuple[Floats, Floats]:
        """Gradient (k + f,) and information (k + f, k + f) of the likelihood at a mean (n,)."""
        groups, periods, shape = self.effects.groups, self.effects.periods, self.effects.shape
        free, k = self.effects.free, len(self.scale)
        absorbed = self.effects.weigh(mean)
        weighted = self.columns * mean[:, None]
        by_group, by_period = sums_by(groups, weighted, shape[0]), sums_by(periods, weighted, shape[1])
        curve = np.empty((k + len(free),) * 2)
        curve[:k, :k] = self.columns.T @ weighted - by_group.T @ (by_group / absorbed.mass[:, None])
        curve[k:, :k] = (by_period - absorbed.share.T @ by_group)[free]
        curve[:k, k:] = curve[k:, :k].T
        curve[k:, k:] = absorbed.schur
        seasonal = np.bincount(periods, mean, shape[1])[free]
        fitted = np.concatenate([by_group.sum(axis=0), seasonal])
        return self.target - fitted, curve


def _climb(likelihood: _Likelihood) -> tuple[Floats, Floats]:
    """Scaled coefficients (k,) and mean (n,) at the top of the likelihood."""
    parameters = np.zeros(len(likelihood.target))
    value, mean = likelihood.at(parameters)
    for _ in range(_ROUNDS):
        step = _newton(*likelihood.slope_and_curve(mean))
        length, before = float(np.max(np.abs(step), initial=0.0)), value
        parameters, value, mean = _ascend(likelihood, parameters, step, before)
        if length < _STEP or (length < _LAST_STEP and value <= before):
            return parameters[: len(likelihood.scale)], mean
    raise _unsettled()


def _newton(slope: Floats, curve: Floats) -> Floats:
    """Newton's step, shortened where it would leave the region in which its parabola means anything."""
    scale = np.sqrt(np.diag(curve))
    if not np.all(scale > 0):
        raise _unsettled()
    step = np.linalg.solve(curve / np.outer(scale, scale), slope / scale) / scale
    return np.asarray(step / max(1.0, float(np.max(np.abs(step), initial=0.0)) / _LONGEST))


def _ascend(
    likelihood: _Likelihood, parameters: Floats, step: Floats, before: float
) -> tuple[Floats, float, Floats]:
    """Take the step, halved until the likelihood does not fall by more than rounding."""
    for halving in range(30):
        tried = parameters + step * 0.5**halving
        after, mean = likelihood.at(tried)
        if after >= before - _ROUNDING * (abs(before) + 1):
            return tried, after, mean
    raise _unsettled()


def _unsettled() -> EffectRefused:
    return EffectRefused("The estimation did not settle. Look for a product or a week with strange numbers.")
