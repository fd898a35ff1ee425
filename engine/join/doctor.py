"""The join doctor: what of the sales found a photo, what did not, why, and what might be meant."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.join.history import History
from engine.join.links import Links
from engine.join.photos import DOUBTFUL, NO_CATEGORY, NOT_NAMED, NOT_THERE, PhotoIndex
from engine.join.shown import photo_in_force
from engine.join.suggest import Suggestion, likely_photos
from engine.records import Category
from engine.sheets.sales import Sales


@dataclass(frozen=True, slots=True)
class Weight:
    """How much of the sales stands behind something."""

    products: int = 0
    rows: int = 0
    units: float = 0.0


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Rows of a product without a photo: the `image` named for them ("" for none) and why it is no use."""

    product: str
    image: str
    reason: str
    rows: int
    units: float


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A name that photos of different types answer."""

    image: str
    photos: tuple[str, ...]
    weight: Weight


@dataclass(frozen=True, slots=True)
class Unsure:
    """A photo that sales need and that has no category, or one that the user should look at."""

    photo: str
    has_category: bool
    weight: Weight


@dataclass(frozen=True, slots=True)
class JoinReport:
    """Both sides of the join. Each list begins with what most units stand behind."""

    sales: Weight
    """All rows that can be read."""
    matched: Weight
    """Those whose photo has a category; a product counts where any of its rows does."""
    without_photo: tuple[Unmatched, ...]
    unused_photos: tuple[str, ...]
    """Photos that no row shows, sorted."""
    doubtful: tuple[Doubtful, ...]
    unsure: tuple[Unsure, ...]
    suggestions: tuple[Suggestion, ...]
    """The likeliest first."""


def diagnose(
    sales: Sales,
    photos: Mapping[str, Category | None],
    catalogue: pd.Series | None = None,
    history: History | None = None,
    *,
    links: Links | None = None,
    review: Collection[str] = (),
) -> JoinReport:
    """Join the sales with the photos as the estimate does and tell what did not work out.

    `photos`: photo name -> category, None where it has none; `review`: names of photos to look at.
    `catalogue`: image by product.
    """
    index = PhotoIndex(photos)
    images = photo_in_force(sales.rows, catalogue=catalogue, changes=history, links=links, photos=index)
    named = _named_groups(sales.rows, images, index)
    lost = named[named["reason"] != ""]
    shown = {photo for image in named["image"].unique() for photo in index.named(image)}
    return JoinReport(
        sales=_weight(named),
        matched=_weight(named[named["reason"] == ""]),
        without_photo=tuple(
            Unmatched(*row)
            for row in lost[["product", "image", "reason", "rows", "units"]].itertuples(index=False)
        ),
        unused_photos=tuple(sorted(set(photos) - shown)),
        doubtful=tuple(
            Doubtful(image, index.named(image), _weight(part))
            for image, part in _by_image(lost[lost["reason"] == DOUBTFUL])
        ),
        unsure=_unsure(named, index, review),
        suggestions=_suggestions(lost, photos),
    )


def _named_groups(rows: pd.DataFrame, images: pd.Series, index: PhotoIndex) -> pd.DataFrame:
    """product, image, reason ("" where its photo has a category), rows and units, most units first."""
    numbers, distinct = pd.factorize(images)
    places, products = pd.factorize(rows["product"])
    keys, group = np.unique(places * max(1, len(distinct)) + numbers, return_inverse=True)
    reasons = np.array([index.find(image)[1] for image in distinct], dtype=object)
    image_of, product_of = keys % max(1, len(distinct)), keys // max(1, len(distinct))
    found = pd.DataFrame(
        {
            "product": np.asarray(products, dtype=object)[product_of],
            "image": np.asarray(distinct, dtype=object)[image_of],
            "reason": reasons[image_of],
            "rows": np.bincount(group, minlength=len(keys)),
            "units": np.bincount(group, weights=rows["units"].to_numpy(), minlength=len(keys)),
        }
    )
    return found.sort_values(["units", "product"], ascending=[False, True], ignore_index=True)


def _weight(groups: pd.DataFrame) -> Weight:
    return Weight(groups["product"].nunique(), int(groups["rows"].sum()), float(groups["units"].sum()))


def _by_image(groups: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The groups of each image, in the order in which the images come first."""
    return [(str(image), part) for image, part in groups.groupby("image", sort=False)]


def _unsure(named: pd.DataFrame, index: PhotoIndex, review: Collection[str]) -> tuple[Unsure, ...]:
    wanted = named[named["reason"].isin(["", NO_CATEGORY])]
    marked = set(review)
    images = {image: index.named(image) for image in wanted["image"].unique()}
    asked = {
        image: [photo for photo in photos if photo in marked or index.categories[photo] is None]
        for image, photos in images.items()
    }
    kept = wanted[wanted["image"].isin([image for image, photos in asked.items() if photos])]
    return tuple(
        Unsure(photo, index.categories[photo] is not None, _weight(part))
        for image, part in _by_image(kept)
        for photo in asked[image]
    )


def _suggestions(lost: pd.DataFrame, photos: Mapping[str, Category | None]) -> tuple[Suggestion, ...]:
    absent, bare = lost[lost["reason"] == NOT_THERE], lost[lost["reason"] == NOT_NAMED]
    likely = likely_photos(absent["image"].unique(), products=bare["product"].unique(), photos=list(photos))
    parts = [*_by_image(absent), *_by_image(bare.assign(image=bare["product"]))]
    found = [
        Suggestion(name, likely[name].photo, likely[name].likeness, *_numbers(part))
        for name, part in parts
        if name in likely
    ]
    return tuple(sorted(found, key=lambda one: (-one.likeness, -one.units, one.name)))


def _numbers(groups: pd.DataFrame) -> tuple[int, int, float]:
    weight = _weight(groups)
    return weight.products, weight.rows, weight.units
