"""Every plot of an answer and of its checks, in the order in which a reader needs them."""

from __future__ import annotations

from functools import partial

import pandas as pd

from engine.plots.adjusted_means import adjusted_means, adjusted_means_data
from engine.plots.attributable import attributable, attributable_data
from engine.plots.drawing import WIDE, Size
from engine.plots.event_study import event_study, event_study_data
from engine.plots.fit import fit
from engine.plots.forest import forest, forest_data, price_effects
from engine.plots.influential import influential, influential_data
from engine.plots.leave_one_out import leave_one_out, leave_one_out_data
from engine.plots.per_product import MOST_ROWS, per_product, per_product_data
from engine.plots.plot import Plot
from engine.plots.price import price, price_data
from engine.plots.residuals import residuals
from engine.plots.robustness import robustness, robustness_data
from engine.plots.switch_map import switch_map, switch_map_data
from engine.stats.answer import Answer
from engine.stats.checks import Checks
from engine.stats.leave_one_out import LeaveOneOut
from engine.stats.price_response import price_response

_WIDTH = WIDE[0]


def answer_plots(answer: Answer, *, firm: bool = True, footer: str = "") -> tuple[Plot, ...]:
    """The plots that every run can show. `firm`: whether the numbers may stand in bold; `footer`: a line on
    what was used."""
    main = _forest(answer, firm=firm, footer=footer)
    switches = switch_map_data(answer.fitted)
    plots = [main, _per_product(answer), *_totals(answer), _price(answer), _fit(answer)]
    return (
        *plots,
        Plot(
            "photo-changes", "Who changed the photo when",
            "Each row is a product, each column a week. Only products whose colour changes tell the effect.",
            switches, partial(switch_map, switches),
        ),
    )  # fmt: skip


def _forest(answer: Answer, *, firm: bool, footer: str) -> Plot:
    panels = {answer.estimate.outcome: [one.effect for one in answer.contrasts]}
    if answer.estimate.outcome != "price" and (on_price := price_effects(answer.models)):
        panels["price"] = on_price
    data = forest_data(panels)
    return Plot(
        "effects", "Effects of the photo types",
        "How much more or less goes with each type of photo, at the same price, for the same product. An "
        "interval that crosses the line in the middle is compatible with no difference at all.",
        data, partial(forest, data, firm=firm, footer=footer), (_WIDTH, 1.3 + 0.6 * max(2, len(data))),
    )  # fmt: skip


def _per_product(answer: Answer) -> Plot:
    data = per_product_data(answer.per_product.effects, answer.effects)
    return Plot(
        "per-product", "Products that changed their photo",
        "Filled: each product's effect, drawn in towards the mean of all, the more so the less its own weeks "
        "can say. Hollow: what its own weeks say alone, which is mostly luck where it is far away.",
        data, partial(per_product, data), _rows_size(len(data), row=0.2),
    )  # fmt: skip


def _rows_size(rows: int, *, row: float) -> Size:
    """High enough for the rows that are shown."""
    return _WIDTH, 1.5 + row * min(MOST_ROWS, max(4, rows))


def _totals(answer: Answer) -> list[Plot]:
    """What the photos go with in total, and the means they would give: not for a price."""
    outcome, found = answer.estimate.outcome, answer.attribution
    if outcome == "price":
        return []
    shares, means = attributable_data(found), adjusted_means_data(answer.adjusted_means)
    total = found.share if found else None
    return [
        Plot(
            "attributable", "What goes with the photos",
            "Each product's total, split into what product-only photos would go with and the rest.",
            shares, partial(attributable, shares, total=total, outcome=outcome),
            _rows_size(len(shares), row=0.23),
        ),
        Plot(
            "adjusted-means", "Mean with each type of photo",
            "Filled: the mean if every product had shown this type in every week, at its prices. Hollow: the "
            "plain mean of those that did, which mixes the photo with the product.",
            means, partial(adjusted_means, means, outcome=outcome), (_WIDTH, 3.2),
        ),
    ]  # fmt: skip


def _price(answer: Answer) -> Plot:
    response = price_response(answer.estimate)
    return Plot(
        "price", "What goes with the price",
        "Left: weeks with a higher or lower price than the product usually has, and what was sold then. "
        "Right: the same as a curve, only over prices that were really asked.",
        price_data(response), partial(price, response, outcome=answer.estimate.outcome), (_WIDTH, 4.2),
    )  # fmt: skip


def _fit(answer: Answer) -> Plot:
    return Plot(
        "fit", "Actual against predicted",
        "Each point is a product in a week; on the line, the model says exactly what was sold. The totals of "
        "each week agree because every week has an effect of its own.",
        answer.fitted, partial(fit, answer.fitted, outcome=answer.estimate.outcome), (_WIDTH, 4.4),
    )  # fmt: skip


def check_plots(answer: Answer, checks: Checks) -> tuple[Plot, ...]:
    """The plots of the checks that are made on request."""
    events, alternatives = event_study_data(checks.event_studies), robustness_data(checks.alternatives)
    top = influential_data(checks.diagnostics.influential)
    rest: pd.DataFrame = checks.diagnostics.residuals
    return (
        Plot(
            "event-study", "Before and after the photo changed",
            "If the weeks before the change already differ, what comes after cannot be put down to photos.",
            events, partial(event_study, events, lead=answer.lead_test), (_WIDTH, 4.2),
        ),
        Plot(
            "robustness", "The same question asked in other ways",
            "Answers inside the band agree with the main one. The placebo, dated before the change, should "
            "lie around 0.",
            alternatives, partial(robustness, alternatives),
            (_WIDTH, 1.3 + 0.3 * max(5, len(checks.alternatives))),
        ),
        *(_left_out(one) for one in checks.left_out),
        Plot(
            "residuals", "What the model leaves over",
            "The black line should lie on 0. Correlation with the weeks before is why errors are clustered "
            "by product.",
            rest, partial(residuals, rest, autocorrelation=checks.diagnostics.autocorrelation),
            (_WIDTH, 4.8),
        ),
        Plot(
            "influential", "Product-weeks that pull most",
            "Look these rows up in your sheet: a typing error would be here.",
            top, partial(influential, top), (_WIDTH, 3.6),
        ),
    )  # fmt: skip


def _left_out(found: LeaveOneOut) -> Plot:
    data, kind = leave_one_out_data(found), found.category
    return Plot(
        f"leave-one-out-{kind.label.replace(' ', '-')}", f"Without single products: {kind.label}",
        "How the effect would read without each product. A far jump: the answer hangs on that product.",
        data, partial(leave_one_out, data, category=kind, overall=found.percent),
        (_WIDTH, 1.3 + 0.21 * min(20, max(4, len(data)))),
    )  # fmt: skip
