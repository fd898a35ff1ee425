"""Least squares and Poisson pseudo-maximum-likelihood with absorbed product effects, in numpy.

Sources: Frisch-Waugh-Lovell theorem; Santos Silva & Tenreyro (2006) for PPML; Correia, Guimaraes & Zylkin
(2020), "Fast Poisson estimation with high-dimensional fixed effects", for the iteration; the same authors
(2019), "Verifying the existence of maximum likelihood estimates for generalized linear models", for
separation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.errors import EffectRefused

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_ROUNDS = 200
_TOLERANCE = 1e-11
_SEPARATION_ERROR = 1e-5


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A fit with what the standard errors need; n rows, k columns without the absorbed product effects."""

    beta: Floats
    """(k,) coefficients in log points per unit of the column."""
    bread: Floats
    """(k, k) inverse of design' design."""
    design: Floats
    """(n, k) demeaned columns times the square root of the working weight."""
    residual: Floats
    """(n,) working residual times the square root of the working weight."""
    mean: Floats
    """(n,) fitted outcome."""
    groups: Ints
    """(n,) product of each row, 0..G-1."""


def absorb(columns: Floats, groups: Ints, weights: Floats) -> Floats:
    """Take the weighted mean of each group out of (n, k) columns; groups (n,) in 0..G-1, weights (n,) > 0."""
    total = np.bincount(groups, weights)
    means = np.stack([np.bincount(groups, weights * column) for column in columns.T], axis=1) / total[:, None]
    return columns - means[groups]


def _solve(design: Floats, target: Floats) -> tuple[Floats, Floats]:
    """Least-squares coefficients (k,) and the inverse cross product (k, k), by columns scaled to length 1."""
    scale = np.sqrt(np.einsum("ij,ij->j", design, design))
    scaled = design / scale
    inverse = np.linalg.inv(scaled.T @ scaled)
    beta = inverse @ (scaled.T @ target)
    beta = beta + inverse @ (scaled.T @ (target - scaled @ beta))
    return beta / scale, inverse / np.outer(scale, scale)


def fit_ols(*, outcome: Floats, columns: Floats, groups: Ints) -> Fit:
    """Least squares of (n,) outcome on (n, k) columns with an effect per group (n,).

    The columns must have full rank after demeaning (see `design.keep_estimable`).
    """
    ones = np.ones_like(outcome)
    design = absorb(columns, groups, ones)
    centred = absorb(outcome[:, None], groups, ones)[:, 0]
    beta, bread = _solve(design, centred)
    residual = centred - design @ beta
    return Fit(beta, bread, design, residual, outcome - residual, groups)


def fit_ppml(*, outcome: Floats, columns: Floats, groups: Ints) -> Fit:
    """Poisson pseudo-ML of (n,) outcome >= 0 on (n, k) columns with an effect per group (n,).

    Iterated least squares on the demeaned working outcome; halves a step that raises the deviance. Each group
    must have some outcome above 0, no row may be separated, the columns must have full rank after demeaning.
    Raises EffectRefused where it does not settle.
    """
    level = np.bincount(groups, outcome) / np.bincount(groups)
    linear = np.log((outcome + level[groups]) / 2)
    deviance = np.inf
    for _ in range(_ROUNDS):
        mean = np.exp(linear)
        working = linear + (outcome - mean) / mean
        root = np.sqrt(mean)
        centred = absorb(np.column_stack([working, columns]), groups, mean) * root[:, None]
        target, design = centred[:, 0], centred[:, 1:]
        beta, _ = _solve(design, target)
        step = working - (target - design @ beta) / root - linear
        linear, deviance = _descend(outcome, linear, step, deviance)
        if np.max(np.abs(step)) < _TOLERANCE * max(1.0, float(np.max(np.abs(linear)))):
            return _at(linear, beta, outcome=outcome, columns=columns, groups=groups)
    raise EffectRefused(
        f"The estimation did not settle after {_ROUNDS} rounds. Look for a product or a week with strange "
        f"numbers."
    )


def _descend(outcome: Floats, linear: Floats, step: Floats, before: float) -> tuple[Floats, float]:
    """Take the step, halved until the deviance does not rise by more than rounding."""
    for halving in range(30):
        tried = linear + step * 0.5**halving
        after = _deviance(outcome, tried)
        if after <= before + 1e-9 * (abs(before) + 1 if np.isfinite(before) else 1):
            return tried, after
    return linear, before


def _deviance(outcome: Floats, linear: Floats) -> float:
    """Twice the log-likelihood lost against a perfect fit, up to a constant; infinite where it overflows."""
    with np.errstate(over="ignore", invalid="ignore"):
        value = 2 * float(np.sum(np.exp(linear) - outcome * linear))
    return value if np.isfinite(value) else np.inf


def _at(linear: Floats, beta: Floats, *, outcome: Floats, columns: Floats, groups: Ints) -> Fit:
    mean = np.exp(linear)
    root = np.sqrt(mean)
    design = absorb(columns, groups, mean) * root[:, None]
    _, bread = _solve(design, np.zeros_like(outcome))
    return Fit(beta, bread, design, (outcome - mean) / root, mean, groups)


def separated(*, outcome: Floats, columns: Floats, groups: Ints) -> Bools:
    """Rows (n,) with outcome 0 that a combination of columns and groups predicts to be 0 for ever.

    The iterative rectifier of Correia, Guimaraes & Zylkin (2019), algorithm 1: such rows carry no
    information on the other coefficients, and their own would run to minus infinity.
    """
    zero: Bools = outcome == 0
    if not zero.any():
        return np.asarray(zero)
    weights = np.where(zero, 1.0, zero.sum() / _SEPARATION_ERROR**2)
    target = zero.astype(np.float64)
    for _ in range(_ROUNDS):
        centred = absorb(np.column_stack([target, columns]), groups, weights)
        root = np.sqrt(weights)
        beta = np.linalg.lstsq(centred[:, 1:] * root[:, None], centred[:, 0] * root, rcond=1e-12)[0]
        residual = centred[:, 0] - centred[:, 1:] @ beta
        fitted = target - residual
        fitted[np.abs(fitted) < _SEPARATION_ERROR] = 0
        if np.all(np.abs(residual) < _SEPARATION_ERROR):
            return np.asarray(zero & (fitted > 0))
        target = np.where(zero, np.maximum(fitted, 0), 0.0)
    return np.zeros_like(zero)
