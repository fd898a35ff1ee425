"""Tables of `product,image`: the catalogue, and the links that a user accepted."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from engine.sheets.formula_guard import unguarded
from engine.sheets.sales import needed_texts, one_spelling
from engine.sheets.table import Sheet, read_sheet


def read_catalogue(path: Path) -> pd.Series:
    """Read `product,image`: image by product; the last row of a product counts."""
    table = photos_of_products(read_sheet(path))
    return table.drop_duplicates("product", keep="last").set_index("product")["image"]


def photos_of_products(sheet: Sheet) -> pd.DataFrame:
    """The columns product and image of a sheet, which must be there."""
    products, images = needed_texts(sheet, "product"), needed_texts(sheet, "image")
    return pd.DataFrame(
        {"product": products.map(unguarded).map(one_spelling), "image": images.map(unguarded)}
    )
