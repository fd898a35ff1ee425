"""Sales around the change of a photo, and whether they were unusual before it."""

from __future__ import annotations

from dataclasses import dataclass

from engine.records import Category
from engine.stats.model import Estimate

LEADS = 4
LAGS = 8


@dataclass(frozen=True, slots=True)
class EventPoint:
    """One period before or after the change; log points and percent against the period before it."""

    period: int
    """-4..8; 0 is the first period with the new type, -1 the reference (beta 0, se 0)."""
    beta: float
    se: float
    df: float
    percent: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class EventStudy:
    """Periods around the change between product only and one type; changes back are turned round."""

    category: Category
    points: tuple[EventPoint, ...]
    products: int
    turned: int
    """Of these, products that changed to product only."""
    missing: str = ""
    """Why there are no points; empty where there are."""


@dataclass(frozen=True, slots=True)
class LeadTest:
    """Whether sales in the 4 periods before a change of photo differ from earlier ones."""

    statistic: float | None
    """F."""
    df: tuple[float, float] | None
    p: float | None
    mean_percent: float | None
    """Mean of the periods before a change against all others, percent."""
    missing: str = ""
    """Why it cannot be tested; empty where it was."""

    @property
    def unusual(self) -> bool:
        """Whether the photos were changed in unusual periods (p < 0.10)."""
        return self.p is not None and self.p < 0.10


def lead_test(result: Estimate) -> LeadTest:
    """Joint test of the periods -4..-1 before any change of type, product and period effects."""
    raise NotImplementedError


def event_study(result: Estimate, category: Category) -> EventStudy:
    """Leads -4..-1 and lags 0..8 around the first change between product only and `category`."""
    raise NotImplementedError
