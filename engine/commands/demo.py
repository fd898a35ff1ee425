"""`demo`: a small shop with simulated sales, both halves of the program run on it, its truth beside them."""

from __future__ import annotations

from argparse import Namespace

from engine.commands import classify, influence
from engine.commands.arguments import parse
from engine.demo_shop import DemoShop, make_demo_shop
from engine.paths import DataPaths
from engine.report import write_report
from engine.study import Study, run_study


def run(arguments: Namespace, *, paths: DataPaths) -> tuple[DemoShop, int]:
    """Make the shop in `arguments.out`, classify its photos, estimate, write the report; its exit code."""
    shop = make_demo_shop(arguments.out)
    print(f"The demo shop is in {shop.folder}. {shop.note}\n")
    table, report = shop.folder / "photos.csv", shop.folder / "report.html"
    words = ["classify", str(shop.photos), "--out", str(table)]
    code = classify.run(parse(words), paths=paths)
    study = run_study([shop.sales], photos=table, changes=shop.changes, note=shop.note)
    print()
    influence.tell(study)
    _compare(study, shop)
    write_report(study, report)
    print(f"Report: {report}")
    return shop, code


def _compare(study: Study, shop: DemoShop) -> None:
    """Print what was put into the simulation beside what came out."""
    print()
    for effect in study.effects:
        truth = shop.truth.percent[effect.category]
        if effect.low is not None and effect.high is not None:
            verdict = "inside" if effect.low <= truth <= effect.high else "outside"
            print(f"Put in for {effect.category.label}: {truth:+.1f} %, {verdict} the 95 % interval")
