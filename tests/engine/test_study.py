"""The whole way from a sheet to an answer or an honest refusal."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from engine.commands.influence import _faulty_rows
from engine.demo_shop import simulate
from engine.errors import SheetUnreadable
from engine.records import Category
from engine.study import run_study


@pytest.fixture(scope="module")
def shop():
    return simulate(seed=2)


def write(folder: Path, sales: pd.DataFrame, name: str = "sales.csv") -> Path:
    sales.to_csv(folder / name, index=False)
    return folder / name


def test_the_truth_is_inside_the_intervals_and_every_row_is_accounted_for(tmp_path, shop):
    study = run_study([write(tmp_path, shop.sales)], photos=shop.categories)
    assert study.refused is None
    on_model, worn = study.effects
    assert on_model.low < 9 < on_model.high
    assert worn.low < 4 < worn.high
    assert study.price.beta == pytest.approx(-1.5, abs=0.1)
    assert (study.rows_read, study.rows_used, study.switchers, study.periods) == (6240, 6240, 25, 104)
    assert study.grade.colour == "green"
    assert study.share.low < study.share.percent < study.share.high
    assert {one.category for one in study.per_product} == {Category.ON_MODEL, Category.WORN}
    np.testing.assert_allclose(study.fitted["predicted"].sum(), study.fitted["actual"].sum(), rtol=1e-9)
    assert "go with" in study.headline
    assert "association" in study.caution


def test_shrunk_effects_lie_between_the_raw_one_and_the_mean(tmp_path, shop):
    study = run_study([write(tmp_path, shop.sales)], photos=shop.categories)
    for category in (Category.ON_MODEL, Category.WORN):
        mine = [one for one in study.per_product if one.category is category]
        assert np.ptp([one.percent for one in mine]) < np.ptp([one.raw_percent for one in mine])


def test_history_gives_the_same_as_the_image_column(tmp_path, shop):
    path = write(tmp_path, shop.sales)
    changes = write(tmp_path, shop.changes, "changes.csv")
    plain = run_study([path], photos=shop.categories)
    bare = write(tmp_path, shop.sales.drop(columns="image"), "bare.csv")
    assert run_study([bare], photos=shop.categories, changes=changes).effects == plain.effects


def test_dirty_rows_are_set_aside_and_counted(tmp_path, shop):
    sales = shop.sales.astype({"units": object})
    sales.loc[5, "units"] = "many"
    sales.loc[6, "image"] = "gone.jpg"
    study = run_study([write(tmp_path, sales)], photos=shop.categories)
    assert {one.code: one.count for one in study.set_aside} == {"W10": 1, "W13": 1}
    assert study.rows_read == study.rows_used + 2 == study.rows_used + len(study.rows_aside)
    assert study.has_problems


def test_left_out_zero_weeks_are_filled_and_told(tmp_path, shop):
    rng = np.random.default_rng(0)
    sales = shop.sales.assign(units=rng.poisson(shop.sales["units"] / 40))
    full = run_study([write(tmp_path, sales)], photos=shop.categories)
    assert full.weeks_missing == 0
    cut = write(tmp_path, sales[sales["units"] > 0], "cut.csv")
    filled = run_study([cut], photos=shop.categories)
    assert filled.weeks_filled > 500
    assert any("counted as 0 units" in warning for warning in filled.warnings)
    assert filled.grade.colour == "amber"
    left_out = run_study([cut], photos=shop.categories, fill_missing=False)
    assert left_out.weeks_filled == 0
    # Without its zero weeks a slow seller looks steady, whatever its price: all effects shrink.
    assert left_out.price.beta > filled.price.beta


def test_without_a_change_of_photo_there_is_no_number(tmp_path, shop):
    first = shop.sales.groupby("product")["image"].transform("first")
    study = run_study([write(tmp_path, shop.sales.assign(image=first))], photos=shop.categories)
    assert "cannot be told from the product" in study.refused
    assert study.effects == ()
    assert study.share is None
    assert study.rows_used == 0
    assert study.rows_read == sum(one.count for one in study.set_aside)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda sales: sales[sales["date"] < "2024-02-12"], "cannot be told from the product"),
        (lambda sales: sales.assign(image="tee-coral-product.jpg"), "one type of photo"),
        (lambda sales: sales.assign(image="unknown.jpg"), "No row of the sales could be used"),
    ],
)
def test_hopeless_data_are_refused_with_a_reason(tmp_path, shop, change, words):
    photos = {**shop.categories, "tee-coral-product.jpg": Category.PRODUCT_ONLY}
    study = run_study([write(tmp_path, change(shop.sales))], photos=photos)
    assert words in study.refused


def test_too_few_weeks_are_refused(tmp_path):
    weeks = pd.date_range("2026-01-05", periods=7, freq="7D").strftime("%Y-%m-%d")
    rows = [
        (f"p{product}", week, 5 + product, 10.0, "m.jpg" if place < 4 else "p.jpg")
        for product in range(9)
        for place, week in enumerate([*weeks, weeks[-1]])
    ]
    sales = pd.DataFrame(rows, columns=["product", "date", "units", "price", "image"])
    photos = {"m.jpg": Category.ON_MODEL, "p.jpg": Category.PRODUCT_ONLY}
    study = run_study([write(tmp_path, sales)], photos=photos, answers={"copies:sales.csv": "sales"})
    assert "No product was sold for 4 weeks or more with each of two types of photo" in study.refused


def test_price_as_outcome(tmp_path, shop):
    path = write(tmp_path, shop.sales)
    study = run_study([path], photos=shop.categories, outcome="price")
    assert study.price is None
    assert study.per_product == ()
    assert all(one.low < 0 < one.high for one in study.effects)
    assert "no clear difference in price" in study.headline


def test_prices_that_never_change_cannot_answer_for_the_price(tmp_path, shop):
    path = write(tmp_path, shop.sales.assign(price=19.99))
    assert "ever changed its price" in run_study([path], photos=shop.categories, outcome="price").refused
    study = run_study([path], photos=shop.categories)
    assert study.refused is None
    assert study.price.beta is None
    assert not study.price_held
    assert "at the same price" not in study.headline


def test_revenue_as_outcome_has_the_elasticity_plus_one(tmp_path, shop):
    study = run_study([write(tmp_path, shop.sales)], photos=shop.categories, outcome="revenue")
    assert study.price.beta == pytest.approx(-0.5, abs=0.1)


def test_few_switchers_are_an_anecdote(tmp_path, shop):
    changing = shop.sales.groupby("product")["image"].nunique().loc[lambda count: count > 1].index[:-3]
    study = run_study(
        [write(tmp_path, shop.sales[~shop.sales["product"].isin(changing)])], photos=shop.categories
    )
    assert study.switchers == 3
    assert study.grade.colour == "red"
    assert "anecdote" in study.grade.reasons[0]


def test_products_that_sold_nothing_change_nothing(tmp_path, shop):
    dead = shop.sales[shop.sales["product"] == "tee-coral"].assign(product="dead", units=0)
    single = shop.sales.iloc[:1].assign(product="single")
    plain = run_study([write(tmp_path, shop.sales)], photos=shop.categories)
    more = run_study([write(tmp_path, pd.concat([shop.sales, dead, single]))], photos=shop.categories)
    assert more.effects[0].beta == pytest.approx(plain.effects[0].beta, abs=1e-9)
    assert {one.reason: one.count for one in more.set_aside} == {
        "the product sold nothing": 104,
        "the product has a single week": 1,
    }
    assert not more.has_problems


def test_changes_between_on_model_and_worn_only_say_nothing_against_product_only(tmp_path, shop):
    first = shop.sales["product"].isin(shop.sales["product"].unique()[:20])
    weeks = shop.sales["date"] < "2024-10-01"
    image = pd.Series(np.where(first, np.where(weeks, "m.jpg", "w.jpg"), "p.jpg"))
    photos = {"m.jpg": Category.ON_MODEL, "w.jpg": Category.WORN, "p.jpg": Category.PRODUCT_ONLY}
    study = run_study([write(tmp_path, shop.sales.assign(image=image))], photos=photos)
    assert "never from or to product only" in study.refused
    assert study.effects == ()


def test_a_type_that_no_product_changed_to_has_no_number(tmp_path, shop):
    worn = [image for image, category in shop.categories.items() if category is Category.WORN]
    with_worn = shop.sales.loc[shop.sales["image"].isin(worn), "product"].unique()[1:]
    sales = shop.sales[~shop.sales["product"].isin(with_worn)].copy()
    still = sales["product"] == shop.sales.loc[shop.sales["image"].isin(worn), "product"].iloc[0]
    sales.loc[still, "image"] = worn[0]
    study = run_study([write(tmp_path, sales)], photos=shop.categories)
    on_model, worn_effect = study.effects
    assert on_model.percent is not None
    assert worn_effect.percent is None
    assert "never changes within a product" in worn_effect.missing
    assert study.share is None


def test_one_product_alone_gives_no_interval(tmp_path, shop):
    changing = shop.sales.groupby("product")["image"].nunique().loc[lambda count: count > 1].index[:1]
    sales = shop.sales[shop.sales["product"].isin(changing)]
    study = run_study([write(tmp_path, sales)], photos=shop.categories)
    assert "All sales are of one product" in study.refused


def test_products_that_all_changed_in_one_week_are_refused_in_plain_words(tmp_path, shop):
    weeks = pd.to_datetime(shop.sales["date"])
    worn = {"tee-a": "1", "tee-b": "2"}
    parts = [
        shop.sales[shop.sales["product"] == shop.sales["product"].iloc[0]].assign(product=name)
        for name in worn
    ]
    sales = pd.concat(parts)
    late = weeks.loc[sales.index] > weeks.median()
    image = {
        category: next(name for name, one in shop.categories.items() if one == category)
        for category in (2, 3)
    }
    sales["image"] = np.where(late, image[2], image[3])
    study = run_study([write(tmp_path, sales)], photos=shop.categories)
    assert "All products changed their photo in the same weeks" in study.refused


def test_a_sheet_that_names_no_photo_is_refused_at_once(tmp_path, shop):
    bare = write(tmp_path, shop.sales.drop(columns="image"))
    photos = {f"{place}.jpg": category for place, category in enumerate(shop.categories.values())}
    with pytest.raises(SheetUnreadable, match="has no column image "):
        run_study([bare], photos=photos)


def test_rows_at_fault_come_with_what_stands_in_them(tmp_path, shop):
    sales = shop.sales.astype({"units": object})
    sales.loc[5, "units"] = "many"
    sales.loc[6, "image"] = "gone.jpg"
    study = run_study([write(tmp_path, sales)], photos=shop.categories)
    assert study.rows_aside["found"].tolist() == ["many", "gone.jpg"]
    lines = _faulty_rows(study)
    assert any(line.strip() == 'sales.csv, line 7, tee-coral: "many"' for line in lines)
    assert any(line.strip() == 'sales.csv, line 8, tee-coral: "gone.jpg"' for line in lines)
