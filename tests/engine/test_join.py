"""Rows find their photo's category, and become one cell per product and week."""

from pathlib import Path

import pandas as pd
import pytest

from engine.errors import SheetUnreadable
from engine.export.photo_table import write_photo_table
from engine.join.catalogue import read_catalogue
from engine.join.history import read_history
from engine.join.panel import join
from engine.join.photos import PhotoIndex, read_photo_table
from engine.join.shown import photo_in_force, photos_around_changes
from engine.records import Category, Decision, Evidence, FaceStages, Finding, Photo
from engine.sheets.sales import read_sales

PHOTOS = {"model.jpg": Category.ON_MODEL, "spring/worn.JPG": Category.WORN, "flat.png": Category.PRODUCT_ONLY}


def sales_of(folder: Path, *lines: str):
    path = folder / "sales.csv"
    path.write_text("product,date,units,price,image\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return read_sales([path]).decided()


def joined(sales, *, photos=PHOTOS, fill_missing=False):
    return join(sales, sales.rows["image"], PhotoIndex(photos), fill_missing=fill_missing)


@pytest.mark.parametrize(
    ("image", "category"),
    [
        ("model.jpg", 1),
        ("MODEL.JPG", 1),
        ("shop/model.jpg", 1),
        (r"shop\model.jpg", 1),
        ("worn.jpg", 2),
        ("spring/worn.jpg", 2),
        ("https://shop.example/files/model.jpg?v=3", 1),
        ("model.webp", 1),
        ("flat", 3),
    ],
)
def test_names_are_matched_as_people_write_them(image, category):
    assert PhotoIndex(PHOTOS).find(image) == (Category(category), "")


def test_composed_and_decomposed_letters_are_the_same():
    assert PhotoIndex({"ko\u0308rper.jpg": Category.WORN}).find("k\u00f6rper.jpg")[0] is Category.WORN


def test_a_doubtful_name_is_no_match():
    index = PhotoIndex({"a/x.jpg": Category.WORN, "b/x.jpg": Category.ON_MODEL, "y.jpg": None})
    assert index.find("x.jpg") == (None, "several photos of different types have its photo's name")
    assert index.find("a/x.jpg")[0] is Category.WORN
    assert index.find("y.jpg") == (None, "its photo has no category")
    assert index.find("z.jpg") == (None, "its photo is not among the photos")
    assert index.find("") == (None, "no photo is named for it")


def test_photo_table_is_read_by_its_contract(tmp_path):
    path = tmp_path / "results.csv"
    path.write_text("path,category,category_name\na.jpg,1,on model\nb.jpg,,\n", encoding="utf-8")
    assert read_photo_table(path) == {"a.jpg": Category.ON_MODEL, "b.jpg": None}
    path.write_text("path,category\na.jpg,7\n", encoding="utf-8")
    with pytest.raises(SheetUnreadable, match='category "7"'):
        read_photo_table(path)


def test_days_add_up_to_weeks(tmp_path):
    sales = sales_of(
        tmp_path,
        "a,2026-01-05,1,10.00,flat.png",
        "a,2026-01-11,3,8.00,flat.png",
        "a,2026-01-12,2,9.00,flat.png",
    )
    cells = joined(sales).cells
    assert cells["units"].tolist() == [4, 2]
    assert cells["price"].tolist() == [8.5, 9.0]
    assert cells["rows"].tolist() == [2, 1]
    assert cells["week"].tolist() == [pd.Timestamp("2026-01-05"), pd.Timestamp("2026-01-12")]


def test_rows_without_category_and_mixed_weeks_are_set_aside(tmp_path):
    sales = sales_of(
        tmp_path,
        "a,2026-01-05,1,10.00,flat.png", "a,2026-01-06,1,10.00,model.jpg", "a,2026-01-12,1,10.00,model.jpg",
        "b,2026-01-12,1,10.00,gone.jpg", "b,2026-01-19,-2,10.00,flat.png",
    )  # fmt: skip
    panel = joined(sales)
    assert sorted(panel.set_aside["code"]) == ["W12", "W13", "W16", "W16"]
    assert int(panel.cells["rows"].sum()) + len(panel.set_aside) == sales.rows_read


def test_returns_are_netted_within_the_week(tmp_path):
    sales = sales_of(tmp_path, "a,2026-01-05,5,10.00,flat.png", "a,2026-01-07,-2,10.00,flat.png")
    assert joined(sales).cells["units"].tolist() == [3]


def test_missing_weeks_are_counted_and_filled_only_on_wish(tmp_path):
    lines = (
        "a,2026-01-05,5,10.00,flat.png",
        "a,2026-01-26,5,12.00,flat.png",
        "a,2026-02-09,5,12.00,model.jpg",
    )
    sales = sales_of(tmp_path, *lines)
    assert (joined(sales).gaps.missing, joined(sales).filled) == (3, 0)
    panel = joined(sales, fill_missing=True)
    # The photo changed somewhere in the last gap, so its type in that week is unknown.
    assert (panel.gaps.missing, panel.filled) == (3, 2)
    assert panel.cells["units"].tolist() == [5, 0, 0, 5, 5]
    assert panel.cells["price"].tolist() == [10, 10, 10, 12, 12]


def test_a_week_with_an_unreadable_row_is_not_filled_with_zero(tmp_path):
    lines = [f"b,2026-01-{day:02d},1,10.00,flat.png" for day in range(5, 12)]
    sales = sales_of(
        tmp_path,
        *lines,
        "a,2026-01-05,5,10.00,flat.png",
        "a,2026-01-12,x,10.00,flat.png",
        "a,2026-01-19,5,10.00,flat.png",
    )
    assert joined(sales, fill_missing=True).gaps.missing == 0


def test_history_wins_over_image_wins_over_catalogue(tmp_path):
    (tmp_path / "catalogue.csv").write_text("product,image\na,flat.png\nb,worn.jpg\n", encoding="utf-8")
    (tmp_path / "changes.csv").write_text(
        "product,image,from,to\na,model.jpg,2026-01-12,2026-01-18\na,worn.jpg,2026-01-26,\n", encoding="utf-8"
    )
    sales = sales_of(
        tmp_path,
        *(f"a,2026-{day},1,10.00,flat.png" for day in ("01-05", "01-12", "01-19", "01-26", "02-02")),
        "b,2026-01-05,1,10.00,", "c,2026-01-05,1,10.00,",
    )  # fmt: skip
    images = photo_in_force(
        sales.rows,
        catalogue=read_catalogue(tmp_path / "catalogue.csv"),
        changes=read_history(tmp_path / "changes.csv"),
    )
    assert images.tolist() == ["flat.png", "model.jpg", "flat.png", "worn.jpg", "worn.jpg", "worn.jpg", ""]


def test_products_are_named_alike_whatever_system_wrote_the_sheet(tmp_path):
    (tmp_path / "changes.csv").write_text(
        "product,image,from\nhu\u0308t,flat.png,2026-01-05\n", encoding="utf-8"
    )
    sales = sales_of(tmp_path, "h\u00fct,2026-01-05,1,10.00,")
    history = read_history(tmp_path / "changes.csv")
    assert photo_in_force(sales.rows, catalogue=None, changes=history).tolist() == ["flat.png"]


def test_a_history_with_an_unreadable_day_is_refused(tmp_path):
    path = tmp_path / "changes.csv"
    path.write_text("product,image,from,to\na,x.jpg,2026-01-05,\na,y.jpg,2026-02-02,soon\n", encoding="utf-8")
    with pytest.raises(SheetUnreadable, match=r"changes\.csv, line 3"):
        read_history(path)


def test_guarded_names_of_the_photo_table_are_read_back(tmp_path):
    path = tmp_path / "results.csv"
    path.write_text("path,category\n'=a.jpg,1\n'tis.jpg,2\n", encoding="utf-8")
    assert read_photo_table(path) == {"=a.jpg": Category.ON_MODEL, "'tis.jpg": Category.WORN}


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_names_of_photos_survive_the_way_through_a_table(tmp_path, suffix):
    names = ["=a.jpg", "-b.jpg", "'c.jpg", "'=d.jpg", "''e.jpg", "\tf.jpg", " g.jpg", "h.jpg ", 'i "j";k.jpg']
    stages = FaceStages(pyramid=1, proposed=0, merged=0, refined=0, faces=0)
    findings = [
        Finding(
            Photo(tmp_path, name, 1, 1),
            Evidence(5, 5, (), stages, ()),
            Decision(Category(1 + place % 3), 0.5, "none", ()),
        )
        for place, name in enumerate(names)
    ]
    write_photo_table(findings, tmp_path / f"table{suffix}", model="fake")
    read = read_photo_table(tmp_path / f"table{suffix}")
    assert read == {finding.photo.name: finding.category for finding in findings}


def test_a_change_within_a_week_sets_the_week_aside_whatever_day_the_sheet_names(tmp_path):
    """Monday rows carry the sales of a week whose photo changed on its Thursday."""
    changes = tmp_path / "changes.csv"
    changes.write_text(
        "product,image,from\na,flat.png,2025-12-01\na,model.jpg,2026-01-15\na,shop/model.jpg,2026-01-29\n"
        "b,flat.png,2025-12-01\nb,model.jpg,2026-01-19\n"
    )
    days = ("2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26")
    sales = sales_of(tmp_path, *(f"{product},{day},5,10.00," for product in "ab" for day in days))
    history = read_history(changes)
    images = photo_in_force(sales.rows, catalogue=None, changes=history)
    around = photos_around_changes(catalogue=None, changes=history)
    panel = join(sales, images, PhotoIndex(PHOTOS), around=around, fill_missing=False)
    aside = panel.set_aside[["product", "date", "code"]].to_numpy().tolist()
    assert aside == [["a", pd.Timestamp("2026-01-12"), "W16"]]
    assert panel.cells["category"].tolist() == [3, 1, 1, 3, 3, 1, 1]


def test_only_slow_sellers_that_list_no_zero_are_filled(tmp_path):
    """A fast seller hardly has a week of 0, and one that lists such weeks has other gaps."""
    units = {"fast": (40, 38, 44), "slow": (1, 2, 1), "lister": (1, 0, 2)}
    days = ("2026-01-05", "2026-01-12", "2026-02-02")
    sales = sales_of(
        tmp_path,
        *(
            f"{product},{day},{sold},10.00,flat.png"
            for product, weeks in units.items()
            for day, sold in zip(days, weeks, strict=True)
        ),
    )
    panel = joined(sales, fill_missing=None)
    assert (panel.gaps.missing, panel.filled) == (6, 2)
    assert set(panel.cells.loc[panel.cells["rows"] == 0, "product"]) == {"slow"}
    assert joined(sales, fill_missing=True).filled == 6
