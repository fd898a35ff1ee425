"""Order exports: what lines earned after discounts, blanks below the first line, cancelled orders."""

import numpy as np
import pandas as pd
import pytest

from engine.sheets.sales import read_sales

SHOPIFY = (
    "Name,Email,Financial Status,Created at,Currency,Subtotal,Discount Amount,Lineitem quantity,"
    "Lineitem name,Lineitem price,Lineitem sku,Lineitem discount,Cancelled at\n"
)


def shopify(folder, *lines):
    path = folder / "orders_export.csv"
    path.write_text(SHOPIFY + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_an_order_is_spread_over_its_lines_by_value(tmp_path):
    """80 + 20 of goods with 10 off the order: 72 and 18; the second line leaves the order's columns blank."""
    path = shopify(
        tmp_path,
        "#1,a@b.c,paid,2026-01-05 23:24:22 +0500,EUR,90.00,10.00,2,Boot,40.00,B,0.00,",
        ",,,,,,,1,Cap,20.00,C,0.00,",
        "#2,a@b.c,paid,2026-01-06 01:24:22 +0500,EUR,20.00,0.00,1,Cap,20.00,C,0.00,",
    )
    rows = read_sales([path]).decided().rows
    assert rows["revenue"].tolist() == pytest.approx([72, 18, 20])
    assert rows["price"].tolist() == pytest.approx([36, 18, 20])
    assert rows["date"].dt.strftime("%Y-%m-%d").tolist() == ["2026-01-05", "2026-01-05", "2026-01-06"]
    assert rows["order"].tolist() == ["#1", "#1", "#2"]
    assert set(rows["currency"]) == {"EUR"}


@pytest.mark.parametrize(("subtotal", "boot"), [("70.00", 50.0), ("60.00", 40.0)])
def test_the_subtotal_tells_whether_the_order_repeats_the_discounts_of_its_lines(tmp_path, subtotal, boot):
    """100 less 20 on the line; "Discount Amount" 30 holds those 20 (70) or is on top of them (50)."""
    amount = "30.00" if subtotal == "70.00" else "20.00"
    path = shopify(
        tmp_path,
        f"#1,a@b.c,paid,2026-01-05 10:00:00 +0000,EUR,{subtotal},{amount},1,Boot,60.00,B,0.00,",
        f"#1,a@b.c,paid,2026-01-05 10:00:00 +0000,EUR,{subtotal},{amount},1,Cap,40.00,C,20.00,",
    )
    rows = read_sales([path]).decided().rows
    assert rows["revenue"].sum() == pytest.approx(float(subtotal))
    assert rows["revenue"].iloc[0] / rows["revenue"].iloc[1] == pytest.approx(3)


def test_a_subtotal_that_does_not_fit_is_told(tmp_path):
    path = shopify(
        tmp_path,
        "#1,a@b.c,paid,2026-01-05 10:00:00 +0000,EUR,55.00,0.00,1,Boot,60.00,B,0.00,",
        "#2,a@b.c,paid,2026-01-06 10:00:00 +0000,EUR,60.00,0.00,1,Boot,60.00,B,0.00,",
    )
    sales = read_sales([path]).decided()
    assert sales.rows["revenue"].tolist() == [60, 60]
    assert any("not their subtotal: 1;" in warning for warning in sales.warnings)


def test_orders_that_came_to_nothing_are_set_aside_with_their_lines(tmp_path):
    day = "2026-01-05 10:00:00 +0000"
    path = shopify(
        tmp_path,
        f"#1,a@b.c,refunded,{day},EUR,80.00,0.00,1,Boot,60.00,B,0.00,",
        "#1,,,,,,,1,Cap,20.00,C,0.00,",
        f"#2,a@b.c,paid,{day},EUR,60.00,0.00,1,Boot,60.00,B,0.00,2026-01-06 10:00:00 +0000",
        f"#3,a@b.c,partially_refunded,{day},EUR,60.00,0.00,1,Boot,60.00,B,0.00,",
    )
    sales = read_sales([path]).decided()
    assert sales.set_aside[["line", "code"]].to_numpy().tolist() == [[2, "W19"], [3, "W19"], [4, "W19"]]
    assert sales.set_aside["original"].tolist()[1] == "#1,,,,,,,1,Cap,20.00,C,0.00,"
    assert any("partly refunded: 1;" in warning for warning in sales.warnings)


def test_variants_are_one_product_only_if_the_user_says_so(tmp_path):
    day = "2026-01-05 10:00:00 +0000"
    lines = [
        f"#{number},a@b.c,paid,{day},EUR,60.00,0.00,1,{name},60.00,B,0.00,"
        for number, name in enumerate(["Tee - S", "Tee - M", "Cap"])
    ]
    path = shopify(tmp_path, *lines)
    (question,) = read_sales([path]).questions
    assert question.key == "variants:Shopify orders"
    names = {
        choice: read_sales([path], answers={question.key: choice}).decided().rows["product"].tolist()
        for choice in ("title", "variant")
    }
    assert names == {"title": ["Tee", "Tee", "Cap"], "variant": ["Tee - S", "Tee - M", "Cap"]}


def etsy(folder, totals):
    rows = [
        {
            "Sale Date": f"01/{day:02}/26", "Item Name": "Boot", "Quantity": 2, "Price": "30.00",
            "Discount Amount": "6.00", "Item Total": total, "Currency": "EUR", "Transaction ID": day,
        }
        for day, total in enumerate(totals, start=13)
    ]  # fmt: skip
    pd.DataFrame(rows).to_csv(folder / "EtsySoldOrderItems2026-1.csv", index=False)
    return folder / "EtsySoldOrderItems2026-1.csv"


@pytest.mark.parametrize("total", ["60.00", "54.00"])
def test_a_line_total_shows_whether_its_discount_is_taken_off(tmp_path, total):
    rows = read_sales([etsy(tmp_path, [total] * 3)]).decided().rows
    assert rows["revenue"].tolist() == pytest.approx([54] * 3)
    assert rows["price"].tolist() == pytest.approx([27] * 3)


@pytest.mark.parametrize(("sold_for", "told"), [("$20.00", False), ("$40.00", True)])
def test_the_total_paid_shows_whether_a_price_is_that_of_one_unit(tmp_path, sold_for, told):
    """Two units, 44.90 paid with 4.90 of shipping: 20 each, whichever of the two the column says."""
    rows = [
        {
            "Sales Record Number": day, "Order Number": f"1-{day}", "Item Title": "Boot", "Quantity": 2,
            "Sold For": sold_for, "Shipping And Handling": "$4.90", "Total Price": "$44.90",
            "Sale Date": f"Jan-{day:02}-26",
        }
        for day in range(5, 9)
    ]  # fmt: skip
    pd.DataFrame(rows).to_csv(tmp_path / "ebay.csv", index=False)
    sales = read_sales([tmp_path / "ebay.csv"]).decided()
    assert sales.rows["price"].tolist() == pytest.approx([20] * 4)
    assert any("whole line" in warning for warning in sales.warnings) == told


def test_the_sum_line_of_an_order_is_no_sale(tmp_path):
    header = "Sales Record Number,Order Number,Item Title,Quantity,Sold For,Sale Date,Total Price\n"
    lines = ["1,7,,3,$50.00,Jan-05-26,$50.00", ",7,Boot,1,$20.00,Jan-05-26,", ",7,Cap,2,$15.00,Jan-05-26,"]
    (tmp_path / "ebay.csv").write_text(header + "\n".join(lines) + "\n", encoding="utf-8")
    sales = read_sales([tmp_path / "ebay.csv"]).decided()
    assert sales.rows["revenue"].tolist() == [20, 30]
    assert sales.set_aside[["line", "reason"]].to_numpy().tolist() == [[2, "the sum of an order"]]


def test_an_export_without_dates_asks_for_its_period(tmp_path):
    text = "Product title,SKU,Items sold,N. Revenue,Orders\nBoot,B,2,40.00,2\n"
    path = tmp_path / "products-2026-01-12.csv"
    path.write_text(text, encoding="utf-8")
    (question,) = read_sales([path]).questions
    assert (question.key, [choice.key for choice in question.choices]) == (
        "period:products-2026-01-12.csv",
        ["2026-01-12"],
    )
    found = read_sales([path], answers={question.key: "2026-01-05"}).decided().rows
    assert found["date"].tolist() == [pd.Timestamp("2026-01-05")]


@pytest.mark.parametrize("name", ["products 2026-W02.csv", "products_20260105-20260111.csv"])
def test_a_period_in_the_name_needs_no_question(tmp_path, name):
    text = "Product title,SKU,Items sold,N. Revenue,Orders\nBoot,B,2,40.00,2\n"
    (tmp_path / name).write_text(text, encoding="utf-8")
    sales = read_sales([tmp_path / name]).decided()
    assert sales.rows["date"].tolist() == [pd.Timestamp("2026-01-05")]
    assert any("it begins on 2026-01-05" in warning for warning in sales.warnings)


def test_random_orders_add_up_to_their_subtotals(tmp_path):
    rng = np.random.default_rng(4)
    lines, subtotals = [], {}
    for number in range(200):
        prices, units = rng.integers(500, 9000, 3) / 100, rng.integers(1, 4, 3)
        off = round(float(rng.integers(0, 400)) / 100, 2)
        subtotals[f"#{number}"] = round(float(prices @ units) - off, 2)
        for place in range(3):
            order = (
                f"#{number},a@b.c,paid,2026-01-05 10:00:00 +0000,EUR,{subtotals[f'#{number}']:.2f},{off:.2f}"
            )
            head = order if place == 0 else f"#{number},,,,,,"
            lines.append(f"{head},{units[place]},p{number}-{place},{prices[place]:.2f},,0.00,")
    rows = read_sales([shopify(tmp_path, *lines)]).decided().rows
    earned = rows.groupby("order")["revenue"].sum()
    assert earned.to_dict() == pytest.approx(subtotals, abs=1e-9)
