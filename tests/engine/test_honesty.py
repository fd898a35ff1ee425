"""What is said beside a number, in place of it, or instead of any."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sales_panel import panel

from engine.demo_shop import simulate
from engine.footing import footing_lines
from engine.records import Category
from engine.stats.model import estimate
from engine.study import run_study

PHOTOS = {f"{category.value}.jpg": category for category in Category}


@pytest.fixture(scope="module")
def shop():
    return simulate(seed=2)


@pytest.fixture(scope="module")
def study(shop, tmp_path_factory):
    return run_study([write(tmp_path_factory.mktemp("shop"), shop.sales)], photos=shop.categories)


def write(folder: Path, sales: pd.DataFrame, name: str = "sales.csv") -> Path:
    sales.to_csv(folder / name, index=False)
    return folder / name


def dipping(shop) -> pd.DataFrame:
    """The shop's sales, halved in the three weeks before each change of photo."""
    sales = shop.sales.copy()
    week = pd.to_datetime(sales["date"])
    first = sales.groupby("product")["image"].transform("first")
    change = sales["product"].map(week[sales["image"] != first].groupby(sales["product"]).min())
    ahead = (change - week).dt.days
    sales.loc[(ahead > 0) & (ahead <= 21), "units"] //= 2
    return sales


def test_changes_in_unusual_weeks_replace_the_headline(tmp_path, shop):
    study = run_study([write(tmp_path, dipping(shop))], photos=shop.categories)
    assert study.answer.lead_test.p < 0.10
    assert study.headline.startswith("The photos were changed in unusual weeks")
    assert "go with" not in study.headline
    assert not study.firm
    assert (study.grade.notices[0].code, study.grade.colour) == ("W38", "amber")
    # The numbers stay for whoever wants to judge them.
    assert all(effect.percent is not None for effect in study.effects)


def test_the_footing_names_all_that_must_stand_beside_a_number(study):
    text = "\n".join(footing_lines(study))
    for words in (
        "on model against product only: +", "95 %:", "df ", "on model against worn",
        "6,240 read = 6,240 used + 0 set aside", "25 of 60", "equally important ones", "104 weeks",
        "sold nothing: 9 %", "counted as 0 units: 0", "CR2, clustered by product", "Price held fixed: yes",
        "would have been seen (80 %)", "before the change of photo differ from earlier ones: p ",
        "set by hand: not known", "E[units] = exp(", "Stylelift ", "seed", "sales.csv: ",
    ):  # fmt: skip
        assert words in text
    assert len(study.fingerprints[0]) == 32


def test_a_refusal_has_its_code_and_what_was_sold(tmp_path, shop):
    first = shop.sales.groupby("product")["image"].transform("first")
    study = run_study([write(tmp_path, shop.sales.assign(image=first))], photos=shop.categories)
    assert [one.code for one in study.grade.notices] == ["E20"]
    assert footing_lines(study)[0].startswith("Refused: Every product was sold with one type of photo")
    kinds = shop.sales.assign(image=first)["image"].map(shop.categories).map(int)
    means = shop.sales.groupby(kinds)["units"].mean()
    assert [one.units for one in study.descriptives] == pytest.approx(means.tolist())


def test_what_is_the_same_in_the_study_and_in_its_answer(study):
    assert study.share is study.answer.attribution.share
    assert study.effects == tuple(one.effect for one in study.contrasts[:2])
    assert study.answer.attribution.total == pytest.approx(study.fitted["actual"].sum())
    assert study.answer.models[1].coefficient("on model").beta == study.effects[0].beta
    assert study.contrasts[0].p_holm >= study.effects[0].p
    assert 2 < study.answer.effective_switchers < 24


def test_sales_that_rise_with_the_price_are_doubted(tmp_path, shop):
    usual = shop.sales.groupby("product")["price"].transform("mean")
    sales = shop.sales.assign(units=(shop.sales["units"] * (shop.sales["price"] / usual) ** 3).round())
    study = run_study([write(tmp_path, sales)], photos=shop.categories)
    assert study.price.beta > 0
    assert "W37" in [one.code for one in study.grade.notices]


def test_units_per_session_and_sessions(tmp_path, shop):
    """Units are drawn from sessions: these carry the effect of the photo, conversion has none."""
    rng = np.random.default_rng(4)
    sessions = rng.poisson(shop.sales["units"] * 20 + 1)
    sales = shop.sales.assign(units=rng.binomial(sessions, 0.05), sessions=sessions)
    path = write(tmp_path, sales)
    visits = run_study([path], photos=shop.categories, outcome="sessions")
    assert visits.effects[0].low < 9 < visits.effects[0].high
    bought = run_study([path], photos=shop.categories, outcome="conversion")
    assert abs(bought.effects[0].beta) < 3 * bought.effects[0].se
    assert "ln(sessions)" in bought.formula
    assert "units per session" in bought.headline or bought.unusual


def test_without_sessions_conversion_is_refused(tmp_path, shop):
    study = run_study([write(tmp_path, shop.sales)], photos=shop.categories, outcome="conversion")
    assert study.refused
    assert study.set_aside[0].reason == "no sessions are known for it"
    assert study.rows_read == sum(one.count for one in study.set_aside)


def test_a_discount_is_held_fixed(tmp_path, shop):
    """Whoever lets off 20 % sells half more: that is not the photo's."""
    rng = np.random.default_rng(5)
    off = rng.random(len(shop.sales)) < 0.1
    sales = shop.sales.assign(units=np.where(off, shop.sales["units"] * 3 // 2, shop.sales["units"]))
    sales["discount"] = np.where(off, 0.25 * sales["units"] * sales["price"], 0).round(6)
    study = run_study([write(tmp_path, sales)], photos=shop.categories)
    column = study.answer.models[1].coefficient("discount")
    # 0.25 of what was paid is 0.2 of the list value.
    assert 0.2 * column.beta == pytest.approx(np.log(1.5), abs=0.03)


def test_marketplaces_have_their_own_level():
    """Two marketplaces, one selling four times as much: the effects stay, the level is told."""
    frame = panel(24, 30, seed=3)
    rng = np.random.default_rng(6)
    both = pd.concat(
        [
            frame.assign(marketplace="home", units=rng.binomial(frame["units"], 0.8)),
            frame.assign(marketplace="away", units=rng.binomial(frame["units"], 0.2)),
        ],
        ignore_index=True,
    )
    result = estimate(both.sort_values(["product", "week"], ignore_index=True), outcome="units")
    (name,) = [one for one in result.design.names if one.startswith("marketplace ")]
    assert abs(result.interval(name).beta) == pytest.approx(np.log(4), abs=0.1)
    alone = estimate(frame, outcome="units").interval("on model")
    assert abs(result.interval("on model").beta - alone.beta) < 2 * alone.se


@pytest.mark.parametrize(
    ("days", "step", "period"), [(60, 1, "day"), (200, 1, "week"), (70, 7, "week"), (1200, 7, "month")]
)
def test_periods_suit_the_sheet(days, step, period):
    from engine.join.periods import suitable_period

    seen = pd.Series(pd.date_range("2022-01-03", periods=days // step, freq=f"{step}D"))
    assert suitable_period(seen) == period


def test_pizza_prices_do_not_move_within_a_product(tmp_path):
    """great_tables' pizzaplace: 49,574 items; every pizza and size has one price all year, but one."""
    from great_tables.data import pizzaplace

    sold = pizzaplace.assign(product=pizzaplace["name"] + " " + pizzaplace["size"])
    steady = sold.groupby("product")["price"].transform("nunique") == 1
    sold = sold[steady].groupby(["product", "date", "price"], as_index=False).size()
    late = sold["date"] >= "2015-07-01"
    changed = sold["product"].map(dict(zip(sorted(set(sold["product"])), [True, False] * 60, strict=False)))
    sales = sold.rename(columns={"size": "units"}).assign(image=np.where(late & changed, "1.jpg", "3.jpg"))
    study = run_study([write(tmp_path, sales)], photos=PHOTOS, fill_missing=True)
    assert study.refused is None or "cannot be told" in study.refused
    assert study.answer.models[1].coefficient("ln price").beta is None
    assert "never changes within a product" in study.price.missing
    assert not study.price_held
    prices = run_study([tmp_path / "sales.csv"], photos=PHOTOS, outcome="price")
    assert "ever changed its price" in prices.refused


def test_label_confidence_and_reviews_come_from_the_photo_table(tmp_path, shop):
    table = pd.DataFrame(
        {
            "path": list(shop.categories),
            "category": [int(one) for one in shop.categories.values()],
            "confidence": 0.8,
            "decided_by": [("user", "face")[place % 2] for place in range(len(shop.categories))],
        }
    )
    study = run_study([write(tmp_path, shop.sales)], photos=write(tmp_path, table, "photos.csv"))
    assert study.labels_reviewed == pytest.approx(0.5, abs=0.01)
    assert set(study.answer.estimate.cells["confidence"]) == {0.8, 1.0}
