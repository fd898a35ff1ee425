"""How much of the user's own total goes with the photos, against product-only photos everywhere."""

from __future__ import annotations

from dataclasses import dataclass

from engine.stats.model import Estimate


@dataclass(frozen=True, slots=True)
class Share:
    """Percent of the total that goes with the photos, with its 95 % interval."""

    percent: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ProductShare:
    """One product's part, in the outcome's own unit; the parts add up to the total of the products used."""

    product: str
    total: float
    """What was sold: the user's own total."""
    attributed: float
    """Of it, what goes with the photos."""
    low: float
    high: float
    clear: bool
    """Whether the interval leaves out 0."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """The share of all sales, and each product's part of it."""

    share: Share
    total: float
    attributed: float
    low: float
    high: float
    products: tuple[ProductShare, ...]
    """Sorted by total, largest first."""


def attribution(result: Estimate) -> Attribution | None:
    """Sum of mu (1 - exp(-b)); None for a price, and where a photo type that was shown has no effect."""
    raise NotImplementedError
