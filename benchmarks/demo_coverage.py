"""How often the 95 % intervals of simulated shops cover their truth: python -m benchmarks.demo_coverage
[SHOPS]."""

import sys
import tempfile
from pathlib import Path

import numpy as np

from engine.demo_shop import Truth, simulate
from engine.records import Category
from engine.study import run_study


def main(shops: int) -> None:
    """Simulate shops with the seeds 1, 2, ... and print mean estimate, coverage, share of clear effects, mean
    width."""
    truth = Truth().percent
    types = (Category.ON_MODEL, Category.WORN)
    estimate, covered, clear, width = (np.zeros((shops, 2)) for _ in range(4))
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "sales.csv"
        for shop in range(shops):
            made = simulate(seed=shop + 1)
            made.sales.to_csv(sheet, index=False)
            effects = run_study([sheet], photos=made.categories).effects
            estimate[shop] = [one.percent for one in effects]
            covered[shop] = [one.low <= truth[one.category] <= one.high for one in effects]
            clear[shop] = [one.low > 0 or one.high < 0 for one in effects]
            width[shop] = [one.high - one.low for one in effects]
    for place, category in enumerate(types):
        error = estimate[:, place].std(ddof=1) / np.sqrt(shops)
        print(
            f"{category.label}: truth {truth[category]:+.0f} %, mean {estimate[:, place].mean():+.2f} "
            f"(standard error {error:.2f}), covered in {covered[:, place].mean():.1%}, "
            f"clear in {clear[:, place].mean():.1%}, mean width {width[:, place].mean():.1f} points"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
