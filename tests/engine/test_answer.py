"""What is made of a fit, against statsmodels with a dummy for everything, and against what must hold."""

import numpy as np
import pandas as pd
import pytest
from sales_panel import panel

from engine.records import Category
from engine.stats.adjusted_means import adjusted_means
from engine.stats.attenuation import attenuated
from engine.stats.attributable import attribution
from engine.stats.contrasts import contrasts
from engine.stats.model import estimate
from engine.stats.model_table import disagreement, model_table
from engine.stats.multiple import benjamini_hochberg, holm
from engine.stats.per_product import per_product
from engine.stats.shrinkage import shrink
from engine.stats.what_if import what_if, what_if_each


@pytest.fixture(scope="module")
def result():
    return estimate(panel(24, 30, seed=3), outcome="units")


@pytest.fixture(scope="module")
def oracle(result):
    """statsmodels' Poisson model by formula: every product and week a dummy."""
    import statsmodels.api as sm
    import statsmodels.formula.api as smf

    frame = result.cells.assign(lp=np.log(result.cells["price"]), c=result.cells["category"].astype(int))
    text = "units ~ C(c, Treatment(3)) + lp + C(product) + C(week)"
    model = smf.glm(text, frame, family=sm.families.Poisson())
    return frame, model.fit(tol=1e-13, maxiter=100)


def test_contrasts_are_those_of_statsmodels_and_of_another_reference(result, oracle):
    _, theirs = oracle
    on_model, worn, between = contrasts(result)
    names = [f"C(c, Treatment(3))[T.{code}]" for code in (1, 2)]
    assert on_model.effect.beta == pytest.approx(theirs.params[names[0]], abs=1e-7)
    assert worn.effect.beta == pytest.approx(theirs.params[names[1]], abs=1e-7)
    # With worn as the reference the same model says the third comparison itself.
    turned = result.cells.assign(category=result.cells["category"].map({1: 1, 2: 3, 3: 2}))
    itself = estimate(turned, outcome="units").interval("on model")
    assert between.effect.beta == pytest.approx(itself.beta, abs=1e-9)
    assert between.effect.se == pytest.approx(itself.se, rel=1e-6)
    assert between.effect.df <= itself.df * 1.1
    assert (between.effect.category, between.effect.reference) == (Category.ON_MODEL, Category.WORN)


def test_holm_and_benjamini_hochberg_are_those_of_statsmodels():
    from statsmodels.stats.multitest import multipletests

    p = np.random.default_rng(1).random(15) ** 3
    np.testing.assert_allclose(holm(p), multipletests(p, method="holm")[1], rtol=1e-12)
    np.testing.assert_allclose(benjamini_hochberg(p), multipletests(p, method="fdr_bh")[1], rtol=1e-12)


def test_adjusted_means_are_statsmodels_mean_predictions(result, oracle):
    frame, theirs = oracle
    means = adjusted_means(result)
    for one in means:
        predicted = theirs.predict(frame.assign(c=int(one.category)))
        assert one.mean == pytest.approx(float(predicted.mean()), rel=1e-6)
        assert one.low < one.mean < one.high
    raw = frame.groupby("c")["units"].mean()
    assert [one.raw for one in means] == pytest.approx(raw.tolist())
    assert sum(one.cells for one in means) == len(frame)


def test_attributed_units_are_what_statsmodels_predicts_less_product_only_photos(result, oracle):
    frame, theirs = oracle
    gone = theirs.fittedvalues - theirs.predict(frame.assign(c=3))
    found = attribution(result)
    assert found.attributed == pytest.approx(float(gone.sum()), rel=1e-6)
    assert found.total == pytest.approx(frame["units"].sum(), rel=1e-9)
    by_product = gone.groupby(frame["product"]).sum()
    for one in found.products:
        assert one.attributed == pytest.approx(by_product[one.product], abs=1e-4)
        assert one.total == pytest.approx(frame.loc[frame["product"] == one.product, "units"].sum(), rel=1e-9)
    assert found.share.percent == pytest.approx(100 * found.attributed / found.total)


def test_an_effect_of_nine_percent_on_everything_is_a_share_of_8_26():
    """Section 1.10 of the method: with all sales on model, 9 % is 8.26 % of the total."""
    frame = panel(24, 30, seed=3)
    result = estimate(frame, outcome="units")
    beta = result.interval("on model").beta
    on_model = [one for one in attribution(result).products if _always(frame, one.product, 1)]
    for one in on_model:
        assert one.attributed / one.total == pytest.approx(1 - np.exp(-beta), rel=1e-9)
    assert on_model
    assert pytest.approx(8.26, abs=0.005) == 100 * (1 - 1 / 1.09)


def _always(frame: pd.DataFrame, product: str, category: int) -> bool:
    return set(frame.loc[frame["product"] == product, "category"]) == {category}


def test_what_if_is_what_statsmodels_predicts_for_products_that_never_changed(result, oracle):
    frame, theirs = oracle
    still = [name for name in frame["product"].unique() if _always(frame, name, 3)]
    found = what_if(result, products=still, to_category=Category.ON_MODEL)
    own = frame[frame["product"].isin(still)]
    more = theirs.predict(own.assign(c=1)).sum() - theirs.predict(own).sum()
    assert found.products == tuple(still)
    assert found.gain == pytest.approx(more / own["week"].nunique(), rel=1e-6)
    assert found.percent == pytest.approx(contrasts(result)[0].effect.percent, rel=1e-9)
    assert found.clear is bool(found.low > 0 or found.high < 0)
    mixed = what_if_each(result, {still[0]: Category.ON_MODEL, still[1]: Category.WORN})
    parts = [
        what_if(result, products=[name], to_category=to).gain
        for name, to in zip(still[:2], (Category.ON_MODEL, Category.WORN), strict=True)
    ]
    assert mixed.gain == pytest.approx(sum(parts))


def test_what_if_says_what_it_cannot_tell(result):
    assert (
        what_if(result, products=["absent"], to_category=Category.WORN).missing
        == "no sales of absent were used"
    )
    prices = estimate(panel(24, 30, seed=3), outcome="price")
    assert what_if(prices, products=["p0000"], to_category=Category.WORN).gain is None


def test_shrinkage_is_the_random_effects_mean_of_statsmodels():
    from statsmodels.stats.meta_analysis import combine_effects

    rng = np.random.default_rng(2)
    se = rng.uniform(0.05, 0.2, 12)
    beta = rng.normal(0.08, 0.1, 12) + rng.normal(0, se)
    theirs = combine_effects(beta, se**2, method_re="dl")
    ours = shrink(beta, se)
    assert ours.tau**2 == pytest.approx(theirs.tau2, rel=1e-9)
    assert ours.mean == pytest.approx(theirs.mean_effect_re, rel=1e-9)
    assert ours.q == pytest.approx(theirs.q, rel=1e-9)
    assert ours.i2 == pytest.approx(max(0.0, theirs.i2), rel=1e-9)
    assert np.all(np.abs(ours.beta - ours.mean) <= np.abs(beta - ours.mean) + 1e-12)


def test_shrinkage_halves_the_error_of_the_raw_effects():
    """Section 1.8 of the method: 30 products, tau 0.05, se 0.10: RMSE .099 -> .050."""
    rng = np.random.default_rng(3)
    raw, drawn = [], []
    for _ in range(300):
        truth = rng.normal(np.log(1.09), 0.05, 30)
        beta = truth + rng.normal(0, 0.10, 30)
        raw.append(np.mean((beta - truth) ** 2))
        drawn.append(np.mean((shrink(beta, np.full(30, 0.10)).beta - truth) ** 2))
    assert np.sqrt(np.mean(raw)) == pytest.approx(0.099, abs=0.003)
    assert np.sqrt(np.mean(drawn)) == pytest.approx(0.050, abs=0.005)


def test_effects_per_product_come_with_their_spread(result):
    found = per_product(result)
    for spread in found.spreads:
        mine = [one for one in found.effects if one.category is spread.category]
        assert spread.products == len(mine)
        assert all(one.p_adjusted >= one.p for one in mine)
        assert all(one.raw_low < one.raw_percent < one.raw_high for one in mine)


def test_model_columns_are_those_of_statsmodels(result, oracle):
    import statsmodels.formula.api as smf

    frame, theirs = oracle
    s2, s1, s4, p1 = model_table(result)
    assert [one.code for one in (s2, s1, s4, p1)] == ["S2", "S1", "S4", "P1"]
    sold = frame[frame["units"] > 0].assign(y=lambda cells: np.log(cells["units"]))
    linear = smf.ols("y ~ C(c, Treatment(3)) + lp + C(product) + C(week)", sold).fit()
    name = "C(c, Treatment(3))[T.1]"
    assert s2.coefficient("on model").beta == pytest.approx(linear.params[name], abs=1e-8)
    assert s2.rows_dropped == len(frame) - len(sold)
    alone = smf.ols("y ~ C(product) + C(week)", sold).fit()
    assert s2.within_r2 == pytest.approx(1 - linear.ssr / alone.ssr, abs=1e-9)
    assert s1.pseudo_r2 == pytest.approx(theirs.pseudo_rsquared(kind="mcf"), abs=1e-9)
    assert s4.coefficient("ln price") is None
    prices = smf.ols("lp ~ C(c, Treatment(3)) + C(product) + C(week)", frame).fit()
    assert p1.coefficient("on model").beta == pytest.approx(prices.params[name], abs=1e-8)
    assert p1.outcome == "price"


def test_poisson_and_log_linear_disagree_where_zeros_were_edited(result):
    """Rows of 1 in place of few sold, as a careless export writes them, bend the log-linear model."""
    assert disagreement(model_table(result)) == ()
    cells = result.cells.copy()
    worn = (cells["category"] == 1) & (cells["week"].dt.day <= 7)
    cells.loc[worn, "units"] = cells.loc[worn, "units"] * 4
    cells.loc[(cells["category"] == 1) & ~worn, "units"] = 1
    assert "on model" in disagreement(model_table(estimate(cells, outcome="units")))


@pytest.mark.parametrize(("wrong", "seen"), [(0.0, 9.1), (0.1, 7.3), (0.2, 5.4)])
def test_wrong_labels_shrink_an_effect_as_in_the_simulation(wrong, seen):
    """Decision 8 of the method."""
    assert attenuated(9.1, wrong=wrong) == pytest.approx(seen, abs=0.1)
