"""The demo shop is the same for one seed, says that it is simulated, and its design covers its truth."""

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from engine.demo_shop import NOTE, make_demo_shop, simulate
from engine.errors import ExportFailed
from engine.study import run_study


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    return make_demo_shop(tmp_path_factory.mktemp("demo") / "shop")


def test_every_photo_of_the_sales_is_there_and_opens(shop):
    names = set(pd.read_csv(shop.sales)["image"])
    assert names == {path.name for path in shop.photos.iterdir()}
    for path in shop.photos.iterdir():
        with Image.open(path) as picture:
            picture.load()
            assert min(picture.size) > 200


def test_it_says_that_it_is_simulated(shop):
    assert "simulated" in shop.sales.name
    assert NOTE in (shop.folder / "README.txt").read_text(encoding="utf-8")
    assert "simulated" in shop.note


def test_one_seed_gives_one_shop(shop, tmp_path):
    again = make_demo_shop(tmp_path)
    for one, other in ((shop.sales, again.sales), (shop.changes, again.changes)):
        assert one.read_bytes() == other.read_bytes()
    other = make_demo_shop(tmp_path / "other", seed=3)
    assert other.sales.read_bytes() != shop.sales.read_bytes()


def test_most_seeds_cover_the_truth(tmp_path):
    """12 shops, two intervals each: 95 % of 24 are 22.8; fewer than 18 would happen once in 100,000 times."""
    covered = []
    for seed in range(100, 112):
        made = simulate(seed=seed)
        changed = made.changes.loc[made.changes["product"].duplicated(), "product"]
        made.sales[made.sales["product"].isin(changed)].to_csv(tmp_path / "sales.csv", index=False)
        effects = run_study([tmp_path / "sales.csv"], photos=made.categories).effects
        covered += [one.low <= truth <= one.high for one, truth in zip(effects, (9, 4), strict=True)]
    assert np.sum(covered) >= 18


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ExportFailed, match="cannot be written"):
        make_demo_shop(tmp_path / "file")
