"""The join doctor, what it suggests, and what an accepted suggestion does."""

from difflib import SequenceMatcher

import numpy as np
import pandas as pd

from engine.join.catalogue import read_catalogue
from engine.join.doctor import Doubtful, Unsure, Weight, diagnose
from engine.join.history import History, Showing
from engine.join.links import Links, accept, read_links, write_links
from engine.join.names import stem, words
from engine.join.panel import join
from engine.join.photos import PhotoIndex, read_review
from engine.join.shown import photo_in_force, photos_around_changes
from engine.join.suggest import ALIKE, Suggestion, likely_photos
from engine.records import Category
from engine.sheets.sales import read_sales

M, W, P = Category.ON_MODEL, Category.WORN, Category.PRODUCT_ONLY
PHOTOS = {
    "linen-dress-sand.jpg": M,
    "a/boot.jpg": P,
    "b/boot.jpg": W,
    "hat.jpg": None,
    "Silk Scarf.jpg": W,
    "rain-jacket-1.jpg": M,
    "unused.jpg": P,
}


def sales_of(folder, *lines):
    path = folder / "sales.csv"
    path.write_text("product,date,units,price,image\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return read_sales([path]).decided()


def shop(folder):
    return sales_of(
        folder,
        "dress,2026-01-05,5,10.00,linen-dres-sand.png",
        "dress,2026-01-12,7,10.00,linen-dres-sand.png",
        "boot,2026-01-05,3,10.00,boot.jpg",
        "hat,2026-01-05,2,10.00,hat.jpg",
        "Silk Scarf,2026-01-05,4,10.00,",
        "rain jackets,2026-01-05,1,10.00,",
        "socks,2026-01-05,6,10.00,",
        "socks,2026-01-12,many,10.00,",
    )


def test_both_sides_of_the_join_are_told(tmp_path):
    report = diagnose(shop(tmp_path), PHOTOS, review=["Silk Scarf.jpg"])
    assert report.sales == Weight(6, 7, 28)
    assert report.matched == Weight(1, 1, 4)
    assert [(one.product, one.image, one.rows, one.units) for one in report.without_photo] == [
        ("dress", "linen-dres-sand.png", 2, 12),
        ("socks", "", 1, 6),
        ("boot", "boot.jpg", 1, 3),
        ("hat", "hat.jpg", 1, 2),
        ("rain jackets", "", 1, 1),
    ]
    assert report.unused_photos == ("linen-dress-sand.jpg", "rain-jacket-1.jpg", "unused.jpg")
    (doubtful,) = report.doubtful
    assert doubtful == Doubtful("boot.jpg", ("a/boot.jpg", "b/boot.jpg"), Weight(1, 1, 3))
    assert report.unsure == (
        Unsure("Silk Scarf.jpg", True, Weight(1, 1, 4)),
        Unsure("hat.jpg", False, Weight(1, 1, 2)),
    )
    found = [(one.name, one.photo, one.rows, one.units) for one in report.suggestions]
    assert found == [
        ("linen-dres-sand.png", "linen-dress-sand.jpg", 2, 12),
        ("rain jackets", "rain-jacket-1.jpg", 1, 1),
    ]


def test_rows_are_matched_or_set_aside(tmp_path):
    """What the doctor counts is what the join does: rows read = rows in cells + rows set aside."""
    sales = shop(tmp_path)
    index = PhotoIndex(PHOTOS)
    images = photo_in_force(sales.rows, catalogue=None, changes=None, photos=index)
    panel = join(sales, images, index, fill_missing=False)
    report = diagnose(sales, PHOTOS)
    assert int(panel.cells["rows"].sum()) == report.matched.rows
    assert int((panel.set_aside["code"] == "W13").sum()) == sum(one.rows for one in report.without_photo)
    assert report.matched.rows + len(panel.set_aside) == sales.rows_read


def test_accepted_suggestions_are_used_and_kept(tmp_path):
    sales = shop(tmp_path)
    links = accept(diagnose(sales, PHOTOS).suggestions)
    write_links(links, tmp_path / "links.csv")
    assert read_links(tmp_path / "links.csv") == links
    report = diagnose(sales, PHOTOS, links=read_links(tmp_path / "links.csv"))
    assert report.matched == Weight(3, 4, 17)
    assert report.suggestions == ()


def test_kept_links_serve_as_a_catalogue(tmp_path):
    sales = shop(tmp_path)
    write_links(accept(diagnose(sales, PHOTOS).suggestions), tmp_path / "links.csv")
    report = diagnose(sales, PHOTOS, read_catalogue(tmp_path / "links.csv"))
    assert report.matched == Weight(3, 4, 17)


def test_a_change_to_a_linked_photo_inside_a_week_is_seen(tmp_path):
    """From Thursday on the history names a photo that only a link explains."""
    sales = sales_of(tmp_path, *(f"a,2026-01-{day:02d},5,10.00," for day in (5, 12, 19, 26)))
    days = (pd.Timestamp("2026-01-01").date(), pd.Timestamp("2026-01-15").date())
    history = History.of([Showing("a", days[0], "unused.jpg"), Showing("a", days[1], "linen.gif")])
    links, index = Links({"linen.gif": "linen-dress-sand.jpg"}), PhotoIndex(PHOTOS)
    images = photo_in_force(sales.rows, catalogue=None, changes=history, links=links, photos=index)
    around = photos_around_changes(catalogue=None, changes=history, links=links, photos=index)
    panel = join(sales, images, index, around=around, fill_missing=False)
    assert panel.cells["category"].tolist() == [3, 1, 1]
    assert panel.set_aside["code"].tolist() == ["W16"]


def test_the_newer_link_counts():
    old = Links({"a": "x.jpg", "b": "y.jpg"})
    assert old.with_accepted([]).photos == old.photos
    one = Suggestion("a", "new.jpg", 0.95, 1, 1, 1.0)
    assert old.with_accepted([one]).photos == {"a": "new.jpg", "b": "y.jpg"}


def test_a_history_speaks_before_the_sheet(tmp_path):
    history = History.of([Showing("boot", pd.Timestamp("2026-01-01").date(), "a/boot.jpg")])
    report = diagnose(shop(tmp_path), PHOTOS, None, history)
    assert report.doubtful == ()
    assert "a/boot.jpg" not in report.unused_photos


def test_no_sales_no_photos(tmp_path):
    report = diagnose(sales_of(tmp_path, "a,1990-01-01,1,1.00,x.jpg"), {})
    assert report.sales == report.matched == Weight(0, 0, 0)
    assert report.without_photo == report.suggestions == report.unused_photos == ()


def test_numbers_tell_photos_apart():
    photos = ["summer-dress-red-1.jpg", "summer-dress-red-12.jpg"]
    assert likely_photos(["summer-dress-red-2.jpg"], products=[], photos=photos) == {}
    found = likely_photos(["summer_dres_red_01.jpg"], products=[], photos=photos)
    assert found["summer_dres_red_01.jpg"].photo == photos[0]


def test_the_likeliest_photo_is_what_a_search_of_all_pairs_finds():
    """Reference: difflib over every pair of names."""
    rng = np.random.default_rng(7)
    parts = ["linen", "dress", "boot", "long", "short", "sand", "blue", "leather", "wool"]
    photos = ["-".join(rng.choice(parts, 3)) + ".jpg" for _ in range(150)]
    names = []
    for photo in photos[:60]:
        place = int(rng.integers(0, len(photo) - 5))
        names.append(photo[:place] + photo[place + 1 :])
    found = likely_photos(names, products=[], photos=photos)

    def spoken(name):
        return " ".join(words(stem(name)))

    for name in names:
        pairs = (SequenceMatcher(None, spoken(photo), spoken(name), autojunk=False) for photo in photos)
        best = max(pair.ratio() for pair in pairs)
        assert (name in found) == (best >= ALIKE)
        if name in found:
            assert found[name].likeness == best


def test_photos_to_review_are_read_from_the_photo_table(tmp_path):
    path = tmp_path / "photos.csv"
    path.write_text("path,category,review\na.jpg,1,1\n'=b.jpg,2,1\nc.jpg,3,0\n", encoding="utf-8")
    assert read_review(path) == {"a.jpg", "=b.jpg"}
    path.write_text("path,category\na.jpg,1\n", encoding="utf-8")
    assert read_review(path) == frozenset()
