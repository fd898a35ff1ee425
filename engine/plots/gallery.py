"""Every plot of an answer and of its checks, in the order in which a reader needs them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

from engine.plots.adjusted_means import ENGLISH_ADJUSTED_MEANS, adjusted_means, adjusted_means_data
from engine.plots.attributable import ENGLISH_ATTRIBUTABLE, attributable, attributable_data
from engine.plots.drawing import WIDE, Size
from engine.plots.event_study import ENGLISH_EVENT_STUDY, event_study, event_study_data
from engine.plots.fit import english_fit, fit
from engine.plots.forest import ENGLISH_FOREST, forest, forest_data, price_effects
from engine.plots.influential import ENGLISH_INFLUENTIAL, influential, influential_data
from engine.plots.leave_one_out import ENGLISH_LEAVE_ONE_OUT, leave_one_out, leave_one_out_data
from engine.plots.palette import LIGHT, Palette
from engine.plots.per_product import ENGLISH_PER_PRODUCT, MOST_ROWS, per_product, per_product_data
from engine.plots.period_words import in_periods, said
from engine.plots.plot import Plot
from engine.plots.price import ENGLISH_PRICE, price, price_data
from engine.plots.residuals import ENGLISH_RESIDUALS, residuals
from engine.plots.robustness import ENGLISH_ROBUSTNESS, robustness, robustness_data
from engine.plots.switch_map import ENGLISH_SWITCH_MAP, switch_map, switch_map_data
from engine.records import Period
from engine.stats.answer import Answer
from engine.stats.checks import Checks
from engine.stats.leave_one_out import LeaveOneOut
from engine.stats.price_response import price_response

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from matplotlib.figure import FigureBase

_WIDTH = WIDE[0]


class _DrawInWords(Protocol):
    """Draws one plot with the texts that it is given."""

    def __call__(
        self, *, words: Any, palette: Palette = LIGHT, size: Size = WIDE, onto: FigureBase | None = None
    ) -> FigureBase:
        """The figure drawn on."""


def _plot(
    period: Period, name: str, title: str, explanation: str, data: pd.DataFrame, draw: _DrawInWords,
    words: DataclassInstance, size: Size = WIDE,
) -> Plot:  # fmt: skip
    """A plot whose texts are about the periods in use; `words` can still be given in another language."""
    texts = in_periods(words, period)
    return Plot(name, said(title, period), said(explanation, period), data, partial(draw, words=texts), size)


def answer_plots(answer: Answer, *, firm: bool = True, footer: str = "") -> tuple[Plot, ...]:
    """The plots that every run can show. `firm`: whether the numbers may stand in bold; `footer`: a line on
    what was used."""
    period = answer.estimate.period
    main = _forest(answer, firm=firm, footer=footer)
    switches = switch_map_data(answer.fitted)
    plots = [main, _per_product(answer), *_totals(answer), _price(answer), _fit(answer)]
    return (
        *plots,
        _plot(
            period, "photo-changes", "Who changed the photo when",
            "Each row is a product, each column a week. Only products whose colour changes tell the effect.",
            switches, partial(switch_map, switches), ENGLISH_SWITCH_MAP,
        ),
    )  # fmt: skip


def _forest(answer: Answer, *, firm: bool, footer: str) -> Plot:
    panels = {answer.estimate.outcome: [one.effect for one in answer.contrasts]}
    if answer.estimate.outcome != "price" and (on_price := price_effects(answer.models)):
        panels["price"] = on_price
    data, period = forest_data(panels), answer.estimate.period
    return _plot(
        period, "effects", "Effects of the photo types",
        "How much more or less goes with each type of photo, at the same price, for the same product. An "
        "interval that crosses the line in the middle is compatible with no difference at all.",
        data, partial(forest, data, firm=firm, footer=footer), ENGLISH_FOREST,
        (_WIDTH, 1.3 + 0.6 * max(2, len(data))),
    )  # fmt: skip


def _per_product(answer: Answer) -> Plot:
    data, period = per_product_data(answer.per_product.effects, answer.effects), answer.estimate.period
    return _plot(
        period, "per-product", "Products that changed their photo",
        "Filled: each product's effect, drawn in towards the mean of all, the more so the less its own weeks "
        "can say. Hollow: what its own weeks say alone, which is mostly luck where it is far away.",
        data, partial(per_product, data), ENGLISH_PER_PRODUCT, _rows_size(len(data), row=0.2),
    )  # fmt: skip


def _rows_size(rows: int, *, row: float) -> Size:
    """High enough for the rows that are shown."""
    return _WIDTH, 1.5 + row * min(MOST_ROWS, max(4, rows))


def _totals(answer: Answer) -> list[Plot]:
    """What the photos go with in total, and the means they would give: not for a price."""
    outcome, period, found = answer.estimate.outcome, answer.estimate.period, answer.attribution
    if outcome == "price":
        return []
    shares, means = attributable_data(found), adjusted_means_data(answer.adjusted_means)
    total = found.share if found else None
    return [
        _plot(
            period, "attributable", "What goes with the photos",
            "Each product's total, split into what product-only photos would go with and the rest.",
            shares, partial(attributable, shares, total=total, outcome=outcome),
            ENGLISH_ATTRIBUTABLE,
            _rows_size(len(shares), row=0.23),
        ),
        _plot(
            period, "adjusted-means", "Mean with each type of photo",
            "Filled: the mean if every product had shown this type in every week, at its prices. Hollow: the "
            "plain mean of those that did, which mixes the photo with the product.",
            means, partial(adjusted_means, means, outcome=outcome), ENGLISH_ADJUSTED_MEANS, (_WIDTH, 3.2),
        ),
    ]  # fmt: skip


def _price(answer: Answer) -> Plot:
    response, period = price_response(answer.estimate), answer.estimate.period
    return _plot(
        period, "price", "What goes with the price",
        "Left: weeks with a higher or lower price than the product usually has, and what was sold then. "
        "Right: the same as a curve, only over prices that were really asked.",
        price_data(response), partial(price, response, outcome=answer.estimate.outcome), ENGLISH_PRICE,
        (_WIDTH, 4.2),
    )  # fmt: skip


def _fit(answer: Answer) -> Plot:
    outcome, period = answer.estimate.outcome, answer.estimate.period
    return _plot(
        period, "fit", "Actual against predicted",
        "Each point is a product in a week; on the line, the model says exactly what was sold. The totals of "
        "each week agree because every week has an effect of its own.",
        answer.fitted, partial(fit, answer.fitted, outcome=outcome), english_fit(outcome), (_WIDTH, 4.4),
    )  # fmt: skip


def check_plots(answer: Answer, checks: Checks) -> tuple[Plot, ...]:
    """The plots of the checks that are made on request."""
    period = answer.estimate.period
    events, alternatives = event_study_data(checks.event_studies), robustness_data(checks.alternatives)
    top = influential_data(checks.diagnostics.influential)
    rest: pd.DataFrame = checks.diagnostics.residuals
    return (
        _plot(
            period, "event-study", "Before and after the photo changed",
            "If the weeks before the change already differ, what comes after cannot be put down to photos.",
            events, partial(event_study, events, lead=answer.lead_test), ENGLISH_EVENT_STUDY, (_WIDTH, 4.2),
        ),
        _plot(
            period, "robustness", "The same question asked in other ways",
            "Answers inside the band agree with the main one. The placebo, dated before the change, should "
            "lie around 0.",
            alternatives, partial(robustness, alternatives), ENGLISH_ROBUSTNESS,
            (_WIDTH, 1.3 + 0.3 * max(5, len(checks.alternatives))),
        ),
        *(_left_out(one, period) for one in checks.left_out),
        _plot(
            period, "residuals", "What the model leaves over",
            "The black line should lie on 0. Correlation with the weeks before is why errors are clustered "
            "by product.",
            rest, partial(residuals, rest, autocorrelation=checks.diagnostics.autocorrelation),
            ENGLISH_RESIDUALS,
            (_WIDTH, 4.8),
        ),
        _plot(
            period, "influential", "Product-weeks that pull most",
            "Look these rows up in your sheet: a typing error would be here.",
            top, partial(influential, top), ENGLISH_INFLUENTIAL, (_WIDTH, 3.6),
        ),
    )  # fmt: skip


def _left_out(found: LeaveOneOut, period: Period) -> Plot:
    data, kind = leave_one_out_data(found), found.category
    return _plot(
        period, f"leave-one-out-{kind.label.replace(' ', '-')}", f"Without single products: {kind.label}",
        "How the effect would read without each product. A far jump: the answer hangs on that product.",
        data, partial(leave_one_out, data, category=kind, overall=found.percent),
        ENGLISH_LEAVE_ONE_OUT,
        (_WIDTH, 1.3 + 0.21 * min(20, max(4, len(data)))),
    )  # fmt: skip
