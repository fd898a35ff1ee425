"""Empirical Bayes: many uncertain effects drawn towards their common mean.

Sources: DerSimonian & Laird (1986) for the spread; Cochran (1954) for Q; Higgins & Thompson (2002) for I2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.stats

from engine.stats.ppml import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Shrunk:
    """m effects after shrinkage, in the unit of the effects."""

    beta: Floats
    """(m,) drawn in: w b + (1 - w) mu with w = tau^2 / (tau^2 + se^2)."""
    se: Floats
    """(m,) root of w se^2 + (1 - w)^2 se_mu^2."""
    mean: float
    """Random-effects mean mu, weighted by 1 / (se^2 + tau^2)."""
    tau: float
    """Standard deviation of the true effects, 0 or more."""
    q: float
    """Cochran's Q on m - 1 degrees of freedom."""
    p: float
    """Of Q: that all effects are the same."""
    i2: float
    """(Q - (m - 1)) / Q, 0..1."""


def shrink(beta: Floats, se: Floats) -> Shrunk:
    """Draw (m,) effects with standard errors (m,) > 0, m > 1, towards their mean."""
    variance = se**2
    fixed = 1 / variance
    centre = fixed @ beta / fixed.sum()
    q, spare = float(fixed @ (beta - centre) ** 2), len(beta) - 1
    tau2 = max(0.0, float((q - spare) / (fixed.sum() - fixed @ fixed / fixed.sum())))
    weight = 1 / (variance + tau2)
    mean = float(weight @ beta / weight.sum())
    own = tau2 / (tau2 + variance)
    drawn_se = np.sqrt(own * variance + (1 - own) ** 2 / weight.sum())
    return Shrunk(
        own * beta + (1 - own) * mean,
        drawn_se,
        mean,
        float(np.sqrt(tau2)),
        q,
        float(scipy.stats.chi2.sf(q, spare)),
        max(0.0, (q - spare) / q) if q > 0 else 0.0,
    )
