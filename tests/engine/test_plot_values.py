"""What the pictures hold is what the data say: positions of artists against the numbers."""

import numpy as np
import pandas as pd
import plot_cases
import pytest
import scipy.stats
from matplotlib.collections import PathCollection
from matplotlib.text import Text

from engine.demo_shop import simulate
from engine.plots.attributable import attributable_data
from engine.plots.fit import MANY_POINTS, correlations, weekly_totals
from engine.plots.forest import forest, forest_data, price_effects
from engine.plots.gallery import answer_plots, check_plots
from engine.plots.leave_one_out import leave_one_out_data
from engine.plots.per_product import per_product, per_product_data
from engine.plots.percent_axis import place, reach
from engine.plots.price import price_bins, price_curve, price_data
from engine.plots.robustness import robustness_data
from engine.plots.switch_map import switch_map_data
from engine.records import Category
from engine.stats.answer import answer
from engine.stats.checks import run_checks
from engine.stats.model import estimate
from engine.stats.price_response import price_response

WIDE = (16.0, 9.0)


@pytest.fixture(scope="module")
def found():
    """The answer on 15 products of the demo shop."""
    shop = simulate(seed=1)
    sales = shop.sales[shop.sales["product"].isin(sorted(shop.sales["product"].unique())[:15])]
    table = pd.DataFrame(
        {
            "product": sales["product"],
            "week": pd.to_datetime(sales["date"]),
            "units": sales["units"],
            "revenue": sales["units"] * sales["price"],
            "price": sales["price"],
            "category": [int(shop.categories[one]) for one in sales["image"]],
            "rows": 1,
        }
    )
    return answer(estimate(table.sort_values(["product", "week"], ignore_index=True), outcome="units"))


@pytest.fixture(scope="module")
def checks(found):
    return run_checks(found.estimate)


def lines_of(axes, *, width):
    return [one for one in axes.lines if one.get_linewidth() == width]


def test_percent_lies_where_its_log_point_is():
    assert [place(one) for one in (-50.0, 0.0, 100.0)] == pytest.approx([-np.log(2), 0.0, np.log(2)])
    assert place(-100.0) == -np.inf
    low, high = reach([-99.9, 1e9])
    assert (low, high) == pytest.approx((np.log(0.05), np.log(11)), abs=0.4)


def test_a_forest_draws_the_estimate_and_both_intervals():
    effects = plot_cases.effects()
    figure = forest(forest_data({"units": effects}), size=WIDE)
    (axes,) = figure.axes
    for height, effect in enumerate(effects):
        thin = [one for one in lines_of(axes, width=1.6) if one.get_ydata()[0] == -height]
        thick = [one for one in lines_of(axes, width=5.0) if one.get_ydata()[0] == -height]
        assert 100 * np.expm1(thin[0].get_xdata()) == pytest.approx([effect.low, effect.high])
        inner = scipy.stats.t.ppf(0.9, effect.df) * effect.se
        assert thick[0].get_xdata() == pytest.approx([effect.beta - inner, effect.beta + inner])
    dots = [one for one in axes.lines if one.get_marker() in "o^" and len(one.get_xdata()) == 1]
    assert [one.get_xdata()[0] for one in dots] == [one.beta for one in effects]
    assert [one.get_marker() for one in dots] == ["o", "^", "o"]
    labels = [one.get_text() for one in axes.get_yticklabels()]
    assert labels == ["On model", "Worn", "On model, against worn"]


def test_an_interval_beyond_the_axis_ends_in_an_arrow():
    wide = plot_cases.an_effect(Category.ON_MODEL, 1.0, 3.0)
    (axes,) = forest(forest_data({"units": [wide]}), size=WIDE).axes
    arrows = {one.get_marker(): one.get_xdata()[0] for one in axes.lines if one.get_marker() in "<>"}
    assert arrows == pytest.approx(dict(zip("<>", axes.get_xlim(), strict=True)))


def test_products_stand_highest_first_with_the_raw_effect_hollow():
    effects, pooled = plot_cases.product_effects(6), plot_cases.effects()[:2]
    data = per_product_data(effects, pooled)
    assert (data.groupby("category")["percent"].diff().dropna() <= 0).all()
    (axes,) = per_product(data, size=WIDE).axes
    hollow = [one for one in axes.lines if one.get_markerfacecolor() == "none" and len(one.get_xdata())]
    assert [100 * np.expm1(one.get_xdata()[0]) for one in hollow] == pytest.approx(list(data["raw_percent"]))
    dashed = [one.get_xdata()[0] for one in axes.lines if one.get_linestyle() == "--"]
    assert dashed == [one.beta for one in pooled]


def test_a_second_page_of_products_goes_on_where_the_first_ends():
    data = per_product_data(plot_cases.product_effects(90), plot_cases.effects()[:2])
    pages = [per_product(data, start=start, size=WIDE).axes[0] for start in (0, 40, 80)]
    shown = [len(axes.get_yticks()) for axes in pages]
    assert shown == [40, 40, 10]


def test_bars_add_up_to_what_was_sold(found):
    data = attributable_data(found.attribution)
    sold = found.estimate.cells.groupby("product")["units"].sum()
    assert data.set_index("product")["total"].to_dict() == pytest.approx(sold.to_dict())
    plot = next(one for one in answer_plots(found) if one.name == "attributable")
    (axes,) = plot.draw(size=WIDE).axes
    bars = [one for one in axes.patches if one.get_height() == pytest.approx(0.62)]
    base = {round(-one.get_y() - 0.31): one.get_width() for one in bars[: len(data)]}
    rest = {round(-one.get_y() - 0.31): one for one in bars[len(data) :] if one.get_width()}
    for line, row in data.iterrows():
        if row["attributed"]:
            assert rest[line].get_width() == pytest.approx(abs(row["attributed"]))
            ends = {base[line], base[line] + rest[line].get_width()}
            assert any(one == pytest.approx(row["total"]) for one in ends)
            assert bool(rest[line].get_hatch()) == (row["low"] <= 0 <= row["high"])


def test_the_slope_of_the_price_plot_is_the_coefficient(found):
    """The weighted slope through the points, from statsmodels (Frisch-Waugh)."""
    import statsmodels.api as sm

    response = price_response(found.estimate)
    points = response.points
    fit = sm.WLS(points["ln_outcome"], points["ln_price"], weights=points["weight"]).fit()
    assert fit.params["ln_price"] == pytest.approx(response.beta, abs=1e-9)
    assert response.beta == pytest.approx(found.price.beta, abs=1e-12)
    assert len(price_bins(response)) == 20
    curve = price_curve(response)
    assert np.interp(0.0, curve["price_percent"], curve["percent"]) == pytest.approx(0.0, abs=0.05)
    inside = points["ln_price"].between(*np.log1p(curve["price_percent"].iloc[[0, -1]] / 100))
    assert points["weight"][inside].sum() / points["weight"].sum() == pytest.approx(0.9, abs=0.01)
    assert set(price_data(response)["part"]) == {"point", "twentieth", "curve"}


def test_a_price_as_outcome_has_no_price_plot(found):
    made = estimate(found.estimate.cells, outcome="price")
    assert price_response(made) is None


def test_the_forest_has_the_price_below(found):
    data = next(one for one in answer_plots(found) if one.name == "effects").data
    assert list(dict.fromkeys(data["outcome"])) == ["units", "price"]
    on_price = estimate(found.estimate.cells, outcome="price")
    wanted = {name: on_price.interval(name).percent for name in on_price.design.names}
    told = {one.category.label: one.percent for one in price_effects(found.models)}
    assert told == pytest.approx(wanted)


def test_weekly_totals_and_correlations():
    data = plot_cases.cells(5)
    totals = weekly_totals(data, outcome="units")
    assert totals["actual"].sum() == data["actual"].sum()
    assert len(totals) == plot_cases.WEEKS
    assert correlations(data)[0] == pytest.approx(data["actual"].corr(data["predicted"]))
    assert np.isnan(correlations(data.assign(predicted=3.0))).all()


def test_many_points_become_a_density():
    few, many = (
        plot_cases.plots(n)["fit"](size=WIDE).axes[0] for n in (5, MANY_POINTS // plot_cases.WEEKS + 1)
    )
    assert [type(one).__name__ for one in few.collections] == ["PathCollection"] * 3
    assert [type(one).__name__ for one in many.collections] == ["PolyCollection"]


def test_the_map_puts_products_that_changed_first_by_the_week_of_the_change():
    data = switch_map_data(plot_cases.cells(10))
    order = list(dict.fromkeys(data["product"]))
    changed = data.groupby("product")["changed"].first()
    assert [changed[one] for one in order] == [True] * 4 + [False] * 6
    first = [data[(data["product"] == one) & (data["category"] != 3)]["week"].min() for one in order[:4]]
    assert first == sorted(first)
    (axes,) = plot_cases.plots(10)["switch_map"](size=WIDE).axes
    picture = np.asarray(axes.images[0].get_array())
    assert picture.shape[:2] == (10, plot_cases.WEEKS)
    kinds = [len(np.unique(row, axis=0)) for row in picture]
    assert kinds == [2] * 4 + [1] * 6


def test_alternatives_and_products_left_out_keep_their_order_and_gaps():
    strip = robustness_data(plot_cases.alternatives())
    assert list(dict.fromkeys(strip["key"])) == list(plot_cases.TITLES)
    assert strip.loc[strip["key"] == plot_cases.UNTOLD, "percent"].isna().all()
    left = leave_one_out_data(plot_cases.left_out(5))
    assert list(left["percent"]) == [one.percent for one in plot_cases.left_out(5).left_out]


def test_the_gallery_has_every_plot_once_with_its_numbers(found, checks):
    shown = (*answer_plots(found), *check_plots(found, checks))
    names = [one.name for one in shown]
    assert len(names) == len(set(names)) == 7 + 4 + len(checks.left_out)
    assert all(len(one.data) and one.title and one.explanation.endswith(".") for one in shown)
    events = next(one for one in shown if one.name == "event-study")
    (axes,) = events.draw(size=WIDE).axes
    dots = [one for one in axes.collections if isinstance(one, PathCollection)]
    percents = [100 * np.expm1(float(y)) for one in dots for _, y in one.get_offsets()]
    told = [point.percent for one in checks.event_studies for point in one.points]
    assert percents == pytest.approx(told)


@pytest.mark.parametrize("period", ["day", "month"])
def test_texts_speak_of_the_periods_in_use(found, checks, period):
    starts = found.estimate.cells["week"].rank(method="dense").astype(int)
    days = pd.date_range("2020-01-01", periods=starts.max(), freq="MS" if period == "month" else "D")
    moved = found.estimate.cells.assign(week=days[starts - 1])
    told = answer(estimate(moved, outcome="units", period=period))
    for plot in (*answer_plots(told), *check_plots(told, checks)):
        figure = plot.draw(size=WIDE)
        words = [one.get_text() for one in figure.findobj(Text)]
        assert "week" not in " ".join([plot.title, plot.explanation, *words]).casefold()
    switches = next(one for one in answer_plots(told) if one.name == "photo-changes")
    picture = np.asarray(switches.draw(size=WIDE).axes[0].images[0].get_array())
    assert picture.shape[1] == starts.max()
    assert not (picture == 1.0).all(axis=2).any()
