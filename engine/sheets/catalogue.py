"""Tables that say which photo a product has: written by hand, or the product exports of shop platforms."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from engine.sheets.lines import one_spelling
from engine.sheets.mapping import guess_mapping, missing_columns
from engine.sheets.named_columns import read_settled
from engine.sheets.platforms import first_place, platform_named
from engine.sheets.questions import Answers
from engine.sheets.roles import Role
from engine.sheets.sales import NOTHING
from engine.sheets.table import Table

_BETWEEN_ADDRESSES = r",\s*(?=https?://)"


def read_named_columns(
    path: Path, roles: Sequence[Role], *, answers: Answers = NOTHING
) -> tuple[Table, dict[Role, pd.Series]]:
    """The table of a file and its columns of `roles`, found by header in six languages or by platform.

    Raises SheetUnreadable where the first two of `roles` have no column; AnswersNeeded.
    """
    table = read_settled(path, answers=answers)
    columns = guess_mapping(table).columns
    missing = [role for role in roles[:2] if role not in columns]
    if missing:
        raise missing_columns(table.file, table.header, missing)
    return table, {role: table.cells[columns[role]] for role in roles if role in columns}


def read_catalogue_rows(path: Path, answers: Answers = NOTHING) -> pd.DataFrame:
    """Read product, image, sku, title (texts, "" where unknown) and line, a row per product and photo.

    A platform's export gives the main photo of each product: blank titles belong to the product above, and
    of several addresses in a cell the first counts. Raises SheetUnreadable, AnswersNeeded.
    """
    table, texts = read_named_columns(path, ("product", "image", "sku", "title"), answers=answers)
    blank = pd.Series("", index=table.cells.index, dtype="str")
    rows = pd.DataFrame({role: texts.get(role, blank) for role in ("product", "image", "sku", "title")})
    rows["line"] = table.lines
    rows["product"] = one_spelling(rows["product"])
    platform = platform_named(guess_mapping(table).platform)
    if platform is None or not platform.catalogue:
        return rows
    rows["image"] = rows["image"].str.split(_BETWEEN_ADDRESSES, regex=True).str[0]
    return _main_photos(rows, position=first_place(table.header, ["image position"]), table=table)


def _main_photos(rows: pd.DataFrame, *, position: int | None, table: Table) -> pd.DataFrame:
    """One row per product with the photo of the lowest position, else the first photo named."""
    if rows["title"].ne("").any():  # the handle is on every row of a product, its title only on the first
        names = rows["product"].where(rows["product"] != "").groupby(rows["title"]).transform("first")
        rows["product"] = names.fillna(rows["product"])
    if position is not None:
        places = pd.to_numeric(table.cells[position], errors="coerce").fillna(np.inf)
        rows = rows.loc[places.sort_values(kind="stable").index]
    shown = rows[(rows["image"] != "") & (rows["product"] != "")].drop_duplicates("product")
    skus = rows[rows["sku"] != ""].sort_values("line").drop_duplicates("product").set_index("product")["sku"]
    shown = shown.assign(sku=shown["product"].map(skus).fillna(""))
    return shown.sort_values("line", ignore_index=True)
