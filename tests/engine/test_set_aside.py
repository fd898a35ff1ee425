"""Rows that are no sales are found and counted; what is set aside can be put right and read again."""

import csv

import pytest
from great_tables.data import pizzaplace

from engine.errors import ExportFailed
from engine.sheets.rejects import COLUMNS, write_rejects
from engine.sheets.sales import read_sales

HEADER = "product,date,units,price\n"
GOOD = "".join(f"p{place % 3},2026-01-{place + 1:02d},{place % 5},10.00\n" for place in range(24))
UNITS = sum(place % 5 for place in range(24))


def read(folder, text, *, name="sales.csv", **ways):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_sales([path], **ways)


@pytest.mark.parametrize(
    "row",
    [
        f"Total,,{UNITS},\n",
        f"GESAMTSUMME:,,{UNITS},\n",
        f"Summe Januar,,{UNITS - 5},\n",
        f",Total,{UNITS},\n",
        f"Total,2026-01-31,{UNITS},10.00\n",
        f",,{UNITS},10.00\n",
        f",2026-01-31,{UNITS},10.00\n",
        "Total général,,,\n",
        f"Итого,,{UNITS},\n",
    ],
)
def test_totals_rows_are_found_wherever_their_label_is(tmp_path, row):
    for text in (GOOD + row, row + GOOD):
        found = read(tmp_path, HEADER + text)
        sales = found.decided()
        assert sales.rows["units"].sum() == UNITS
        assert sales.set_aside["code"].tolist() == ["W18"]
        assert found.reconciliation.read.units == UNITS


@pytest.mark.parametrize("row", ["Total,2026-01-31,3,10.00\n", "Summery tee,2026-01-31,3,10.00\n"])
def test_a_product_called_like_a_total_stays_a_product(tmp_path, row):
    sales = read(tmp_path, HEADER + GOOD + row).decided()
    assert sales.rows["units"].sum() == UNITS + 3
    assert sales.set_aside.empty


def test_lines_of_text_below_the_table_are_no_fault(tmp_path):
    sales = read(tmp_path, HEADER + GOOD + "\n24 record(s) downloaded\nSeller: demo,,,\n").decided()
    assert set(sales.set_aside["reason"]) == {"a line of text below the table"}
    assert sales.rows_read == 26


def test_returns_are_taken_off_and_told(tmp_path):
    sales = read(tmp_path, HEADER + GOOD + "p0,2026-01-30,-2,10.00\n").decided()
    assert sales.rows["units"].sum() == UNITS - 2
    assert any("came back: 1;" in warning for warning in sales.warnings)


def test_units_come_from_revenue_and_price(tmp_path):
    rows = "".join(f"p,2026-01-{units + 1:02d},{units * 19.9:.2f},19.90\n" for units in range(20))
    sales = read(tmp_path, "product,date,revenue,price\n" + rows).decided()
    assert sales.rows["units"].tolist() == list(range(20))
    assert any("computed from revenue and price" in warning for warning in sales.warnings)


def test_a_computed_price_is_told(tmp_path):
    sales = read(
        tmp_path, "product,date,units,revenue\np,2026-01-05,2,20.00\np,2026-01-06,1,9.00\n"
    ).decided()
    assert sales.rows["price"].tolist() == [10, 9]
    assert any("price is computed from sales" in warning for warning in sales.warnings)


def test_a_discount_beside_units_and_price_is_told(tmp_path):
    sales = read(tmp_path, "product,date,units,price,discount\np,2026-01-05,2,10.00,1.00\n").decided()
    assert sales.rows[["revenue", "discount"]].to_numpy().tolist() == [[20, 1]]
    assert any("discount is not taken off" in warning for warning in sales.warnings)


def test_the_parts_add_up_to_what_was_read(tmp_path):
    bad = "p0,soon,4,10.00\n,2026-01-28,7,10.00\np1,2026-01-29,5,0\np1,2026-01-30,x,10.00\n"
    found = read(tmp_path, HEADER + GOOD + bad)
    parts = {(part.code, part.reason): part for part in found.reconciliation.parts}
    assert parts["W10", "the date cannot be read"].units == 4
    assert parts["W11", "units without a price above 0"].units == 5
    read_units = found.reconciliation.read
    assert (read_units.rows, read_units.units) == (28, UNITS + 4 + 7 + 5)
    assert sum(part.units for part in parts.values()) == read_units.units
    assert sum(part.revenue for part in parts.values()) == pytest.approx(read_units.revenue)


def test_rejects_hold_the_row_the_cell_and_what_to_do(tmp_path):
    sales = read(tmp_path, HEADER + GOOD + '"=boot, ""x""",soon,4,10.00\n').decided()
    path = tmp_path / "rejects.csv"
    write_rejects(sales.set_aside, path)
    header, row = csv.reader(path.read_text(encoding="utf-8-sig").splitlines())
    assert tuple(header) == COLUMNS
    told = dict(zip(header, row, strict=True))
    assert told["line"] == "26"
    assert (told["column"], told["value"], told["code"]) == ("date", "soon", "W10")
    assert told["reason"] == "the date cannot be read"
    assert told["hint"]
    assert told["original"] == '"=boot, ""x""",soon,4,10.00'


def test_a_cell_that_a_spreadsheet_would_run_is_guarded(tmp_path):
    sales = read(tmp_path, HEADER + GOOD + "=1+1,soon,4,10.00\n").decided()
    write_rejects(sales.set_aside, tmp_path / "rejects.csv")
    (row,) = csv.DictReader((tmp_path / "rejects.csv").read_text(encoding="utf-8-sig").splitlines())
    assert row["original"] == "'=1+1,soon,4,10.00"


def test_rejects_that_cannot_be_written_are_told(tmp_path):
    sales = read(tmp_path, HEADER + GOOD + "p,soon,4,10.00\n").decided()
    with pytest.raises(ExportFailed, match=r"rejects\.csv cannot be written"):
        write_rejects(sales.set_aside, tmp_path / "absent" / "rejects.csv")


def test_pizzaplace_is_read_to_the_cent(tmp_path):
    """49,574 pizzas of 2015, one to a row, 817,860.05 in all (the documented size and sum)."""
    pizzaplace.to_csv(tmp_path / "pizza.csv", index=False)
    answers = {
        "column:pizza.csv:product": "name",
        "column:pizza.csv:units": "none",
        "copies:pizza.csv": "sales",
    }
    found = read_sales([tmp_path / "pizza.csv"], answers=answers)
    sales = found.decided()
    assert (sales.rows_read, len(sales.rows), sales.rows["product"].nunique()) == (49_574, 49_574, 32)
    weekly = sales.rows.groupby(["product", "date"])[["units", "revenue"]].sum()
    assert round(weekly["revenue"].sum(), 2) == 817_860.05
    assert weekly["units"].sum() == 49_574
