"""Least squares between products, one row each, with errors that allow for unequal noise.

Sources: White (1980) for HC0; MacKinnon & White (1985), "Some heteroskedasticity-consistent covariance matrix
estimators with improved finite sample properties", for HC1 to HC3.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from engine.stats.cluster import Errors
from engine.stats.influence import leverage
from engine.stats.ppml import Fit, Floats, Ints, solve

Kind = Literal["HC0", "HC1", "HC2", "HC3"]


def fit_cross_section(*, outcome: Floats, columns: Floats, clusters: Ints | None = None) -> Fit:
    """Least squares of (n,) outcome on a constant, which comes first, and (n, k) columns.

    `clusters` (n,) in 0..G-1 are for errors by cluster; each row is its own where there are none. The columns
    and the constant must have full rank together.
    """
    rows = len(outcome)
    # Outcome and columns without their means keep digits that a column of ones would cost (NIST's SmLs sets).
    centred, centre = _centred(outcome[:, None])
    moved, means = _centred(columns)
    slopes, inverse = solve(moved, centred[:, 0])
    design = np.column_stack([np.ones(rows), columns])
    beta = np.concatenate([centre - means @ slopes, slopes])
    tilt = -inverse @ means
    bread = np.block([[1 / rows + means @ inverse @ means, tilt[None, :]], [tilt[:, None], inverse]])
    residual = centred[:, 0] - moved @ slopes
    groups = np.arange(rows) if clusters is None else clusters
    return Fit(beta, bread, design, residual, outcome - residual, groups)


def classical_errors(fit: Fit) -> Errors:
    """Errors that hold where the noise is equal and independent; t with n - K."""
    spare = len(fit.residual) - fit.parameters
    variance = fit.residual @ fit.residual / spare
    return Errors(variance * fit.bread, np.full(len(fit.beta), float(spare)), "iid")


def hc_errors(fit: Fit, *, kind: Kind = "HC3") -> Errors:
    """Errors that hold where the noise is independent but unequal; t with n - K. HC3 up to 250 rows."""
    rows, spare = len(fit.residual), len(fit.residual) - fit.parameters
    free = 1 - leverage(fit)
    ones = np.ones(rows)
    stretch = {"HC0": ones, "HC1": ones * rows / spare, "HC2": 1 / free, "HC3": 1 / free**2}[kind]
    scores = fit.design * (fit.residual * np.sqrt(stretch))[:, None]
    cov = fit.bread @ (scores.T @ scores) @ fit.bread
    return Errors(cov, np.full(len(fit.beta), float(spare)), kind)


def _centred(columns: Floats) -> tuple[Floats, Floats]:
    means = columns.mean(axis=0)
    rest = columns - means
    left = rest.mean(axis=0)  # what rounding left of a large mean
    return rest - left, means + left
