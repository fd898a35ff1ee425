"""Training pictures put together from the source photos: wearers and products before the same backgrounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from engine.training import backgrounds, crops
from engine.training.cutouts import product_mask, without
from engine.training.degrade import degraded
from engine.training.sources import Pixels, ProductPhoto, Rect, WornPhoto, mask, pixels

EDGE = 384
"""Pixels of a scene's long edge."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A training picture and what is true of it."""

    pixels: Pixels
    worn: bool
    """Whether a person or part of one can be seen."""
    face: bool
    """Whether a face can be seen."""
    natural: bool
    """Whether it is as a camera made it, nothing put before another background."""
    kind: str
    """One of `KINDS`, for products with the garment, such as "placed shoes"."""


KINDS = {
    # kind of scene: how many for each source photo of its sort; those that take longest first
    "placed": 1.6, "body": 1.2, "torso": 1.0, "legs": 1.2, "calves": 1.0, "feet": 1.2, "foot": 0.8,
    "hand": 0.8, "part": 0.7, "wide": 0.8, "whole": 0.5, "portrait": 0.5, "far": 0.5,
    "product": 1.0, "close": 0.7, "printed": 0.3, "street": 0.8, "empty": 0.15,
}  # fmt: skip


class Studio:
    """Draws scenes from the source photos; the same seed gives the same scenes."""

    def __init__(
        self,
        *,
        worn: Sequence[WornPhoto],
        products: Sequence[ProductPhoto],
        streets: Sequence[WornPhoto],
        seed: int,
    ) -> None:
        """`streets` are the worn photos with nobody else in them."""
        self._worn, self._products, self._streets = worn, products, streets
        shoes = [photo for photo in products if photo.garment == "shoes"]
        # as there are many feet, of which shoes alone must be told
        self._often_shoes = [*products, *shoes, *shoes]
        self._seed = seed
        self._masks: dict[str, Pixels | None] = {}

    def scenes(self, kind: str) -> Iterator[Scene]:
        """All scenes of one kind, in a fixed order."""
        sources: Sequence[WornPhoto | ProductPhoto] = self._often_shoes
        if kind in (*crops.HEADLESS, *crops.WITH_HEAD):
            sources = self._worn
        elif kind == "street":
            sources = self._streets
        rng = np.random.default_rng((self._seed, list(KINDS).index(kind)))
        share = KINDS[kind]
        order = np.concatenate([rng.permutation(len(sources)) for _ in range(int(share) + 1)])
        for place in order[: int(share * len(sources))]:
            scene = self._scene(kind, sources[int(place)], rng)
            if scene is not None:
                yield scene

    def _scene(self, kind: str, source: WornPhoto | ProductPhoto, rng: np.random.Generator) -> Scene | None:
        natural = kind in {"product", "close"}
        if isinstance(source, ProductPhoto):
            picture = self._product(kind, source, rng)
        elif kind == "street":
            picture = self._street(source, rng)
        else:
            picture, natural = self._wearer(kind, source, rng)
        if picture is None:
            return None
        garment = f" {source.garment}" if isinstance(source, ProductPhoto) else ""
        return Scene(
            pixels=degraded(_fitted(picture), rng),
            worn=kind in crops.HEADLESS + crops.WITH_HEAD,
            face=kind in crops.WITH_HEAD,
            natural=natural,
            kind=kind + garment,
        )

    def _wearer(self, kind: str, photo: WornPhoto, rng: np.random.Generator) -> tuple[Pixels | None, bool]:
        """A part of a wearer, or None where this photo has none, and whether the background is its own."""
        inside = mask(photo.mask_path)
        rect = crops.crop_of(kind, photo, inside, rng)
        if rect is None:
            return None, False
        covered = inside[rect[1] : rect[3], rect[0] : rect[2]].mean() / 255
        if covered < 0.06 or (kind == "hand" and covered > 0.75):  # of cloth alone nobody could tell
            return None, False
        if kind == "wide" or (kind != "far" and rng.random() < 0.4):
            return _tilted(_cut(pixels(photo.path), rect), rng), True
        front, silhouette = _cut(pixels(photo.path), rect), _cut(inside, rect)
        return self._placed(front, silhouette, rng, touching=kind != "far"), False

    def _product(self, kind: str, photo: ProductPhoto, rng: np.random.Generator) -> Pixels | None:
        picture = pixels(photo.path)
        if kind == "product":
            return _tilted(picture, rng)
        if kind == "close":
            return _tilted(_cut(picture, _part(picture, rng)), rng)
        inside = self._mask_of(photo)
        if inside is None:
            return None
        if kind == "empty":
            return without(picture, inside)
        if kind == "printed":
            picture = self._printed(picture, inside, rng)
        elif rng.random() < 0.3:
            part = _part(picture, rng)
            picture, inside = _cut(picture, part), _cut(inside, part)
            return self._placed(picture, inside, rng, touching=True)
        box = _bounding(inside)
        return self._placed(_cut(picture, box), _cut(inside, box), rng, touching=False)

    def _street(self, photo: WornPhoto, rng: np.random.Generator) -> Pixels:
        """The street without the wearer, or a part of it."""
        inside = mask(photo.mask_path)
        picture = without(pixels(photo.path), inside)
        if rng.random() < 0.3:
            return picture
        return _cut(picture, _part(picture, rng))

    def _printed(self, picture: Pixels, inside: Pixels, rng: np.random.Generator) -> Pixels:
        """The product with somebody's portrait printed on it."""
        photo = self._worn[int(rng.integers(len(self._worn)))]
        if photo.head is None:
            return picture
        x0, y0, x1, y1 = photo.head
        grow = int(0.4 * (y1 - y0))
        head = pixels(photo.path)[max(0, y0 - grow // 2) : y1 + grow, max(0, x0 - grow) : x1 + grow]
        left, top, right, bottom = _bounding(inside)
        side = int(min(right - left, bottom - top) * rng.uniform(0.3, 0.6))
        if min(head.shape[:2]) < 16 or side < 24:
            return picture
        head = _resized(head, side, side, cv2.INTER_AREA)
        if rng.random() < 0.5:
            head = np.repeat(head.mean(axis=2, keepdims=True).astype(np.uint8), 3, axis=2)
        x = (left + right - side) // 2
        y = min(picture.shape[0] - side, top + int((bottom - top) * rng.uniform(0.15, 0.4)))
        printed = picture.copy()
        cloth = printed[y : y + side, x : x + side].astype(np.float32)
        strength = rng.uniform(0.55, 0.95)
        shaded = head * (0.6 + 0.4 * cloth.mean(axis=2, keepdims=True) / 255)
        printed[y : y + side, x : x + side] = np.clip(strength * shaded + (1 - strength) * cloth, 0, 255)
        return printed

    def _placed(self, front: Pixels, inside: Pixels, rng: np.random.Generator, *, touching: bool) -> Pixels:
        """Put what is `inside` of `front` before another background; `touching`: keep it at its borders."""
        height, width = front.shape[:2]
        pad = np.zeros(4) if touching else rng.uniform(0.03, 0.5, 4)
        top, bottom, left, right = (int(p) for p in pad * (height, height, width, width))
        padded = cv2.copyMakeBorder(front, top, bottom, left, right, cv2.BORDER_REPLICATE)
        outline = cv2.copyMakeBorder(inside, top, bottom, left, right, cv2.BORDER_CONSTANT, value=(0,))
        front, inside = _fitted(np.asarray(padded, np.uint8)), _fitted(np.asarray(outline, np.uint8))
        if not touching and rng.random() < 0.4:
            front, inside = _turned(front, inside, rng.normal(0, 25))
        back = self._background(rng, width=front.shape[1], height=front.shape[0])
        soft = cv2.GaussianBlur(inside, (0, 0), rng.uniform(0.6, 2.0)).astype(np.float32)[..., None] / 255
        if rng.random() < 0.35:
            back = _shadowed(back, soft[..., 0], rng)
        return np.asarray(front * soft + back * (1 - soft), dtype=np.uint8)

    def _background(self, rng: np.random.Generator, *, width: int, height: int) -> Pixels:
        """Drawn, or a street or a room with its main thing taken out."""
        if rng.random() < 0.6:
            return backgrounds.drawn(rng, width=width, height=height)
        if rng.random() < 0.5:
            street = self._streets[int(rng.integers(len(self._streets)))]
            picture = without(pixels(street.path), mask(street.mask_path))
        else:
            product = self._products[int(rng.integers(len(self._products)))]
            inside = self._mask_of(product)
            picture = pixels(product.path) if inside is None else without(pixels(product.path), inside)
            if inside is None:
                return backgrounds.drawn(rng, width=width, height=height)
        if rng.random() < 0.5:
            picture = _cut(picture, _part(picture, rng))
        return np.asarray(
            cv2.resize(picture, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8
        )

    def _mask_of(self, photo: ProductPhoto) -> Pixels | None:
        name = photo.path.name
        if name not in self._masks:
            self._masks[name] = product_mask(pixels(photo.path))
        return self._masks[name]


def _part(picture: Pixels, rng: np.random.Generator) -> Rect:
    """A random window of a third to nine tenths of each side."""
    height, width = picture.shape[:2]
    high, wide = (max(20, int(side * rng.uniform(0.33, 0.9))) for side in (height, width))
    y, x = int(rng.integers(0, max(1, height - high))), int(rng.integers(0, max(1, width - wide)))
    return x, y, x + wide, y + high


def _bounding(inside: Pixels) -> Rect:
    rows, columns = np.flatnonzero(inside.max(axis=1)), np.flatnonzero(inside.max(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _cut(picture: Pixels, rect: Rect) -> Pixels:
    x0, y0, x1, y1 = rect
    return np.ascontiguousarray(picture[y0:y1, x0:x1])


def _fitted(picture: Pixels) -> Pixels:
    """Scaled so that the long edge has `EDGE` pixels."""
    scale = EDGE / max(picture.shape[:2])
    size = max(8, round(picture.shape[1] * scale)), max(8, round(picture.shape[0] * scale))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return _resized(picture, *size, way)


def _resized(picture: Pixels, width: int, height: int, way: int) -> Pixels:
    return np.asarray(cv2.resize(picture, (width, height), interpolation=way), dtype=np.uint8)


def _tilted(picture: Pixels, rng: np.random.Generator) -> Pixels:
    """Turned a little, the largest upright part of it kept."""
    if rng.random() < 0.6:
        return picture
    angle = float(np.clip(rng.normal(0, 6), -15, 15))
    height, width = picture.shape[:2]
    lean = abs(np.sin(np.deg2rad(angle)))
    zoom = 1 + lean * max(width / height, height / width)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, zoom)
    return np.asarray(cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_CUBIC), dtype=np.uint8)


def _turned(front: Pixels, inside: Pixels, angle: float) -> tuple[Pixels, Pixels]:
    height, width = inside.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    turned = cv2.warpAffine(
        front, turn, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    outline = cv2.warpAffine(inside, turn, (width, height), flags=cv2.INTER_LINEAR)
    return np.asarray(turned, dtype=np.uint8), np.asarray(outline, dtype=np.uint8)


def _shadowed(back: Pixels, soft: np.ndarray, rng: np.random.Generator) -> Pixels:
    """A soft shadow of the shape in front."""
    shape = np.roll(soft, (int(rng.integers(0, 14)), int(rng.integers(-14, 15))), axis=(0, 1))
    dark = 1 - rng.uniform(0.1, 0.5) * cv2.GaussianBlur(shape, (0, 0), rng.uniform(3, 12))
    return np.asarray(back * dark[..., None], dtype=np.uint8)
