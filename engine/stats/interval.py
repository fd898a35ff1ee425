"""A coefficient with its t interval, in log points and in percent."""

from __future__ import annotations

from dataclasses import dataclass

import scipy.stats

from engine.stats.percent import percent

LEVEL = 0.975
POWER = 0.80


@dataclass(frozen=True, slots=True)
class Interval:
    """Log points; `df` of the t distribution."""

    beta: float
    se: float
    df: float

    @property
    def reach(self) -> float:
        """Half the length of the 95 % interval, log points."""
        return float(scipy.stats.t.ppf(LEVEL, self.df)) * self.se

    @property
    def p(self) -> float:
        """Two-sided, of no difference."""
        return float(2 * scipy.stats.t.sf(abs(self.beta) / self.se, self.df))

    @property
    def percent(self) -> float:
        """100 (exp(b) - 1)."""
        return percent(self.beta)

    @property
    def low(self) -> float:
        """Lower end of the 95 % interval, percent; never below -100."""
        return percent(self.beta - self.reach)

    @property
    def high(self) -> float:
        """Upper end of the 95 % interval, percent."""
        return percent(self.beta + self.reach)

    @property
    def clear(self) -> bool:
        """Whether the 95 % interval leaves out 0."""
        return abs(self.beta) > self.reach

    @property
    def detectable(self) -> float:
        """Percent effect that is seen with a chance of 80 % at this error: exp((t.975 + t.80) se) - 1."""
        return percent(self.reach + float(scipy.stats.t.ppf(POWER, self.df)) * self.se)
