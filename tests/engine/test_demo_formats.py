"""One simulated shop, read from the export of every platform and in every dirty form: the same numbers."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from engine.demo_formats import CATALOGUES, FORMATS, as_bytes, write_export
from engine.demo_shop import simulate
from engine.errors import SheetUnreadable
from engine.sheets.catalogue import read_catalogue_rows
from engine.sheets.sales import read_sales
from engine.study import run_study

BY_NAME = {form.name: form for form in (*FORMATS, *CATALOGUES)}
KEYS = ["product", "date"]


@pytest.fixture(scope="module")
def shop():
    return simulate(seed=1)


@pytest.fixture(scope="module")
def sales(shop):
    """Four weeks in which promotions are sold too."""
    weeks = sorted(shop.sales["date"].unique())[4:8]
    few = shop.sales[shop.sales["date"].isin(weeks)].reset_index(drop=True)
    assert (few["price"] < few["list_price"]).any()
    return few


def sums(rows: pd.DataFrame) -> pd.DataFrame:
    """Units and revenue of the product-days with a sale; not every export lists the others."""
    dates = pd.to_datetime(rows["date"])
    sold = rows.assign(date=dates, revenue=rows.get("revenue", rows["units"] * rows["price"]))
    return sold[sold["units"] != 0].groupby(KEYS)[["units", "revenue"]].sum()


def same(rows: pd.DataFrame, sales: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(
        sums(rows), sums(sales), rtol=1e-9, check_dtype=False, check_index_type=False
    )
    sold = rows[rows["units"] > 0]
    np.testing.assert_allclose(sold["price"] * sold["units"], sold["revenue"], rtol=1e-9)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_every_export_gives_the_same_numbers(tmp_path, sales, form):
    found = read_sales(write_export(sales, form, tmp_path))
    same(found.decided().rows, sales)
    parts = found.reconciliation.parts
    for what in ("rows", "units", "revenue"):
        total = sum(getattr(part, what) for part in parts)
        assert total == pytest.approx(getattr(found.reconciliation.read, what), rel=1e-12)


def swapped_signs(cells: pd.DataFrame) -> pd.DataFrame:
    """Decimal commas and points between thousands in all columns of amounts."""
    swap = str.maketrans(",.", ".,")
    amounts = [name for name in cells if cells[name].str.fullmatch(r"-?\$?[\d,]+\.\d\d").any()]
    return cells.assign(**{name: cells[name].str.translate(swap) for name in amounts})


def with_totals(cells: pd.DataFrame) -> pd.DataFrame:
    """A last row that adds up every column of whole numbers, with its label in the first column."""
    row = pd.DataFrame("", index=[len(cells)], columns=cells.columns)
    for name in (
        "units",
        "Verkaufte Stück",
        "Quantité",
        "quantity",
        "Quantity",
        "Units Ordered",
        "Items sold",
    ):
        if name in cells:
            row[name] = str(cells[name].str.replace(",", "").astype(int).sum())
    row.iloc[0, 0] = "Total"
    return pd.concat([cells, row])


def with_dashes(cells: pd.DataFrame) -> pd.DataFrame:
    return cells.rename(columns=lambda name: name.replace("-", "–").upper())


def turned_round(cells: pd.DataFrame) -> pd.DataFrame:
    return cells.iloc[:, ::-1]


TITLES = "The report of the demo shop\r\nmade on a Monday\r\n\r\n"
DIRT: dict[str, tuple[Callable[[pd.DataFrame], pd.DataFrame] | None, dict[str, str]]] = {
    "mark of UTF-8": (None, {"encoding": "utf-8-sig"}),
    "UTF-16 with TABs": (None, {"encoding": "utf-16", "delimiter": "\t"}),
    "semicolons and decimal commas": (swapped_signs, {"delimiter": ";"}),
    "title rows": (None, {"before": TITLES}),
    "footer": (None, {"after": "\r\nmade with care by the demo shop\r\n"}),
    "totals row": (with_totals, {}),
    "capitals and en dashes": (with_dashes, {}),
    "columns turned round": (turned_round, {}),
}


@pytest.mark.parametrize("dirt", DIRT)
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_dirt_changes_no_number(tmp_path, sales, form, dirt):
    change, ways = DIRT[dirt]
    cells = form.cells if change is None else lambda part: change(form.cells(part))
    same(read_sales(write_export(sales, replace(form, cells=cells, **ways), tmp_path)).decided().rows, sales)


def test_a_workbook_gives_the_same_numbers(tmp_path, sales):
    path = tmp_path / "sales.xlsx"
    sales.assign(date=pd.to_datetime(sales["date"])).to_excel(path, index=False, engine="xlsxwriter")
    same(read_sales([path]).decided().rows, sales)


def test_several_currencies_are_asked_about(tmp_path, sales):
    def cells(part):
        half = np.where(np.arange(len(part)) % 2, "USD", "EUR")
        return FORMATS[0].cells(part).assign(currency=half)

    path = write_export(sales, replace(FORMATS[0], cells=cells), tmp_path)
    (question,) = read_sales(path).questions
    assert {choice.key for choice in question.choices} == {"USD", "EUR"}
    euros = read_sales(path, answers={"currency": "EUR"}).decided()
    same(euros.rows, sales.iloc[::2])
    assert set(euros.set_aside["reason"]) == {"not in EUR"}


def test_two_exports_of_the_same_weeks_are_asked_about(tmp_path, sales):
    etsy = write_export(sales, BY_NAME["etsy-sold-items"], tmp_path)
    plain = write_export(sales, BY_NAME["plain"], tmp_path)
    (question,) = read_sales([*etsy, *plain]).questions
    assert question.key == "overlap"
    assert (
        "plain.csv and etsy-sold-items.csv" in question.text
        or "etsy-sold-items.csv and plain.csv" in question.text
    )
    once = read_sales([*etsy, *plain], answers={"overlap": "copies"}).decided()
    same(once.rows[once.rows["units"] > 0], sales)
    twice = read_sales([*etsy, *plain], answers={"overlap": "sales"}).decided()
    assert twice.rows["units"].sum() == 2 * sales["units"].sum()


@pytest.mark.parametrize("form", CATALOGUES, ids=lambda form: form.name)
def test_catalogues_name_the_photo_in_force(tmp_path, shop, form):
    (path,) = write_export(shop.sales, form, tmp_path)
    rows = read_catalogue_rows(path)
    names = rows["image"].str.split("?").str[0].str.rpartition("/")[2]
    last = shop.sales.drop_duplicates("product", keep="last").set_index("product")["image"]
    assert dict(zip(rows["product"], names, strict=True)) == last.to_dict()
    assert rows["sku"].str.fullmatch(r"[A-Z]{4,8}01").all()


def test_a_catalogue_is_no_sheet_of_sales(tmp_path, shop):
    (path,) = write_export(shop.sales, BY_NAME["etsy-listings"], tmp_path)
    with pytest.raises(SheetUnreadable, match="lists products and no sales"):
        read_sales([path])


@pytest.mark.parametrize("name", ["shopify-orders", "amazon-business-report"])
def test_the_study_of_an_export_is_that_of_the_plain_sheet(tmp_path, shop, name):
    """Without weeks of no sale, which the exports leave out; the photos come from the history."""
    busy = shop.sales.groupby("product")["units"].transform("min") > 0
    weeks = shop.sales["date"] < "2024-12-01"
    sold = shop.sales[busy & weeks].drop(columns="image").reset_index(drop=True)
    changes = tmp_path / "changes.csv"
    shop.changes.to_csv(changes, index=False)
    form = BY_NAME[name]
    images = sold.assign(image="")
    export = write_export(images, form, tmp_path / "export")
    plain = tmp_path / "plain.csv"
    sold.to_csv(plain, index=False)
    study, other = (run_study(paths, photos=shop.categories, changes=changes) for paths in ([plain], export))
    assert [one.beta for one in other.effects] == pytest.approx([one.beta for one in study.effects], abs=1e-9)
    assert other.rows_used == study.rows_used > 1000


def test_the_bytes_are_those_of_the_platform(sales):
    """What the platforms are known for: a blank line above, a mark, a footer."""
    ebay, woo = (BY_NAME[name] for name in ("ebay-orders", "woocommerce-analytics"))
    assert as_bytes(ebay.cells(sales), ebay).startswith(b"\r\nSales Record Number,")
    assert as_bytes(ebay.cells(sales), ebay).endswith(b" record(s) downloaded\r\n")
    assert as_bytes(woo.cells(sales), woo).startswith(b"\xef\xbb\xbfProduct title,SKU,Items sold,N. Revenue,")
