"""Joins sales with photo categories and adds them up to one cell per product and week.

The photo in force comes from the photo history, else from the row's `image`, else from the catalogue.
A week in which a product's photo changed its type belongs to neither type and is set aside; with a photo
history that holds for the days of the change itself, on whatever day of the week the sheet dates its rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from engine.errors import AnswersNeeded, SheetUnreadable
from engine.join.gaps import missing_weeks, silent_sellers, zero_weeks
from engine.join.photos import PhotoIndex
from engine.sheets.catalogue import read_catalogue_rows, read_named_columns
from engine.sheets.dates import Days, read_dates
from engine.sheets.lines import one_spelling
from engine.sheets.mapping import missing_columns
from engine.sheets.platforms import first_place
from engine.sheets.questions import Answers
from engine.sheets.roles import exact_header
from engine.sheets.sales import NOTHING, Sales, asked
from engine.sheets.table import Table

_DAYS = 7
_DAY = "datetime64[s]"
_MONDAY = 4  # 1970-01-01 was a Thursday: day 4 of the epoch is its first Monday.


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """`cells`: one row per product and week, sorted: product, week (Monday, datetime64), units, revenue,
    price, category (1, 2, 3), rows (of the sheets; 0 where the week was filled). `set_aside` as in Sales."""

    cells: pd.DataFrame
    rows: pd.DataFrame
    """The sheet rows with a category, from which the cells were added up: file, line, product, date, week,
    ..."""
    set_aside: pd.DataFrame
    missing: int
    """Product-weeks without any row between a product's first and last sale."""
    filled: int
    """How many of them were filled with 0 units."""
    undated: int
    """How many of the missing are of products that have rows without a date that can be read."""


def read_catalogue(path: Path, *, answers: Answers = NOTHING) -> pd.Series:
    """Read `product,image`: image by product; the last row of a product counts."""
    table = read_catalogue_rows(path, answers)
    return table.drop_duplicates("product", keep="last").set_index("product")["image"]


def read_changes(path: Path, *, answers: Answers = NOTHING) -> pd.DataFrame:
    """Read the photo history `product,image,from[,to]` as columns product, image, start, end (datetime64).

    Raises SheetUnreadable for a day that cannot be read: a lost change would give rows the wrong photo.
    """
    table, texts = read_named_columns(path, ("product", "image"), answers=answers)
    rows = pd.DataFrame({"product": one_spelling(texts["product"]), "image": texts["image"]})
    for name, column in (("start", "from"), ("end", "to")):
        place = first_place(table.header, [column])
        if place is None and name == "start":
            raise missing_columns(table.file, table.header, [column])
        rows[name] = pd.NaT if place is None else _days(table, place, answers)
    return rows.sort_values("start", kind="stable", ignore_index=True)


def _days(table: Table, place: int, answers: Answers) -> Days:
    """The days of a column; only an end may be blank."""
    header, typed = table.header[place], table.typed_days.get(place)
    found = read_dates(table.cells[place], file=table.file, column=header, answers=answers, typed=typed)
    if found.question is not None:
        raise AnswersNeeded(asked(found.question))
    wrong = found.bad | (np.isnat(found.days) & (first_place(["to"], [exact_header(header)]) is None))
    if wrong.any():
        line = table.lines[int(wrong.argmax())]
        raise SheetUnreadable(f"{table.file}, line {line}: a date cannot be read; write it as 2026-03-31.")
    return found.days


def photo_in_force(
    rows: pd.DataFrame, *, catalogue: pd.Series | None, changes: pd.DataFrame | None
) -> pd.Series:
    """The image of each row, "" where none is known."""
    images = rows["image"].astype(object)
    if catalogue is not None:
        images = images.where(images != "", rows["product"].map(catalogue).fillna(""))
    if changes is None:
        return images
    days = rows[["product", "date"]].reset_index().sort_values("date", kind="stable")
    # One kind of text and of day on both sides, whatever kinds this version of pandas prefers.
    kinds = {"product": "object", "date": _DAY, "start": _DAY}
    days = days.astype({name: kinds[name] for name in ("product", "date")})
    history = changes.astype({name: kinds[name] for name in ("product", "start")})
    matched = pd.merge_asof(days, history, left_on="date", right_on="start", by="product")
    holds = matched["image"].notna() & ~(matched["end"] < matched["date"])
    shown = matched["image"].where(holds).set_axis(matched["index"]).reindex(rows.index)
    return shown.where(shown.notna(), images)


def photos_around_changes(*, catalogue: pd.Series | None, changes: pd.DataFrame) -> pd.DataFrame:
    """Product, date and image on both sides of every change that falls inside a week (not on its Monday)."""
    turns = pd.concat([changes["start"], changes["end"] + pd.Timedelta(days=1)])
    days = pd.DataFrame({"product": pd.concat([changes["product"]] * 2), "date": turns}).dropna()
    days = days[days["date"] != _week(days["date"])]
    eves = days.assign(date=days["date"] - pd.Timedelta(days=1))
    both = pd.concat([eves, days], ignore_index=True).assign(image="")
    return both.assign(image=photo_in_force(both, catalogue=catalogue, changes=changes))


def join(
    sales: Sales,
    images: pd.Series,
    photos: PhotoIndex,
    *,
    around: pd.DataFrame | None = None,
    fill_missing: bool | None,
) -> Panel:
    """Give each row the category of its image, add rows up to product-weeks, fill missing weeks with 0.

    `around`: as of `photos_around_changes`. `fill_missing`: None fills those of `gaps.silent_sellers`.
    """
    rows = sales.rows.assign(week=_week(sales.rows["date"]))
    answers = images.map({image: photos.find(image) for image in images.unique()})
    rows["category"] = [answer[0] or 0 for answer in answers]
    unknown = rows["category"] == 0
    reasons = pd.Series([answer[1] for answer in answers], index=rows.index)
    asides = [sales.set_aside, _aside(rows[unknown], "W13", reasons[unknown], images[unknown])]
    rows = rows[~unknown]
    cells = _add_up(rows, _known_types(around, photos))
    for code, reason, wrong in _cell_faults(cells):
        asides.append(rows_of(rows, cells[wrong.reindex(cells.index)], code=code, reason=reason))
        cells = cells[~wrong.reindex(cells.index)]
    seen = pd.concat([_product_weeks(sales.rows), _product_weeks(sales.set_aside)]).drop_duplicates()
    gaps = missing_weeks(cells, seen)
    undated = set(sales.set_aside.loc[sales.set_aside["date"].isna(), "product"])
    quiet = (
        silent_sellers(cells, sales.rows, undated=undated) if fill_missing is None else set(cells["product"])
    )
    filled = cells.iloc[:0] if fill_missing is False else zero_weeks(cells, gaps[gaps["product"].isin(quiet)])
    cells = pd.concat([cells, filled]).sort_values(["product", "week"], ignore_index=True)
    aside = pd.concat(asides, ignore_index=True)
    unread = int(gaps["product"].isin(undated).sum())
    return Panel(cells.drop(columns="kinds"), rows, aside, len(gaps), len(filled), unread)


def _product_weeks(rows: pd.DataFrame) -> pd.DataFrame:
    """Product and week of the rows that have a date."""
    dated = rows.dropna(subset="date")
    return pd.DataFrame({"product": dated["product"], "week": _week(dated["date"])})


def _week(days: pd.Series) -> pd.Series:
    """The Monday of each day's ISO week."""
    number = days.to_numpy(dtype="datetime64[D]").astype(np.int64)
    monday = number - (number - _MONDAY) % _DAYS
    return pd.Series(monday.astype("datetime64[D]").astype("datetime64[s]"), index=days.index)


def _aside(
    rows: pd.DataFrame, code: str, reason: str | pd.Series, found: str | pd.Series = ""
) -> pd.DataFrame:
    return rows[["file", "line", "product", "date"]].assign(code=code, reason=reason, found=found)


def rows_of(rows: pd.DataFrame, cells: pd.DataFrame, *, code: str, reason: str) -> pd.DataFrame:
    """The sheet rows that were added up to these cells, set aside with a code and a reason."""
    wanted = pd.MultiIndex.from_frame(cells[["product", "week"]])
    return _aside(rows[pd.MultiIndex.from_frame(rows[["product", "week"]]).isin(wanted)], code, reason)


def _known_types(around: pd.DataFrame | None, photos: PhotoIndex) -> pd.DataFrame:
    """Product, week and category of the days around changes whose photo has a category."""
    if around is None:
        return pd.DataFrame({"product": [], "week": [], "category": []})
    categories = [photos.find(image)[0] or 0 for image in around["image"]]
    known = around.assign(week=_week(around["date"]), category=categories)
    return known.loc[known["category"] > 0, ["product", "week", "category"]]


def _add_up(rows: pd.DataFrame, around: pd.DataFrame) -> pd.DataFrame:
    """Product-week cells; price paid = revenue / units, the listed price where nothing was sold.

    `kinds` counts the photo types of the week, those of its rows and those `around` a change in it.
    """
    keys = ["product", "week"]
    types = pd.concat([rows[[*keys, "category"]], around]) if len(around) else rows
    kinds = types.groupby(keys)["category"].nunique().rename("kinds").reset_index()
    grouped = rows.groupby(["product", "week"], sort=True)
    cells = grouped.agg(
        units=("units", "sum"),
        revenue=("revenue", "sum"),
        listed=("price", "mean"),
        category=("category", "first"),
        rows=("line", "size"),
    ).reset_index()
    cells = cells.merge(kinds, on=keys, how="left")
    sold = cells["units"] > 0
    paid = cells["revenue"] / cells["units"].where(sold)
    cells["price"] = paid.where(sold, cells["listed"])
    cells["price"] = cells.groupby("product")["price"].ffill()
    return cells.drop(columns="listed")


def _cell_faults(cells: pd.DataFrame) -> list[tuple[str, str, pd.Series]]:
    mixed = cells["kinds"] > 1
    returned = ((cells["units"] < 0) | (cells["revenue"] < 0)) & ~mixed
    priceless = ~(cells["price"] > 0) & ~mixed & ~returned
    return [
        ("W16", "the photo type changed within this week", mixed),
        ("W12", "more was returned than sold in this week", returned),
        ("W11", "no price above 0 is known in this week", priceless),
    ]
