"""The columns that shop platforms put into their exports, filled with the simulated sales.

Each function takes product, date (ISO), units, price, list_price, image and gives the texts below the
headers.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

CURRENCY = "USD"
Cells = pd.DataFrame


def money(values: pd.Series, *, mark: str = "", thousands: str = "", decimal: str = ".") -> pd.Series:
    """Amounts with two decimals: "$1,234.56" for mark "$" and thousands ","."""
    texts = values.map("{:,.2f}".format)
    table = str.maketrans({",": thousands, ".": decimal})
    return mark + texts.str.translate(table)


def shopify_orders(sales: pd.DataFrame) -> Cells:
    """Two lines to an order, of which the second leaves the order's columns blank; the last order is void."""
    sold = _sold(sales)
    void = sold.iloc[[-1]]
    lines = pd.concat([sold, void], ignore_index=True)
    order = np.append(sold.groupby("date").cumcount() // 2 + 10_000 * pd.factorize(sold["date"])[0], -1)
    number = pd.Series(pd.factorize(order)[0], index=lines.index)
    first = ~number.duplicated()
    net = lines["revenue"].groupby(number).transform("sum")
    created = lines["date"] + " 23:24:22 +0500"
    once = {
        "Email": "buyer@example.com",
        "Financial Status": "paid",
        "Paid at": created,
        "Fulfillment Status": "fulfilled",
        "Currency": CURRENCY,
        "Subtotal": money(net),
        "Shipping": "4.90",
        "Taxes": "0.00",
        "Total": money(net + 4.9),
        "Discount Code": "",
        "Discount Amount": "0.00",
        "Created at": created,
    }
    cells = pd.DataFrame({"Name": "#" + (1001 + number).astype(str), **once})
    cells.loc[cells.index[-1], "Financial Status"] = "voided"
    cells.loc[~first, list(once)] = ""
    line = pd.DataFrame(
        {
            "Lineitem quantity": lines["units"].astype(str),
            "Lineitem name": lines["product"],
            "Lineitem price": money(lines["list_price"]),
            "Lineitem compare at price": "",
            "Lineitem sku": _sku(lines["product"]),
            "Cancelled at": "",
            "Refunded Amount": np.where(first, "0.00", ""),
            "Lineitem discount": money(lines["discount"]),
        }
    )
    return pd.concat([cells, line], axis=1)


def shopify_by_product(sales: pd.DataFrame) -> Cells:
    """Shopify Analytics, a row per product and week."""
    sold = _sold(sales)
    return pd.DataFrame(
        {
            "Product title": sold["product"],
            "Product vendor": "Demo",
            "Product type": "",
            "Week": sold["date"],
            "Net items sold": sold["units"].astype(str),
            "Gross sales": money(sold["gross"]),
            "Discounts": money(-sold["discount"]),
            "Returns": "0.00",
            "Net sales": money(sold["revenue"]),
            "Taxes": "0.00",
            "Total sales": money(sold["revenue"]),
        }
    )


def amazon_business(sales: pd.DataFrame) -> Cells:
    """A row per product of one week; products without an order are left out."""
    sold = _sold(sales)
    return pd.DataFrame(
        {
            "(Parent) ASIN": "B0" + _sku(sold["product"]).str[-6:],
            "(Child) ASIN": "B0" + _sku(sold["product"]).str[-6:],
            "Title": "Demo " + sold["product"],
            "SKU": sold["product"],
            "Sessions – Total": (10 * sold["units"]).map("{:,}".format),
            "Session Percentage – Total": "1.25%",
            "Page Views – Total": (14 * sold["units"]).map("{:,}".format),
            "Featured Offer (Buy Box) Percentage": "98.50%",
            "Units Ordered": sold["units"].map("{:,}".format),
            "Unit Session Percentage": "10.00%",
            "Ordered Product Sales": money(sold["revenue"], mark="$", thousands=","),
            "Total Order Items": sold["units"].map("{:,}".format),
        }
    )


def amazon_orders(sales: pd.DataFrame) -> Cells:
    """A line per product and week; `item-price` is that of the line; the last order is cancelled."""
    sold = _sold(sales)
    lines = pd.concat([sold, sold.iloc[[-1]].assign(units=0)], ignore_index=True)
    number = pd.Series(range(len(lines))).map("100-{:07d}-1234567".format)
    cells = pd.DataFrame(
        {
            "amazon-order-id": number,
            "merchant-order-id": "",
            "purchase-date": lines["date"] + "T22:15:03+00:00",
            "last-updated-date": lines["date"] + "T23:15:03+00:00",
            "order-status": "Shipped",
            "fulfillment-channel": "Amazon",
            "sales-channel": "Amazon.com",
            "product-name": "Demo " + lines["product"],
            "sku": lines["product"],
            "asin": "B0" + _sku(lines["product"]).str[-6:],
            "item-status": "Shipped",
            "quantity": lines["units"].astype(str),
            "currency": CURRENCY,
            "item-price": money(lines["gross"]),
            "item-tax": "0.00",
            "item-promotion-discount": money(lines["discount"]),
        }
    )
    last = cells.index[-1]
    cells.loc[last, ["order-status", "item-status"]] = "Cancelled"
    cells.loc[last, ["item-price", "item-promotion-discount"]] = ""
    return cells


def etsy_sold(sales: pd.DataFrame) -> Cells:
    """A line per product and week; `Item Total` is before the discount."""
    sold = _sold(sales)
    number = pd.Series(range(len(sold)), index=sold.index)
    return pd.DataFrame(
        {
            "Sale Date": pd.to_datetime(sold["date"]).dt.strftime("%m/%d/%y"),
            "Item Name": sold["product"],
            "Buyer": "A buyer",
            "Quantity": sold["units"].astype(str),
            "Price": money(sold["list_price"]),
            "Coupon Code": "",
            "Coupon Details": "",
            "Discount Amount": money(sold["discount"]),
            "Shipping Discount": "0.00",
            "Order Shipping": "3.90",
            "Order Sales Tax": "0.00",
            "Item Total": money(sold["gross"]),
            "Currency": CURRENCY,
            "Transaction ID": (3_000_000_000 + number).astype(str),
            "Listing ID": (1_500_000 + pd.factorize(sold["product"])[0]).astype(str),
            "Order ID": (2_000_000 + number).astype(str),
            "Variations": "",
            "Order Type": "online",
            "SKU": _sku(sold["product"]),
        }
    )


def ebay_orders(sales: pd.DataFrame) -> Cells:
    """A line per product and week at the price of one item; the file has a blank line above and a footer."""
    sold = _sold(sales)
    number = pd.Series(range(len(sold)), index=sold.index)
    return pd.DataFrame(
        {
            "Sales Record Number": (number + 1).astype(str),
            "Order Number": number.map("26-{:05d}-12345".format),
            "Buyer Username": "a_buyer",
            "Item Number": (110_000_000_000 + pd.factorize(sold["product"])[0]).astype(str),
            "Item Title": sold["product"],
            "Custom Label": _sku(sold["product"]),
            "Sold Via Promoted Listings": "No",
            "Quantity": sold["units"].astype(str),
            "Sold For": money(sold["price"], mark="$", thousands=","),
            "Shipping And Handling": "$4.90",
            "Total Price": money(sold["revenue"] + 4.9, mark="$", thousands=","),
            "Sale Date": pd.to_datetime(sold["date"]).dt.strftime("%b-%d-%y"),
            "Paid On Date": pd.to_datetime(sold["date"]).dt.strftime("%b-%d-%y"),
            "Variation Details": "",
        }
    )


def woo_analytics(sales: pd.DataFrame) -> Cells:
    """A row per product of one week."""
    sold = _sold(sales)
    return pd.DataFrame(
        {
            "Product title": sold["product"],
            "SKU": _sku(sold["product"]),
            "Items sold": sold["units"].astype(str),
            "N. Revenue": money(sold["revenue"]),
            "Orders": sold["units"].astype(str),
            "Category": "Demo",
            "Variations": "0",
            "Status": "In stock",
            "Stock": "12",
        }
    )


def shopify_products(sales: pd.DataFrame) -> Cells:
    """Every photo of every product, its title only on the first row; the photo in force is at position 1."""
    shown = sales.drop_duplicates(["product", "image"]).iloc[::-1]
    place = shown.groupby("product").cumcount() + 1
    shown = shown.assign(place=place).sort_values(["product", "place"], ascending=[True, False])
    first = ~shown["product"].duplicated()
    return pd.DataFrame(
        {
            "Handle": "demo-" + shown["product"],
            "Title": shown["product"].where(first, ""),
            "Vendor": np.where(first, "Demo", ""),
            "Variant SKU": _sku(shown["product"]).where(first, ""),
            "Variant Price": money(shown["list_price"]).where(first, ""),
            "Image Src": "https://example.com/files/" + shown["image"] + "?v=1700000000",
            "Image Position": shown["place"].astype(str),
            "Image Alt Text": "",
            "Status": np.where(first, "active", ""),
        }
    )


def etsy_listings(sales: pd.DataFrame) -> Cells:
    """A row per listing with a text of several lines."""
    last = sales.drop_duplicates("product", keep="last")
    return pd.DataFrame(
        {
            "TITLE": last["product"],
            "DESCRIPTION": "Made for the demo,\nand only for it.",
            "PRICE": money(last["list_price"]),
            "CURRENCY_CODE": CURRENCY,
            "QUANTITY": "12",
            "TAGS": "demo,shop",
            "MATERIALS": "",
            "IMAGE1": "https://example.com/il/" + last["image"],
            "IMAGE2": "",
            "SKU": _sku(last["product"]),
        }
    )


def woo_products(sales: pd.DataFrame) -> Cells:
    """A row per product; its photos in one cell, the main one first."""
    last = sales.drop_duplicates("product", keep="last")
    site = "https://example.com/wp-content/uploads/"
    return pd.DataFrame(
        {
            "ID": [str(number) for number in range(1, len(last) + 1)],
            "Type": "simple",
            "SKU": _sku(last["product"]),
            "Name": last["product"],
            "Published": "1",
            "Sale price": "",
            "Regular price": money(last["list_price"]),
            "Images": site + last["image"] + ", " + site + "back.jpg",
        }
    )


def _sold(sales: pd.DataFrame) -> pd.DataFrame:
    """Rows with a sale, which is all that platforms list, with gross, discount and revenue in whole cents."""
    sold = sales[sales["units"] > 0].sort_values(["date", "product"], ignore_index=True)
    cents = (100 * sold[["list_price", "price"]]).round().mul(sold["units"], axis=0)
    gross, revenue = cents["list_price"] / 100, cents["price"] / 100
    return sold.assign(gross=gross, revenue=revenue, discount=(cents["list_price"] - cents["price"]) / 100)


def _sku(products: pd.Series) -> pd.Series:
    """A SKU of capitals and digits for each product name."""
    return products.str.upper().str.replace(r"[^A-Z]", "", regex=True).str[:8] + "01"
