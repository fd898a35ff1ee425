"""Numbers that stand on too little are not given, or are graded down."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from engine.demo_shop import simulate
from engine.join.gaps import MOST_UNITS
from engine.records import Category
from engine.stats.effects import Effect
from engine.stats.grade import Footing, grade
from engine.stats.sentences import caution
from engine.study import run_study

PHOTOS = {f"{category.value}.jpg": category for category in Category}
ON_MODEL, WORN, STILL = (3, 1), (3, 2), (3, 3)


@pytest.fixture(scope="module")
def shop():
    return simulate(seed=1)


def write(folder: Path, sales: pd.DataFrame, name: str = "sales.csv") -> Path:
    sales.to_csv(folder / name, index=False)
    return folder / name


def null_sales(plans: list[tuple[int, int]], *, seed: int, weeks: int = 40) -> pd.DataFrame:
    """Products whose photo changes once while their sales drift on their own: the true effects are 0."""
    rng = np.random.default_rng(seed)
    parts = []
    for place, (first, last) in enumerate(plans):
        drift = np.zeros(weeks)
        for week in range(1, weeks):
            drift[week] = 0.6 * drift[week - 1] + rng.normal(0, 0.25)
        price = np.round(20 * np.exp(rng.normal(0, 0.1, weeks)), 2)
        kind = np.where(np.arange(weeks) < rng.integers(10, 30), first, last)
        part = {
            "product": f"p{place:02}",
            "date": pd.date_range("2024-01-01", periods=weeks, freq="7D").strftime("%Y-%m-%d"),
            "units": rng.poisson(np.exp(3.5 + drift) * (price / 20) ** -1.5),
            "price": price,
            "image": [f"{one}.jpg" for one in kind],
        }
        parts.append(pd.DataFrame(part))
    return pd.concat(parts, ignore_index=True)


@pytest.mark.parametrize("seed", range(6))
def test_a_photo_type_that_one_product_changed_to_has_no_number(tmp_path, seed):
    """Its interval would be far too short: 4 of 10 such shops without any effect would show one."""
    plans = [*[ON_MODEL] * 8, WORN, *[STILL] * 5]
    study = run_study([write(tmp_path, null_sales(plans, seed=seed))], photos=PHOTOS)
    on_model, worn = study.effects
    assert on_model.percent is not None
    assert (worn.percent, worn.low, worn.p) == (None, None, None)
    assert "too few products changed" in worn.missing
    assert study.share is None
    assert "worn" not in study.equation
    assert {one.category for one in study.per_product} == {Category.ON_MODEL}
    assert study.unusual or "Photos of the worn product: cannot be told" in study.headline


def test_where_every_type_hangs_on_one_product_the_question_is_refused(tmp_path):
    plans = [*[(1, 2)] * 8, ON_MODEL, *[STILL] * 5]
    study = run_study([write(tmp_path, null_sales(plans, seed=0))], photos=PHOTOS)
    assert "hangs on too few products" in study.refused
    assert study.effects == ()
    assert study.rows_read == len(study.rows_aside)


def test_among_many_products_one_change_tells_nothing_either(tmp_path):
    plans = [*[ON_MODEL] * 8, WORN, *[STILL] * 195]
    study = run_study([write(tmp_path, null_sales(plans, seed=0))], photos=PHOTOS)
    assert study.model.endswith("CR1")
    on_model, worn = study.effects
    # Eight products carry the effect, not the 204 of the shop.
    assert 4 < on_model.df < 9
    assert worn.percent is None


def test_shops_without_an_effect_seldom_show_one(tmp_path):
    """10 shops, two types with 3 changes each: at 5 % five or more of 20 would happen once in 400 times."""
    plans = [*[ON_MODEL] * 3, *[WORN] * 3, *[STILL] * 6]
    values = [
        effect.p
        for seed in range(10)
        for effect in run_study([write(tmp_path, null_sales(plans, seed=seed))], photos=PHOTOS).effects
        if effect.p is not None
    ]
    assert len(values) > 15
    assert np.sum(np.array(values) < 0.05) < 5


def test_lost_rows_of_fast_sellers_are_left_out_and_graded_down(tmp_path, shop):
    """A 0 for each lost row would read +12 % for worn photos where the truth is +4 %."""
    fast = shop.sales[shop.sales.groupby("product")["units"].transform("mean") > 2 * MOST_UNITS]
    lost = np.random.default_rng(0).random(len(fast)) < 0.105
    study = run_study([write(tmp_path, fast[~lost])], photos=shop.categories)
    assert study.weeks_missing > 250
    assert study.weeks_filled == 0
    assert any("Left out as unknown" in warning for warning in study.warnings)
    assert study.grade.colour == "amber"
    full = run_study([write(tmp_path, fast)], photos=shop.categories)
    for part, whole in zip(study.effects, full.effects, strict=True):
        assert part.percent == pytest.approx(whole.percent, abs=1.5)


def test_a_stray_zero_changes_nothing_for_other_products(tmp_path, shop):
    rng = np.random.default_rng(0)
    slow = shop.sales.assign(units=rng.poisson(shop.sales["units"] / 40))
    cut = slow[slow["units"] > 0].reset_index(drop=True)
    stray = cut.copy()
    stray.loc[100, "units"] = 0
    plain, other = (
        run_study([write(tmp_path, sales)], photos=shop.categories).weeks_filled for sales in (cut, stray)
    )
    assert 0.9 * plain < other < plain


def test_the_share_of_missing_weeks_counts_each_week_once(tmp_path, shop):
    """Of 6240 weeks 13 in 100 are gone: 13 %, whether or not they were filled."""
    rng = np.random.default_rng(1)
    slow = shop.sales.assign(units=1 + rng.poisson(1, len(shop.sales)))
    cut = write(tmp_path, slow[rng.random(len(slow)) >= 0.13])
    for fill in (True, False):
        study = run_study([cut], photos=shop.categories, fill_missing=fill)
        share = study.weeks_missing / (study.weeks_missing + study.rows_read)
        assert (
            f"{100 * share:.0f} % of the product-weeks have no row that can be read." in study.grade.reasons
        )


def test_many_weeks_counted_as_zero_step_the_grade_down():
    solid = Footing(
        switchers=12,
        inflation=1,
        missing_share=0,
        filled_share=0.04,
        unmatched_share=0,
        faulty_share=0,
        effects=(),
        price=None,
        lead_test=None,
        disagreeing=(),
        period="week",
    )
    assert grade(solid).colour == "green"
    filled = Footing(
        switchers=12,
        inflation=1,
        missing_share=0,
        filled_share=0.06,
        unmatched_share=0,
        faulty_share=0,
        effects=(),
        price=None,
        lead_test=None,
        disagreeing=(),
        period="week",
    )
    assert grade(filled).colour == "amber"
    assert "6 % of the product-weeks have no row and were counted" in grade(filled).reasons[0]


def test_one_product_is_told_in_the_singular():
    alone = Footing(
        switchers=1,
        inflation=1,
        missing_share=0,
        filled_share=0,
        unmatched_share=0,
        faulty_share=0,
        effects=(),
        price=None,
        lead_test=None,
        disagreeing=(),
        period="week",
    )
    assert grade(alone).reasons[0].startswith("Only 1 product changed its type of photo")


def test_a_change_on_a_thursday_sets_its_week_aside(tmp_path, shop):
    """Sheets dated on Mondays: the row of that week holds days of both photos."""
    later = pd.to_datetime(shop.changes["from"]) + pd.Timedelta(days=3)
    first = shop.changes.groupby("product")["from"].transform("min") == shop.changes["from"]
    moved = shop.changes.assign(**{"from": shop.changes["from"].where(first, later.dt.strftime("%Y-%m-%d"))})
    sales = write(tmp_path, shop.sales.drop(columns="image"))
    study = run_study([sales], photos=shop.categories, changes=write(tmp_path, moved, "changes.csv"))
    assert [(one.code, one.count) for one in study.set_aside] == [("W16", 25)]
    assert study.rows_used == 6240 - 25


def test_two_products_lead_with_too_little_and_no_bold_number(tmp_path):
    study = run_study([write(tmp_path, null_sales([WORN, WORN, *[STILL] * 8], seed=1))], photos=PHOTOS)
    assert study.grade.colour == "red"
    assert study.headline.startswith("Too little to tell: only 2 products changed their type of photo. ")
    assert study.too_little in study.headline


def test_two_products_alone_are_refused(tmp_path):
    """Their error has 1 degree of freedom: the interval of one pair is a draw of chance."""
    study = run_study([write(tmp_path, null_sales([WORN, WORN], seed=3))], photos=PHOTOS)
    assert "hangs on too few products" in study.refused


def test_unreadable_dates_leave_their_weeks_unknown_and_step_the_grade_down(tmp_path, shop):
    rng = np.random.default_rng(2)
    sales = shop.sales.assign(units=1 + rng.poisson(1, len(shop.sales)))
    bad = rng.random(len(sales)) < 0.1
    sales.loc[bad, "date"] = "31.02.2024"
    study = run_study([write(tmp_path, sales)], photos=shop.categories)
    assert study.weeks_filled == 0
    assert study.grade.colour == "amber"
    assert any("of the rows were set aside because" in reason for reason in study.grade.reasons)
    assert any("whose date cannot be read" in warning for warning in study.warnings)


def test_mostly_unusable_rows_are_red_and_said_first(tmp_path, shop):
    sales = shop.sales.astype({"price": object})
    sales.loc[np.random.default_rng(2).random(len(sales)) < 0.6, "price"] = "0"
    study = run_study([write(tmp_path, sales)], photos=shop.categories)
    assert study.grade.colour == "red"
    assert study.headline.startswith(f"Too little to tell: {100 * study.faulty_share:.0f} % of the rows")


def test_a_clear_effect_below_the_reach_of_the_data_is_not_said_to_be_unseen():
    effect = Effect(Category.WORN, Category.PRODUCT_ONLY, 0.03, 0.01, 9, 0.02, 3.4, 1.0, 5.9, 7.0, 12)
    text = caution([effect], switchers=12, products=40)
    assert "could not have been seen" not in text
    assert "below about 7 % only by luck" in text
