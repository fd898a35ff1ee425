"""Our MTCNN cascade against the `mtcnn` package's, photo by photo in turn, on the same pixels.

    python benchmarks/faces.py FOLDER [--rounds N]

Prints the median time of each, the ratio of the sums, and how well the faces from 0.9 on agree.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

BELIEVED = 0.9
EDGE = 640


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    measure(asked.folder, rounds=asked.rounds)


def measure(folder: Path, *, rounds: int) -> None:
    from mtcnn import MTCNN

    from engine.images.load import load
    from engine.images.scan import scan
    from engine.vision.mtcnn import FaceFinder

    images = [load(photo.path, edge=EDGE).pixels for photo in scan(folder)]
    ours, package = FaceFinder(), MTCNN()
    ours.find(images[0]), package.detect_faces(images[0])
    times: list[tuple[float, float]] = []
    overlaps: list[float] = []
    for _ in range(rounds):
        for image in images:
            start = time.perf_counter()
            found, _ = ours.find(image)
            middle = time.perf_counter()
            theirs = package.detect_faces(image, output_type="numpy", box_format="xyxy")
            times.append((middle - start, time.perf_counter() - middle))
            overlaps += agreement(found, theirs)
    tell(times, overlaps)


def agreement(found: tuple, theirs: np.ndarray) -> list[float]:
    """The best overlap of each believed face of theirs with one of ours; 0 for each of ours left over."""
    from engine.vision.boxes import iou_matrix

    ours = np.array([face.box for face in found if face.score >= BELIEVED]).reshape(-1, 4)
    boxes = theirs[theirs[:, 5] >= BELIEVED, 1:5]
    best = iou_matrix(boxes, ours).max(axis=1, initial=0).tolist()
    return best + [0.0] * max(0, len(ours) - len(boxes))


def tell(times: list[tuple[float, float]], overlaps: list[float]) -> None:
    ours, theirs = zip(*times, strict=True)
    print(f"ours      median {statistics.median(ours) * 1000:7.1f} ms")
    print(f"package   median {statistics.median(theirs) * 1000:7.1f} ms")
    print(f"package / ours   {sum(theirs) / sum(ours):7.2f}")
    print(
        f"faces     {len(overlaps)}, worst overlap {min(overlaps):.3f}, mean {statistics.mean(overlaps):.3f}"
    )


if __name__ == "__main__":
    main()
