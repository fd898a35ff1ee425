"""Every plot with made-up numbers for a shop of so many products, long names included."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from engine.plots.adjusted_means import adjusted_means, adjusted_means_data
from engine.plots.attributable import attributable, attributable_data
from engine.plots.event_study import event_study, event_study_data
from engine.plots.fit import fit
from engine.plots.forest import forest, forest_data
from engine.plots.influential import influential, influential_data
from engine.plots.leave_one_out import leave_one_out, leave_one_out_data
from engine.plots.per_product import per_product, per_product_data
from engine.plots.price import price
from engine.plots.residuals import residuals
from engine.plots.robustness import robustness, robustness_data
from engine.plots.switch_map import switch_map, switch_map_data
from engine.records import Category
from engine.stats.adjusted_means import AdjustedMean
from engine.stats.attributable import Attribution, ProductShare, Share
from engine.stats.diagnostics import InfluentialCell
from engine.stats.effects import Effect
from engine.stats.event_study import EventPoint, EventStudy, LeadTest
from engine.stats.leave_one_out import LeaveOneOut, LeftOut
from engine.stats.per_product import ProductEffect
from engine.stats.percent import percent
from engine.stats.price_response import PriceResponse
from engine.stats.robustness import TITLES, Alternative

LONG = "Women's ankle boot with a very long descriptive marketplace title, size 38, brown"
WEEKS = 40
UNTOLD = "trends"


def an_effect(category: Category, beta: float, se: float, reference: Category = Category.PRODUCT_ONLY):
    ends = (percent(beta - 2.086 * se), percent(beta + 2.086 * se))
    seen = percent(2.95 * se)
    return Effect(category, reference, beta, se, 20.0, 0.01, percent(beta), *ends, seen, 19)


def effects() -> list[Effect]:
    return [
        an_effect(Category.ON_MODEL, 0.086, 0.03),
        an_effect(Category.WORN, -0.02, 0.035),
        an_effect(Category.ON_MODEL, 0.066, 0.03, Category.WORN),
    ]


def names(products: int) -> list[str]:
    return [LONG if place == 0 else f"shoe {place:03d}" for place in range(products)]


def cells(products: int) -> pd.DataFrame:
    """product, week, category, actual, predicted: two in five products change from product only."""
    rng = np.random.default_rng(products)
    place, week = (one.ravel() for one in np.mgrid[:products, :WEEKS])
    plans = np.array([(3, 1), (3, 2), (3, 3), (1, 1), (2, 2)])[place % 5]
    turn = 12 + 7 * (place % 4)
    mean = np.exp(rng.normal(3, 0.8, products))[place] * (1 + 0.15 * np.sin(week / 8))
    return pd.DataFrame(
        {
            "product": np.array(names(products))[place],
            "week": pd.Timestamp("2024-01-01") + pd.to_timedelta(7 * week, unit="D"),
            "category": np.where(week < turn, plans[:, 0], plans[:, 1]),
            "actual": rng.poisson(mean).astype(float),
            "predicted": mean,
        }
    )


def product_effects(products: int) -> list[ProductEffect]:
    rng = np.random.default_rng(1)
    made = []
    for place, name in enumerate(names(products)):
        raw = rng.normal(0.08, 0.15)
        drawn = 0.08 + 0.3 * (raw - 0.08)
        ends = (percent(drawn - 0.1), percent(drawn + 0.1))
        made.append(
            ProductEffect(
                name, Category(1 + place % 2), percent(drawn), *ends, percent(raw), -50.0, 90.0, 0.1, 0.2
            )
        )
    return made


def attribution(products: int) -> Attribution:
    totals = cells(products).groupby("product")["actual"].sum().sort_values(ascending=False)
    shares = np.random.default_rng(2).normal(0.05, 0.08, products)
    parts = tuple(
        ProductShare(name, total, total * s, total * (s - 0.06), total * (s + 0.06), abs(s) > 0.06)
        for (name, total), s in zip(totals.items(), shares, strict=True)
    )
    attributed = sum(one.attributed for one in parts)
    return Attribution(Share(4.5, -1.2, 9.7), float(totals.sum()), attributed, -1.0, 2.0, parts)


def means() -> list[AdjustedMean]:
    return [
        AdjustedMean(Category.ON_MODEL, 12.3, 11.2, 13.4, 15.1, 300),
        AdjustedMean(Category.WORN, 11.8, 10.9, 12.8, 9.0, 300),
        AdjustedMean(Category.PRODUCT_ONLY, 11.3, 11.0, 11.6, 11.9, 800),
    ]


def price_response(products: int) -> PriceResponse:
    rng = np.random.default_rng(3)
    data = cells(products)
    change = rng.normal(0, 0.08, len(data))
    points = data[["product", "week", "category"]].assign(
        ln_price=change, ln_outcome=-1.5 * change + rng.normal(0, 0.25, len(data)), weight=data["predicted"]
    )
    return PriceResponse(points, -1.5, 0.1, 20.0)


def event_studies() -> list[EventStudy]:
    def point(period: int, beta: float) -> EventPoint:
        if period == -1:
            return EventPoint(period, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        ends = (percent(beta - 0.09), percent(beta + 0.09))
        return EventPoint(period, beta, 0.04, 9.0, percent(beta), *ends)

    return [
        EventStudy(kind, tuple(point(one, 0.08 * (one >= 0) + 0.004 * one) for one in range(-4, 9)), 9, 3)
        for kind in (Category.ON_MODEL, Category.WORN)
    ]


def alternatives() -> list[Alternative]:
    both = (an_effect(Category.ON_MODEL, 0.08, 0.03), an_effect(Category.WORN, 0.02, 0.03))
    return [
        Alternative(key, title, () if key == UNTOLD else both, 3120, "too few" if key == UNTOLD else "")
        for key, title in TITLES.items()
    ]


def left_out(products: int) -> LeaveOneOut:
    moved = sorted(np.random.default_rng(4).normal(0, 2, products), key=abs, reverse=True)
    parts = tuple(LeftOut(name, 9 + one) for name, one in zip(names(products), moved, strict=True))
    return LeaveOneOut(Category.ON_MODEL, 9.0, 3.1, 11.0, parts)


def influential_cells(products: int) -> list[InfluentialCell]:
    day = pd.Timestamp("2024-03-04")
    return [
        InfluentialCell(
            names(products)[place % products], day + pd.Timedelta(weeks=place), 0.05 / (place + 1), 0.1, 5.0,
            40.0, 20.5,
        )
        for place in range(10)
    ]  # fmt: skip


def plots(products: int) -> dict:
    """Name -> function of palette and size that draws it."""
    data, switches = cells(products), switch_map_data(cells(products))
    rest = data.assign(residual=(data["actual"] - data["predicted"]) / np.sqrt(data["predicted"]))
    panels = {"units": effects(), "price": effects()[:2]}
    return {
        "forest": partial(forest, forest_data(panels), footer="19 of 60 products changed their photo. " * 3),
        "per_product": partial(per_product, per_product_data(product_effects(products), effects()[:2])),
        "attributable": partial(
            attributable, attributable_data(attribution(products)), total=attribution(products).share
        ),
        "adjusted_means": partial(adjusted_means, adjusted_means_data(means())),
        "price": partial(price, price_response(products)),
        "fit": partial(fit, data, outcome="units"),
        "switch_map": partial(switch_map, switches),
        "event_study": partial(
            event_study, event_study_data(event_studies()), lead=LeadTest(1.2, (4.0, 20.0), 0.043, 1.0)
        ),
        "robustness": partial(robustness, robustness_data(alternatives())),
        "leave_one_out": partial(
            leave_one_out, leave_one_out_data(left_out(products)), category=Category.ON_MODEL, overall=9.0
        ),
        "residuals": partial(residuals, rest, autocorrelation=(0.3, 0.2, 0.1, 0.05, 0.0, 0.0, -0.1, 0.0)),
        "influential": partial(influential, influential_data(influential_cells(products))),
    }


def empty_plots() -> dict:
    """The same where nothing can be told."""
    untold = [Effect.untold(Category.ON_MODEL, products=0, missing="no sales with on model photos")]
    nothing = cells(1).iloc[:0]
    alone = LeaveOneOut(Category.WORN, 9.0, None, None, (LeftOut("a", None),))
    return {
        "forest": partial(forest, forest_data({"units": untold})),
        "per_product": partial(per_product, per_product_data([], untold)),
        "attributable": partial(attributable, attributable_data(None), total=None),
        "adjusted_means": partial(
            adjusted_means, adjusted_means_data([AdjustedMean(Category.WORN, None, None, None, None, 0)])
        ),
        "price": partial(price, None),
        "fit": partial(fit, nothing, outcome="units"),
        "switch_map": partial(switch_map, switch_map_data(nothing)),
        "event_study": partial(event_study, event_study_data([])),
        "robustness": partial(robustness, robustness_data([])),
        "leave_one_out": partial(
            leave_one_out, leave_one_out_data(alone), category=Category.WORN, overall=9.0
        ),
        "residuals": partial(residuals, nothing.assign(residual=0.0), autocorrelation=()),
        "influential": partial(influential, influential_data([])),
    }  # fmt: skip
