"""The simulated shop as the files that shop platforms and spreadsheets save, all of which hold the same
sales."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from engine.demo_platforms import (
    Cells,
    amazon_business,
    amazon_orders,
    ebay_orders,
    etsy_listings,
    etsy_sold,
    money,
    shopify_by_product,
    shopify_orders,
    shopify_products,
    woo_analytics,
    woo_products,
)


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of export and how its files are written."""

    name: str
    cells: Callable[[pd.DataFrame], Cells]
    """From columns product, date (ISO), units, price, list_price, image to texts."""
    weekly: bool = False
    """Whether it has no dates, so that there is a file for each week."""
    delimiter: str = ","
    suffix: str = ".csv"
    encoding: str = "utf-8"
    before: str = ""
    after: str = ""
    """Text above the header and below the last row; `{rows}` is the number of rows."""


def write_export(sales: pd.DataFrame, form: Format, folder: Path) -> list[Path]:
    """Write the sales as one export and give its files, one per week where the export has no dates."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, part in _files(sales, form):
        path = folder / f"{name}{form.suffix}"
        path.write_bytes(as_bytes(form.cells(part), form))
        paths.append(path)
    return paths


def write_exports(sales: pd.DataFrame, folder: Path) -> list[Path]:
    """Write the sales and the photos as every export of FORMATS and CATALOGUES, the weekly ones in folders of
    their own. Raises OSError."""
    paths: list[Path] = []
    for form in (*FORMATS, *CATALOGUES):
        paths += write_export(sales, form, folder / form.name if form.weekly else folder)
    return paths


def _files(sales: pd.DataFrame, form: Format) -> Iterator[tuple[str, pd.DataFrame]]:
    if not form.weekly:
        yield form.name, sales
        return
    for date, part in sales.groupby("date", sort=True):
        first = pd.Timestamp(str(date))
        yield f"{form.name}_{first.date()}_{(first + pd.Timedelta(days=6)).date()}", part


def as_bytes(cells: Cells, form: Format) -> bytes:
    """The texts as one file of this format."""
    text = io.StringIO(newline="")
    text.write(form.before)
    writer = csv.writer(text, delimiter=form.delimiter, lineterminator="\r\n")
    writer.writerow(cells.columns)
    writer.writerows(cells.itertuples(index=False))
    text.write(form.after.format(rows=len(cells)))
    return text.getvalue().encode(form.encoding)


def plain(sales: pd.DataFrame) -> Cells:
    """product, date, units, price, image: the form of the contract."""
    return pd.DataFrame(
        {
            "product": sales["product"],
            "date": sales["date"],
            "units": sales["units"].astype(str),
            "price": money(sales["price"]),
            "image": sales["image"],
        }
    )


def german(sales: pd.DataFrame) -> Cells:
    """The same as a German spreadsheet saves it."""
    days = pd.to_datetime(sales["date"]).dt.strftime("%d.%m.%Y")
    prices = money(sales["price"], thousands=".", decimal=",") + " €"
    names = {
        "product": "Artikel",
        "date": "Datum",
        "units": "Verkaufte Stück",
        "price": "Preis",
        "image": "Bild",
    }
    return plain(sales).assign(date=days, price=prices).rename(columns=names)


def french(sales: pd.DataFrame) -> Cells:
    """The same as a French spreadsheet saves it, with narrow blanks between thousands."""
    days = pd.to_datetime(sales["date"]).dt.strftime("%d/%m/%Y")
    prices = money(sales["price"], thousands="\u202f", decimal=",")
    names = {
        "product": "Produit",
        "date": "Date",
        "units": "Quantité",
        "price": "Prix unitaire",
        "image": "Photo",
    }
    return plain(sales).assign(date=days, price=prices).rename(columns=names)


FORMATS: Sequence[Format] = (
    Format("plain", plain),
    Format("german", german, delimiter=";", encoding="cp1252"),
    Format("french", french, delimiter=";", encoding="utf-8-sig"),
    Format("excel-unicode-text", plain, delimiter="\t", suffix=".txt", encoding="utf-16"),
    Format("shopify-orders", shopify_orders),
    Format("shopify-sales-by-product", shopify_by_product),
    Format("amazon-business-report", amazon_business, weekly=True, encoding="utf-8-sig"),
    Format("amazon-orders", amazon_orders, delimiter="\t", suffix=".txt"),
    Format("etsy-sold-items", etsy_sold),
    Format("ebay-orders", ebay_orders, before="\r\n", after="\r\n{rows} record(s) downloaded\r\n"),
    Format("woocommerce-analytics", woo_analytics, weekly=True, encoding="utf-8-sig"),
)
CATALOGUES: Sequence[Format] = (
    Format("shopify-products", shopify_products),
    Format("etsy-listings", etsy_listings),
    Format("woocommerce-products", woo_products),
)
