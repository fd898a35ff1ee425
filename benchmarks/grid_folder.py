"""A folder of many small, different photos and a store that knows them, for benchmarks/grid.py.

Made in a process of its own, so that nothing of it is in the memory of the window that is measured.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from engine.images.load import READER
from engine.images.scan import scan
from engine.records import FEATURES, Evidence, Face, FaceStages, Impression, Person, Photo
from engine.settings import Detection
from engine.store.fingerprint import content_hash
from engine.store.results import Origin, ResultStore

LOOKS = 300
"""Different pictures; the photos made of them differ in their last bytes, and so in their content hash."""
PER_FOLDER = 2500
PER_PRODUCT = 6
SIZE = (360, 480)
DAY_NS = 86_400 * 10**9
NEWEST_NS = 1_790_000_000 * 10**9
MODEL = "benchmark 1"
STAGES = FaceStages(pyramid=9, proposed=310, merged=40, refined=4, faces=1)
LANDMARKS = ((160.0, 90.0), (200.0, 90.0), (180.0, 110.0), (165.0, 130.0), (195.0, 130.0))


def make(folder: Path, *, photos: int, store: Path) -> None:
    """Write `photos` JPEG files below `folder` and what networks would have seen in them into `store`."""
    looks = [_picture(number) for number in range(LOOKS)]
    for number in range(photos):
        product, shot = divmod(number, PER_PRODUCT)
        below = folder / f"shoot {number // PER_FOLDER:03}"
        below.mkdir(exist_ok=True, parents=True)
        path = below / f"boot {product:05}-{shot + 1}.jpg"
        path.write_bytes(looks[number % LOOKS] + number.to_bytes(4, "big"))
        taken = NEWEST_NS - (number % 700) * DAY_NS
        os.utime(path, ns=(taken, taken))
    with ResultStore(store) as results:
        _fill(results, scan(folder, recursive=True))


def _picture(number: int) -> bytes:
    random = np.random.default_rng(number)
    ground, thing = random.integers(120, 250, 3), random.integers(20, 200, 3)
    image = Image.new("RGB", SIZE, tuple(int(part) for part in ground))
    x, y = (int(part) for part in random.integers(40, 120, 2))
    ImageDraw.Draw(image).ellipse((x, y, x + 200, y + 280), fill=tuple(int(part) for part in thing))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def _fill(store: ResultStore, photos: list[Photo]) -> None:
    origin = Origin(model=MODEL, parameters=Detection().key, reader=READER)
    contents = [(photo, content_hash(photo.path)) for photo in photos]
    store.enrol(contents)
    for number, (_, content) in enumerate(contents):
        store.keep_evidence(content, _evidence(number), origin=origin)


def _evidence(number: int) -> Evidence:
    """In turn: a clear face, a clear person, a clear product, and one in twelve that needs the user."""
    doubtful = number % 12 == 0
    face, person = number % 3 == 0, number % 3 == 1
    random = np.random.default_rng(number)
    faces = (Face((140.0, 60.0, 220.0, 160.0), 0.92 if doubtful else 0.999, LANDMARKS, 0.99),) if face else ()
    persons = (Person((60.0, 40.0, 300.0, 460.0), 0.8),) if person else ()
    seen = Impression(
        worn=0.0 if doubtful else 5.0 if face or person else -5.0,
        face=0.0 if doubtful else 5.0 if face else -5.0,
        features=random.normal(size=FEATURES).astype("<f2").tobytes(),
        look=(80.0, 60.0, 280.0, 440.0) if person else None,
    )
    scores = (0.8, 0.7, 0.75) if person else (0.02, 0.01, 0.01)
    return Evidence(*SIZE, faces, STAGES, None if face else persons, None if face else scores, seen)
