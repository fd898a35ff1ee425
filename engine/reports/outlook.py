"""What other photos would go with: the rows of the what-if table, and the three cases of the cards."""

from __future__ import annotations

from dataclasses import dataclass

from engine.records import Category
from engine.reports.blocks import Card, Cards
from engine.reports.numbers import percent
from engine.stats.answer import Answer
from engine.stats.effects import Effect
from engine.stats.what_if import WhatIf, what_if

TOP = (1, 5, 12)
"""Best sellers among the product-only ones that are changed first."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One line of the what-if table."""

    text: str
    category: Category
    found: WhatIf


def outlook(answer: Answer) -> tuple[Wish, ...]:
    """Product-only products that become on model or worn: the best sellers, and all; empty where there are
    none."""
    cells = answer.estimate.cells
    last = cells.sort_values("week", kind="stable").groupby("product")["category"].last()
    totals = answer.fitted.groupby("product")["actual"].sum()
    plain = totals[last[last == Category.PRODUCT_ONLY].index].sort_values(ascending=False)
    counts = [*(count for count in TOP if count < len(plain)), len(plain)] if len(plain) else []
    return tuple(
        Wish(
            _wish(count, len(plain), category), category,
            what_if(answer.estimate, products=list(plain.index[:count]), to_category=category),
        )
        for category in (Category.ON_MODEL, Category.WORN)
        for count in counts
    )  # fmt: skip


def _wish(count: int, whole: int, category: Category) -> str:
    if count == whole:
        who = "the only product-only product" if whole == 1 else f"all {whole:,} product-only products"
    elif count == 1:
        who = "the best-selling product-only product"
    else:
        who = f"the {count} best-selling product-only products"
    return f"{who} shown {category.label}"


def three_cases(effects: tuple[Effect, ...]) -> Cards:
    """Worst, likely and best case of each photo type: the ends of the 95 % interval around the estimate."""
    told = [one for one in effects if one.percent is not None]
    cases = (("Worst case", "low"), ("Likely", "percent"), ("Best case", "high"))
    return Cards(
        tuple(
            Card(title, tuple((one.category.label.capitalize(), percent(getattr(one, end))) for one in told))
            for title, end in cases
        )
    )
