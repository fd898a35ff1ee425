"""The Photos tab on a very large folder: times, held-up events, memory and the place on the screen.

    python benchmarks/grid.py --photos 110000 --json grid.json [--keep FOLDER]

Makes N small photos and a store that knows them (with --keep in FOLDER, where the next run finds them again),
then drives the real window, off the screen, with mouse and key events. No network runs. Written are

- `list_s`: from opening the folder until the grid has all its photos
- `first_thumbnail_s`: from then until every photo in sight has its picture, nothing cached
- `known_s`: from opening until the window has all that the store knows
- `longest_gap_ms`: the longest time between two ticks of a 5 ms timer in the event loop, over opening, twice
  from top to bottom, filtering and grouping anew; `gaps_ms` has it for each part, "nothing" being a window in
  which nothing happens
- `longest_own_gap_ms`, `own_gaps_ms`: the same, but of each gap only as much as this process computed
  meanwhile, in all its threads: on a machine that others keep busy, the rest is theirs
- `rss_first_pass_mb`, `rss_second_pass_mb`: the most memory resident on the way down
- `filter_ms`: the slowest of six filters, from the click until it is painted; `regroup_ms`: of groups
- `bulk_ms`, `undo_ms`: 5,000 selected photos get a category, from the key until painted and in the store
- `confirmations_per_s`: 200 photos confirmed by a held Space key, each painted before the next
- `viewport_moved`: how often the view moved though the next photo to confirm was wholly in sight
- `lines_followed`: how often it moved because that photo was not; `largest_step_lines`: how far at most
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--photos", type=int, default=110_000)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as fresh:
        place = asked.keep or Path(fresh)
        folder, known = place / f"{asked.photos} photos", place / f"{asked.photos} known.sqlite"
        if not folder.exists():
            _make_elsewhere(folder, photos=asked.photos, store=known)
        from benchmarks.grid_drive import drive

        figures = {"photos": asked.photos, **drive(folder, known=known, data=Path(fresh) / "data")}
    text = json.dumps(figures, indent=2)
    print(text)
    if asked.json is not None:
        asked.json.write_text(text + "\n", encoding="utf-8")


def _make_elsewhere(folder: Path, *, photos: int, store: Path) -> None:
    from benchmarks import grid_folder

    process = multiprocessing.get_context("spawn").Process(
        target=grid_folder.make, args=(folder,), kwargs={"photos": photos, "store": store}
    )
    process.start()
    process.join()
    if process.exitcode:
        sys.exit("The photos could not be made: is there room on the disk?")


if __name__ == "__main__":
    main()
