"""Which rows pull the fit: leverage, studentised residuals, Cook's distance.

Source: Belsley, Kuh & Welsch (1980), "Regression diagnostics", chapter 2; Cook (1977). For PPML the same
formulas hold on the last weighted step of the iteration.
"""

from __future__ import annotations

import numpy as np

from engine.stats.ppml import Fit, Floats


def leverage(fit: Fit) -> Floats:
    """(n,) diagonal of the hat matrix, 0..1, product and period effects included."""
    own: Floats = np.einsum("ij,ij->i", fit.design @ fit.bread, fit.design)
    return own + fit.absorbed.leverage() if fit.absorbed else own


def studentised(fit: Fit) -> Floats:
    """(n,) residuals over their error in a fit without the row itself; 0 where the fit follows a row."""
    hat, spare = leverage(fit), _spare(fit)
    free = np.maximum(1 - hat, 0.0)
    square = np.divide(fit.residual**2, free, out=np.zeros_like(free), where=free > 1e-10)
    rest = (fit.residual @ fit.residual - square) / (spare - 1)
    return np.asarray(np.sign(fit.residual) * np.sqrt(square / rest))


def cook_distance(fit: Fit) -> Floats:
    """(n,) squared move of all fitted values without the row, per parameter and residual variance."""
    hat, variance = leverage(fit), float(fit.residual @ fit.residual) / _spare(fit)
    free = np.maximum(1 - hat, 0.0)
    pull: Floats = fit.residual**2 * hat / (_parameters(fit) * variance)
    return np.asarray(np.divide(pull, free**2, out=np.zeros_like(free), where=free > 1e-10))


def _parameters(fit: Fit) -> int:
    """All of them, an effect per product included."""
    return fit.parameters + (int(fit.groups.max()) if fit.absorbed else 0)


def _spare(fit: Fit) -> int:
    return len(fit.residual) - _parameters(fit)
