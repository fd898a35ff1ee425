"""p-values that allow for how many were looked at."""

from __future__ import annotations

import numpy as np
import scipy.stats

from engine.stats.ppml import Floats


def holm(p: Floats) -> Floats:
    """(m,) adjusted p-values: the chance of one false find among all m stays below them (Holm 1979)."""
    order = np.argsort(p, kind="stable")
    steps = p[order] * np.arange(len(p), 0, -1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return adjusted


def benjamini_hochberg(p: Floats) -> Floats:
    """(m,) adjusted p-values: of the finds below q, a share q is false (Benjamini & Hochberg 1995)."""
    return np.asarray(scipy.stats.false_discovery_control(p), dtype=np.float64)
