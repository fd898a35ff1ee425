"""Logistic regression with an L2 penalty, and principal axes: what is learned on the frozen network."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Line:
    """Log-odds = `before` + `slopes` . x."""

    before: float
    slopes: Floats

    def __call__(self, x: Floats) -> Floats:
        """Log-odds (n,) of rows (n, features)."""
        return np.asarray(x @ self.slopes + self.before)


def logistic(x: Floats, yes: NDArray[np.bool_], *, penalty: float, weights: Floats | None = None) -> Line:
    """Fit rows (n, features) to answers (n,): mean loss plus `penalty` / 2 times squared standardised slopes.

    The constant is not penalised. `weights` (n,) count rows more or less; None counts all alike.
    """
    centre, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    rows = ((x - centre) / spread).astype(np.float32)
    share = np.full(len(x), 1 / len(x)) if weights is None else weights / weights.sum()
    answers = yes.astype(float)

    def loss(numbers: Floats) -> tuple[float, Floats]:
        slopes, before = numbers[:-1], numbers[-1]
        log_odds = rows @ slopes.astype(np.float32) + before
        misfit = share @ (np.logaddexp(0, log_odds) - answers * log_odds)
        error = share * (expit(log_odds) - answers)
        gradient = np.append(error.astype(np.float32) @ rows + penalty * slopes, error.sum())
        return float(misfit + penalty / 2 * slopes @ slopes), gradient

    found = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    slopes = found.x[:-1] / spread
    return Line(before=float(found.x[-1] - slopes @ centre), slopes=slopes)


def principal_axes(x: Floats, *, count: int) -> tuple[Floats, Floats]:
    """The directions in which rows (n, features) differ most, scaled to unit spread.

    Returns axes (count, features) and the centre (count,) of the rows along them.
    """
    spread = x.std(axis=0) + 1e-6
    rows = ((x - x.mean(axis=0)) / spread).astype(np.float32)
    values, vectors = np.linalg.eigh(rows.T @ rows / len(rows))
    best = np.argsort(-values)[:count]
    axes = vectors[:, best].T / np.sqrt(values[best])[:, None] / spread
    axes *= np.sign(axes.sum(axis=1, keepdims=True))  # an eigenvector has no sign of its own
    return axes, axes @ x.mean(axis=0)
