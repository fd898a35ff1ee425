"""Which photo a product showed on a row's day: the history, the row, the catalogue, a link or a name says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.errors import SheetUnreadable
from engine.join.claims import photos_by_name
from engine.join.history import History, Showing
from engine.join.links import Links
from engine.join.periods import Period, first_day, period_number
from engine.join.photos import PhotoIndex

_SPAN = 1 << 20
"""More days than a calendar has: product number times this plus the day is a key that sorts by both."""


def photo_in_force(
    rows: pd.DataFrame,
    *,
    catalogue: pd.Series | None,
    changes: History | None,
    links: Links | None = None,
    photos: PhotoIndex | None = None,
) -> pd.Series:
    """The image of each row (product, date, image), "" where none is known.

    In this order: the history, the row's image, the catalogue, what the user linked, and, where `photos` are
    given, a photo that has the product's name. An image that no photo has the name of gives way only to what
    the links or the catalogue say of that very name: another photo would be a guess.
    """
    places, products = pd.factorize(rows["product"])
    images = rows["image"].astype(object)
    if changes is not None:
        shown = _from_history(rows, places, pd.Index(products), changes)
        images = shown.where(shown.notna(), images)
    linked: Mapping[str, str] = links.photos if links is not None else {}
    listed: Mapping[Any, str] = dict(catalogue) if catalogue is not None else {}
    for source in (listed, linked):
        images = _fill(images, source, places, products)
    if photos is None:
        return images
    if (images == "").any():
        images = _fill(images, photos_by_name(rows, photos.categories), places, products)
    return _follow(images, {**listed, **linked}, photos)


def refuse_unnamed(rows: pd.DataFrame, images: pd.Series) -> None:
    """Raise SheetUnreadable where no photo is known for any row, and say what can name one."""
    if len(rows) and (images == "").all():
        raise SheetUnreadable(
            f"{rows['file'].iloc[0]} has no column image that names the photos shown, and no photo has the "
            "name of one product in its own: add such a column, or a photo history (product, image, from)."
        )


def _fill(
    images: pd.Series, source: Mapping[Any, str], places: NDArray[np.int64], products: Iterable[str]
) -> pd.Series:
    """The images, "" filled with what a source says of the product."""
    if not source:
        return images
    said = np.array([source.get(product, "") for product in products], dtype=object)
    return images.where(images != "", pd.Series(said[places], index=images.index))


def _follow(images: pd.Series, meant: Mapping[Any, str], photos: PhotoIndex) -> pd.Series:
    """Images that no photo has the name of, replaced by the photo that is `meant` by the name."""
    if not meant:
        return images
    codes, distinct = pd.factorize(images)
    shown = [meant[image] if image in meant and not photos.named(image) else image for image in distinct]
    return pd.Series(np.array(shown, dtype=object)[codes], index=images.index)


def _from_history(
    rows: pd.DataFrame, places: NDArray[np.int64], products: pd.Index, changes: History
) -> pd.Series:
    """The image that the history shows on each row's day, None where it is silent."""
    table = changes.settled().frame()
    table["place"] = products.get_indexer(pd.Index(table["product"]))
    table = table[table["place"] >= 0]
    if table.empty:
        return pd.Series(None, index=rows.index, dtype=object)
    table = table.assign(key=table["place"] * _SPAN + _days(table["start"])).sort_values("key", kind="stable")
    starts = table["key"].to_numpy()
    days = _days(rows["date"])
    found = np.searchsorted(starts, places * _SPAN + days, side="right") - 1
    ends = np.where(table["end"].isna(), _SPAN, _days(table["end"].fillna(table["start"])))
    holds = (found >= 0) & (table["place"].to_numpy()[found] == places) & (ends[found] >= days)
    return pd.Series(table["image"].to_numpy(dtype=object)[found], index=rows.index).where(holds, None)


def _days(dates: pd.Series) -> NDArray[np.int64]:
    return dates.to_numpy(dtype="datetime64[D]").astype(np.int64)


def photos_around_changes(
    *,
    catalogue: pd.Series | None,
    changes: History,
    links: Links | None = None,
    photos: PhotoIndex | None = None,
    period: Period = "week",
) -> pd.DataFrame:
    """Product, date and image on both sides of every change that falls inside a period (not on its first
    day); `links` and `photos` as in `photo_in_force`."""
    table = changes.settled().frame()
    turns = pd.concat([table["start"], table["end"] + pd.Timedelta(days=1)])
    days = pd.DataFrame({"product": pd.concat([table["product"]] * 2), "date": turns}).dropna()
    days = days[days["date"].to_numpy() != first_day(period_number(days["date"], period), period)]
    eves = days.assign(date=days["date"] - pd.Timedelta(days=1))
    both: pd.DataFrame = pd.concat([eves, days], ignore_index=True).assign(image="")
    return both.assign(
        image=photo_in_force(both, catalogue=catalogue, changes=changes, links=links, photos=photos)
    )


def derive_history(rows: pd.DataFrame) -> History:
    """The history that the images of the rows tell: a change on the first day with another image.

    `rows`: product, date, image. Of several images of a product on one day the first in the sheet counts; a
    row without an image tells nothing.
    """
    told = rows.loc[rows["image"] != "", ["product", "date", "image"]]
    days = told.drop_duplicates(["product", "date"]).sort_values(["product", "date"], kind="stable")
    same = (days["product"] == days["product"].shift()) & (days["image"] == days["image"].shift())
    changes = days[~same]
    return History(
        tuple(Showing(product, day.date(), image) for product, day, image in changes.itertuples(index=False))
    )
