"""Log points as percent, with what the size of a sample does to them."""

from __future__ import annotations

import numpy as np
import scipy.special


def percent(beta: float) -> float:
    """Log points to percent: 100 (exp(b) - 1), median-unbiased."""
    return float(100 * np.expm1(beta))


def kennedy(beta: float, *, se: float) -> float:
    """Percent effect that is nearly mean-unbiased: 100 (exp(b - se^2 / 2) - 1).

    Kennedy (1981), "Estimation with correctly interpreted dummy variables in semilogarithmic equations".
    """
    return percent(beta - se**2 / 2)


def kennedy_se(beta: float, *, se: float) -> float:
    """Standard error of `kennedy` in percent points: 100 sqrt(exp(2 b) (exp(-V) - exp(-2 V))), V = se^2.

    van Garderen & Shah (2002), "Exact interpretation of dummy variables in semilogarithmic equations".
    """
    return float(100 * np.exp(beta) * np.sqrt(np.exp(-(se**2)) - np.exp(-2 * se**2)))


def giles(beta: float, *, se: float, df: float) -> float:
    """Percent effect that is exactly mean-unbiased under normal errors; m = df / 2, V = se^2.

    100 (exp(b) 0F1(m; -m V / 2) - 1): Giles (1982), "The interpretation of dummy variables in
    semilogarithmic equations: unbiased estimation".
    """
    half = df / 2
    return float(100 * (np.exp(beta) * scipy.special.hyp0f1(half, -half * se**2 / 2) - 1))
