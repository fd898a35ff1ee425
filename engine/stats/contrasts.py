"""The three comparisons of photo types, with what allows for looking at three of them."""

from __future__ import annotations

from dataclasses import dataclass

from engine.stats.effects import Effect
from engine.stats.model import Estimate


@dataclass(frozen=True, slots=True)
class Contrast:
    """One photo type against another; all None but `effect` where the data cannot tell it."""

    effect: Effect
    """`effect.category` against `effect.reference`."""
    p_holm: float | None
    """p-value that allows for three comparisons (Holm 1979)."""
    kennedy: float | None
    """Percent effect after Kennedy (1981): nearly mean-unbiased."""
    kennedy_se: float | None
    """Its standard error in percent points (van Garderen & Shah 2002)."""
    giles: float | None
    """Percent effect after Giles (1982): exactly mean-unbiased under normal errors."""
    p_bootstrap: float | None = None
    """Wild cluster bootstrap p-value; only where the degrees of freedom are below 4."""


def contrasts(result: Estimate) -> tuple[Contrast, ...]:
    """On model against product only, worn against product only, on model against worn."""
    raise NotImplementedError
