"""From log points to percent.

Sources: Halvorsen & Palmquist (1980) for 100 (exp(b) - 1), the median-unbiased headline; Kennedy (1981),
"Estimation with correctly interpreted dummy variables in semilogarithmic equations"; van Garderen & Shah
(2002), "Exact interpretation of dummy variables in semilogarithmic equations", for the error of Kennedy's
estimate; Giles (1982), "The interpretation of dummy variables in semilogarithmic equations: unbiased
estimation".
"""

from __future__ import annotations

import numpy as np
import scipy.special


def percent(beta: float) -> float:
    """Log points to percent: 9.0 for +9 %."""
    return 100 * float(np.expm1(beta))


def percent_kennedy(beta: float, se: float) -> float:
    """Kennedy's nearly mean-unbiased percent effect of a coefficient with standard error `se`."""
    return 100 * float(np.expm1(beta - se**2 / 2))


def percent_kennedy_se(beta: float, se: float) -> float:
    """Standard error of `percent_kennedy` in percent (van Garderen & Shah, equation 8)."""
    return 100 * float(np.exp(beta - se**2 / 2) * np.sqrt(-np.expm1(-(se**2))))


def percent_giles(beta: float, se: float, df: float) -> float:
    """Giles's exactly mean-unbiased percent effect for normal noise and `df` residual degrees of freedom."""
    half = df / 2
    return 100 * float(np.exp(beta) * scipy.special.hyp0f1(half, -half * se**2 / 2) - 1)
