"""Cells by period and marketplace, their gaps, and which of them count."""

from collections import Counter, defaultdict

import numpy as np
import pandas as pd
import pytest

from engine.join.gaps import gap_warning
from engine.join.panel import join
from engine.join.periods import first_day, partial_ends, period_number
from engine.join.photos import PhotoIndex
from engine.records import Category
from engine.sheets.sales import Sales

PHOTOS = {"m.jpg": Category.ON_MODEL, "w.jpg": Category.WORN, "p.jpg": Category.PRODUCT_ONLY}
PERIODS = {"day": "D", "week": "W-SUN", "month": "M"}


def sales_of(records, **columns):
    """Sales of (product, day, units, image) records, with further columns where given."""
    rows = pd.DataFrame(records, columns=["product", "date", "units", "image"]).assign(**columns)
    rows = rows.assign(date=pd.to_datetime(rows["date"]), units=rows["units"].astype(float), price=10.0)
    rows = rows.assign(revenue=rows["units"] * 10.0, file="s.csv", line=np.arange(len(rows)) + 2)
    aside = rows.iloc[:0][["file", "line", "product", "date"]].assign(code="", reason="", found="")
    return Sales(rows, aside, ())


def joined(sales, *, fill_missing=False, period="week"):
    images = sales.rows["image"]
    return join(sales, images, PhotoIndex(PHOTOS), fill_missing=fill_missing, period=period)


def random_sales(seed, *, markets=("",)):
    rng = np.random.default_rng(seed)
    size = 400
    days = pd.Timestamp("2025-11-03") + pd.to_timedelta(rng.integers(0, 140, size), unit="D")
    records = {
        "product": rng.choice(["a", "b", "c", "d"], size),
        "date": days,
        "units": rng.integers(-1, 6, size),
        "image": rng.choice(["m.jpg", "p.jpg", "gone.jpg"], size, p=[0.08, 0.85, 0.07]),
    }
    return sales_of(records, marketplace=rng.choice(markets, size))


@pytest.mark.parametrize("period", ["day", "week", "month"])
@pytest.mark.parametrize("seed", range(3))
def test_every_row_is_in_a_cell_or_set_aside(seed, period):
    sales = random_sales(seed, markets=("DE", "FR"))
    panel = joined(sales, period=period)
    assert int(panel.cells["rows"].sum()) + len(panel.set_aside) == sales.rows_read
    used = panel.rows[panel.rows["cell"].isin(panel.cells["cell"])]
    assert panel.cells["units"].sum() == used["units"].sum()
    lines = [*used["line"], *panel.set_aside["line"]]
    assert sorted(lines) == sales.rows["line"].tolist()


@pytest.mark.parametrize("period", ["day", "week", "month"])
def test_cells_are_those_of_a_plain_count(period):
    """Reference: one row after the other into dictionaries, periods by pandas."""
    sales = random_sales(5, markets=("DE", "FR"))
    units, kinds = Counter(), defaultdict(set)
    for row in sales.rows.itertuples():
        if row.image == "gone.jpg":
            continue
        start = row.date.to_period(PERIODS[period]).start_time
        key = (row.product, row.marketplace, start)
        units[key] += row.units
        kinds[key].add(PHOTOS[row.image])
    starts = {key[2] for key in units}
    wanted = {
        key: (units[key], next(iter(kinds[key])))
        for key in units
        if len(kinds[key]) == 1
        and units[key] >= 0
        # The sheet has daily rows of whole weeks, and begins and ends within a month.
        and not (period == "month" and key[2] in (min(starts), max(starts)))
    }
    cells = joined(sales, period=period).cells
    found = {
        (row.product, row.marketplace, row.week): (row.units, row.category) for row in cells.itertuples()
    }
    priced = {key for key, (sold, _) in wanted.items() if sold > 0}
    assert {key: found[key] for key in priced} == {key: wanted[key] for key in priced}
    assert set(found) <= set(wanted)


def test_one_marketplace_is_no_part_of_the_key():
    assert "marketplace" not in joined(random_sales(1, markets=("DE",))).cells
    assert "marketplace" in joined(random_sales(1, markets=("DE", "FR"))).cells


def test_a_photo_of_one_marketplace_says_nothing_of_the_other():
    records = [("a", "2026-01-05", 1, "p.jpg"), ("a", "2026-01-05", 1, "m.jpg")]
    panel = joined(sales_of(records, marketplace=["DE", "FR"]))
    assert panel.cells["category"].tolist() == [3, 1]
    assert joined(sales_of(records)).set_aside["code"].tolist() == ["W16", "W16"]


def test_periods_are_those_of_the_calendar():
    days = pd.Series(pd.date_range("2024-12-20", "2026-03-10", unit="s"))
    for period, alias in PERIODS.items():
        starts = pd.Series(first_day(period_number(days, period), period))
        assert starts.equals(days.dt.to_period(alias).dt.start_time.astype("datetime64[s]"))


def test_weeks_that_a_daily_sheet_cuts_off_are_set_aside():
    days = pd.date_range("2026-01-07", "2026-01-27", unit="s")  # Wednesday to Tuesday
    panel = joined(sales_of({"product": "a", "date": days, "units": 2, "image": "p.jpg"}))
    assert panel.cells["week"].tolist() == [pd.Timestamp("2026-01-12"), pd.Timestamp("2026-01-19")]
    assert Counter(panel.set_aside["reason"]) == {"the sheets begin or end within this week": 7}


@pytest.mark.parametrize(
    ("days", "period", "count"),
    [
        (pd.date_range("2026-01-05", "2026-02-01"), "week", 0),  # whole weeks
        (pd.date_range("2026-01-07", periods=9, freq="7D"), "week", 0),  # a sheet of weeks, dated Wednesdays
        (pd.date_range("2026-01-07", periods=9, freq="7D"), "month", 1),
        (pd.date_range("2026-01-01", "2026-02-28"), "month", 0),
        (pd.date_range("2026-01-31", periods=4, freq="ME"), "month", 0),
        (pd.date_range("2026-01-07", "2026-02-03"), "day", 0),
        (pd.to_datetime(["2026-01-07"]), "week", 0),
    ],
)
def test_only_what_is_cut_off_is_partial(days, period, count):
    assert len(partial_ends(pd.Series(days), period)) == count


def test_no_stock_is_no_lack_of_demand():
    weeks = pd.date_range("2026-01-05", periods=6, freq="7D")
    units, stock = [3, 2, 0, 0, 2, 1], [9, 7, 7, 0, 5, 0]
    sales = sales_of({"product": "a", "date": weeks, "units": units, "image": "p.jpg"}, stock=stock)
    panel = joined(sales)
    # Week 3 sold nothing with goods in stock; week 4 had none; week 6 sold its last one.
    assert panel.cells["units"].tolist() == [3, 2, 0, 2, 1]
    assert panel.set_aside[["line", "code"]].to_numpy().tolist() == [[5, "W18"]]


def test_a_gap_behind_an_empty_shelf_is_not_filled():
    weeks = ["2026-01-05", "2026-01-12", "2026-02-02", "2026-02-16"]
    sales = sales_of({"product": "a", "date": weeks, "units": 1, "image": "p.jpg"}, stock=[3, 0, 5, 4])
    panel = joined(sales, fill_missing=True)
    assert (panel.gaps.missing, panel.filled) == (3, 1)
    assert panel.cells.loc[panel.cells["rows"] == 0, "week"].tolist() == [pd.Timestamp("2026-02-09")]


def test_the_gap_report_is_a_question():
    units = {"slow": [1, 2, 1], "fast": [40, 38, 44], "lister": [1, 0, 2], "lost": [1, 1, 1]}
    weeks = ["2026-01-05", "2026-01-12", "2026-02-02"]
    records = [
        (product, week, sold, "p.jpg")
        for product, numbers in units.items()
        for week, sold in zip(weeks, numbers, strict=True)
    ]
    sales = sales_of(records)
    aside = pd.DataFrame(
        {"file": "s.csv", "line": [99], "product": "lost", "date": pd.to_datetime([None]), "code": "W10"}
    ).assign(reason="the date cannot be read", found="soon")
    report = joined(Sales(sales.rows, aside, ()), fill_missing=None)
    gaps = {gap.product: gap for gap in report.gaps.gaps}
    assert (report.gaps.missing, report.gaps.suggested, report.gaps.undated, report.filled) == (8, 2, 2, 2)
    assert {product for product, gap in gaps.items() if gap.suggested} == {"slow"}
    assert "too many for none at all" in gaps["fast"].reason
    assert "rows with 0 units" in gaps["lister"].reason
    assert "date cannot be read" in gaps["lost"].reason
    (text,) = gap_warning(report.gaps, filled=report.filled, asked=False)
    assert "Product-weeks without a row between a product's first and last sale: 8." in text
    assert "Left out as unknown: 6." in text


def test_months_and_days_have_gaps_as_well():
    sales = sales_of([("a", "2025-11-15", 1, "p.jpg"), ("a", "2026-02-15", 1, "p.jpg")])
    assert joined(sales, period="month").gaps.missing == 2
    assert joined(sales, period="day").gaps.missing == 91
    filled = joined(sales, period="month", fill_missing=True).cells
    assert filled["week"].tolist() == list(pd.date_range("2025-11-01", periods=4, freq="MS"))


def test_no_row_makes_no_cell():
    panel = joined(sales_of([]))
    assert (len(panel.cells), len(panel.set_aside), panel.gaps.missing) == (0, 0, 0)
