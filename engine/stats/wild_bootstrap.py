"""Wild cluster bootstrap with the null imposed: a p-value and an interval where few products changed.

Sources: Cameron, Gelbach & Miller (2008), "Bootstrap-based improvements for inference with clustered errors";
Webb (2023), "Reworking wild bootstrap-based inference for clustered errors", for the six-point weights;
Roodman, MacKinnon, Nielsen & Webb (2019), "Fast and wild", for doing it with sums per cluster; Kline & Santos
(2012), "A score based approach to wild bootstrap inference", for models that are not linear.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.stats.fixed_effects import Ints, sum_by, sums_by
from engine.stats.ppml import Fit, Floats, fit_ppml

DRAWS = 999
LEVEL = 0.05
_WEBB_BELOW = 12
_SEED = 20240229
_TIE = 1e-9
_DOUBLINGS = 6
_HALVINGS = 24


@dataclass(frozen=True, slots=True, eq=False)
class Bootstrap:
    """The bootstrap of one coefficient, in log points; the same draws for every question."""

    weights: str
    """"Rademacher" or "Webb"."""
    p_value: Callable[[float], float]
    """Two-sided p-value (0..1) of the null that the coefficient is this number."""
    centre: float
    """The estimate."""
    width: float
    """A rough standard error, for the search only."""

    def interval(self) -> tuple[float, float]:
        """Ends of the 95 % interval: the values that are not rejected at 5 %; infinite where none is."""
        low, high = (_end(self.p_value, self.centre, side * self.width) for side in (-1, 1))
        return low, high


def bootstrap_ols(fit: Fit, *, place: int) -> Bootstrap:
    """Wild cluster bootstrap of the coefficient in this place of a least-squares fit, by the fit's groups."""
    draws, name = _draws(int(fit.groups.max()) + 1)
    alone = _alone(fit.design, place)
    free, slope = _Sums.of(fit, alone, fit.residual), _Sums.of(fit, alone, alone)

    def p_value(null: float) -> float:
        # The residuals under the null are the free ones and a multiple of the column: so are all sums.
        return _p(free.plus(slope, float(fit.beta[place]) - null), draws)

    return Bootstrap(name, p_value, float(fit.beta[place]), _width(fit, place))


def bootstrap_ppml(
    fit: Fit, *, place: int, outcome: Floats, columns: Floats, periods: Ints | None = None
) -> Bootstrap:
    """Score bootstrap of the coefficient in this place of the PPML fit of (n,) outcome on (n, k) columns.

    Each null costs a fit without the column, whose scores are bootstrapped on its last step. Its size is
    measured in docs/measurements.md. A null under which that fit does not settle raises EffectRefused.
    """
    draws, name = _draws(int(fit.groups.max()) + 1)
    others, own = np.delete(columns, place, axis=1), columns[:, place]

    def p_value(null: float) -> float:
        bound = fit_ppml(
            outcome=outcome, columns=others, groups=fit.groups, periods=periods, offset=null * own
        )
        assert bound.absorbed is not None
        moved = bound.absorbed.residual(own[:, None])[:, 0] * np.sqrt(bound.absorbed.weights)
        alone = moved - bound.design @ (bound.bread @ (bound.design.T @ moved))
        return _p(_Sums.of(bound, alone, bound.residual), draws)

    return Bootstrap(name, p_value, float(fit.beta[place]), _width(fit, place))


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """Cluster sums of a column m that is orthogonal to everything else, and of residuals r under a null."""

    scores: Floats
    """(G,) m_g' r_g."""
    pulls: Floats
    """(G, K) D_g' r_g, D the columns, the column m, and the period effects."""
    tilts: Floats
    """(G, K) m_g' D_g times the inverse of D' D."""

    @classmethod
    def of(cls, fit: Fit, alone: Floats, residual: Floats) -> _Sums:
        count = int(fit.groups.max()) + 1
        scores = sum_by(fit.groups, alone * residual, count)
        others = fit.design - np.outer(alone, fit.design.T @ alone / (alone @ alone))
        blocks = [alone[:, None] / np.linalg.norm(alone), _orthonormal(others)]
        design = np.hstack(blocks)
        pulls = sums_by(fit.groups, design * residual[:, None], count)
        tilts = sums_by(fit.groups, design * alone[:, None], count)
        if fit.absorbed is not None:
            pulls = np.hstack([pulls, fit.absorbed.season_sums(residual)])
            tilts = np.hstack([tilts, fit.absorbed.season_sums(alone) @ fit.absorbed.inverse])
        return cls(scores, pulls, tilts)

    def plus(self, other: _Sums, factor: float) -> _Sums:
        """The sums of the residuals of both, the other's times a factor."""
        return _Sums(self.scores + factor * other.scores, self.pulls + factor * other.pulls, self.tilts)


def _p(sums: _Sums, draws: Floats) -> float:
    """Share of the draws (B, G) whose t statistic is farther from 0 than that of the data, all weights 1."""
    weights = np.vstack([np.ones(draws.shape[1]), draws])
    moved = weights * sums.scores - (weights @ sums.pulls) @ sums.tilts.T
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.abs(weights @ sums.scores) / np.sqrt(np.einsum("ij,ij->i", moved, moved))
    return float(np.mean(t[1:] > t[0] * (1 + _TIE)))


def _draws(clusters: int) -> tuple[Floats, str]:
    """(999, G) weights with mean 0 and variance 1: 6 values where 2 would give too few different draws."""
    rng = np.random.default_rng(_SEED)
    if clusters < _WEBB_BELOW:
        half = np.sqrt(np.array([1.5, 1.0, 0.5]))
        return rng.choice(np.concatenate([-half, half]), size=(DRAWS, clusters)), "Webb"
    return rng.choice([-1.0, 1.0], size=(DRAWS, clusters)), "Rademacher"


def _width(fit: Fit, place: int) -> float:
    return float(np.sqrt(fit.bread[place, place])) * max(float(np.std(fit.residual)), _TIE)


def _end(p_value: Callable[[float], float], centre: float, step: float) -> float:
    """Where the p-value falls below 5 % on one side of the estimate, by doubling and halving."""
    inside, outside = centre, centre + step
    for _ in range(_DOUBLINGS):
        if p_value(outside) < LEVEL:
            break
        inside, outside = outside, centre + 2 * (outside - centre)
    else:
        return float(np.copysign(np.inf, step))
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        inside, outside = (inside, middle) if p_value(middle) < LEVEL else (middle, outside)
    return inside


def _alone(design: Floats, place: int) -> Floats:
    """(n,) the column less its projection on the others."""
    basis = _orthonormal(np.delete(design, place, axis=1))
    column = design[:, place]
    for _ in range(2):
        column = column - basis @ (basis.T @ column)
    return column


def _orthonormal(columns: Floats) -> Floats:
    """Basis (n, r) of the columns' span."""
    if not columns.shape[1]:
        return columns
    scaled = columns / np.maximum(np.linalg.norm(columns, axis=0), np.finfo(np.float64).tiny)
    left, values, _ = np.linalg.svd(scaled, full_matrices=False)
    return left[:, values > 1e-9 * values.max()]
