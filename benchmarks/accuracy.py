"""How right a photo table is against labels: confusion table, accuracy, recall, precision of each category.

    python main.py classify FOLDER --out results.csv
    python benchmarks/accuracy.py results.csv LABELS.csv

LABELS.csv has the columns file and category.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

CATEGORIES = [1, 2, 3]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("results", type=Path)
    parser.add_argument("labels", type=Path)
    asked = parser.parse_args()
    tell(joined(asked.results, asked.labels))


def joined(results: Path, labels: Path) -> pd.DataFrame:
    """One row per labelled photo: label, category, review; a photo without a category counts as wrong."""
    table = pd.read_csv(results).set_index("path")[["category", "review"]]
    truth = pd.read_csv(labels).set_index("file")["category"].rename("label")
    return pd.concat([truth, table.reindex(truth.index)], axis=1)


def tell(rows: pd.DataFrame) -> None:
    right = rows["label"] == rows["category"]
    print(pd.crosstab(rows["label"], rows["category"]).reindex(index=CATEGORIES, columns=CATEGORIES))
    print(f"\nright {right.sum()} of {len(rows)}: {right.mean():.1%}")
    for category in CATEGORIES:
        recall = right[rows["label"] == category].mean()
        precision = right[rows["category"] == category].mean()
        print(f"category {category}: recall {recall:.3f}, precision {precision:.3f}")
    review = rows["review"] == 1
    print(f"marked for review {review.mean():.1%}; right among the others {right[~review].mean():.1%}")


if __name__ == "__main__":
    main()
