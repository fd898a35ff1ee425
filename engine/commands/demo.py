"""`demo`: a small shop with simulated sales, both halves of the program run on it, its truth beside them."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pandas as pd

from engine.commands import classify, influence
from engine.commands.arguments import parse
from engine.demo_shop import DemoShop, make_demo_shop
from engine.images.scan import scan
from engine.paths import DataPaths
from engine.store.results import ResultStore
from engine.study import Study, run_study


def run(arguments: Namespace, *, paths: DataPaths) -> tuple[DemoShop, int]:
    """Make the shop in `arguments.out`, classify its photos, estimate, write the report; its exit code."""
    shop = make_demo_shop(arguments.out)
    print(f"The demo shop is in {shop.folder}. {shop.note}\n")
    table, report = shop.folder / "photos.csv", shop.folder / "report.html"
    words = ["classify", str(shop.photos), "--out", str(table)]
    code = classify.run(parse(words), paths=paths)
    if _set_by_hand(shop, table, store=paths.store):
        classify.run(parse(words), paths=paths)
    study = run_study([shop.sales], photos=table, changes=shop.changes, note=shop.note)
    print()
    influence.tell(study)
    _compare(study, shop)
    influence.report(study, report)
    return shop, code


def _set_by_hand(shop: DemoShop, table: Path, *, store: Path) -> int:
    """Correct the photos decided wrongly, as a seller would, and say so; how many there were.

    Its worn photos are small parts of one portrait of 1984, and no network is sure of all of them.
    """
    decided = pd.read_csv(table).set_index("path")["category"]
    with ResultStore(store) as opened:
        wrong = [p for p in scan(shop.photos, recursive=False) if decided[p.name] != shop.categories[p.name]]
        for photo in wrong:
            opened.say([photo], shop.categories[photo.name])
    if wrong:
        print(f"\n{len(wrong)} photos that were decided wrongly are now set by hand, as you would do.\n")
    return len(wrong)


def _compare(study: Study, shop: DemoShop) -> None:
    """Print what was put into the simulation beside what came out."""
    print()
    for effect in study.effects:
        truth = shop.truth.percent[effect.category]
        if effect.low is not None and effect.high is not None:
            verdict = "inside" if effect.low <= truth <= effect.high else "outside"
            print(f"Put in for {effect.category.label}: {truth:+.1f} %, {verdict} the 95 % interval")
