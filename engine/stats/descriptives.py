"""What was sold with which photo, without any model: also there where no effect can be told."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from engine.records import Category


@dataclass(frozen=True, slots=True)
class Descriptive:
    """One photo type. Means over its cells; None where there are none."""

    category: Category
    products: int
    cells: int
    units: float | None
    """Mean units per product and period."""
    revenue: float | None
    price: float | None


def descriptives(cells: pd.DataFrame) -> tuple[Descriptive, ...]:
    """For categories 1, 2, 3, from cells (product, category, units, revenue, price)."""
    return tuple(_descriptive(cells[cells["category"] == one], one) for one in Category)


def _descriptive(cells: pd.DataFrame, category: Category) -> Descriptive:
    names = ("units", "revenue", "price")
    means = [float(cells[name].mean()) if len(cells) else None for name in names]
    return Descriptive(category, int(cells["product"].nunique()), len(cells), *means)
