"""Numbers as a reader sees them in a report: true minus signs, empty where there is none."""

from __future__ import annotations

import math

from engine.stats.sentences import interval, p_value, signed

UNTOLD = "cannot be told"


def number(value: float | None, digits: int = 4) -> str:
    """A number with `digits` decimals."""
    return "" if value is None or not math.isfinite(value) else f"{value:,.{digits}f}".replace("-", "−")


def percent(value: float | None) -> str:
    """A percentage with its sign, or that it cannot be told."""
    return UNTOLD if value is None else f"{signed(value)} %".replace("-", "−")


def percent_range(low: float | None, high: float | None) -> str:
    """The ends of an interval in percent."""
    return "" if low is None or high is None else interval(low, high).replace("-", "−")


def probability(value: float | None) -> str:
    """A p-value."""
    return "" if value is None else p_value(value)


def amount(value: float | None) -> str:
    """An amount of the outcome with its sign and three significant digits."""
    if value is None:
        return UNTOLD
    digits = max(0, 2 - math.floor(math.log10(abs(value))) if value else 0)
    return f"{value:+,.{min(digits, 3)}f}".replace("-", "−")


def amount_range(low: float | None, high: float | None) -> str:
    """The ends of an interval of amounts."""
    return "" if low is None or high is None else f"{amount(low)} to {amount(high)}"
