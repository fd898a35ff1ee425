"""The photo history: read, written, checked, edited; and told by a sheet itself."""

import datetime as dt
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from engine.errors import ExportFailed
from engine.join.history import History, Showing, read_history, write_history
from engine.join.history_edits import (
    add,
    last_day,
    move_end,
    move_start,
    remove,
    replace_image,
    room_for_start,
    split,
)
from engine.join.history_problems import history_problems, problem_sentences
from engine.join.shown import derive_history, photo_in_force, photos_around_changes


def day(text):
    return dt.date.fromisoformat(f"2026-{text}")


def showing(image, start, end=None, product="a"):
    return Showing(product, day(start), image, day(end) if end else None)


FIRST, SECOND = showing("x.jpg", "01-05"), showing("y.jpg", "02-02")
TWO = History.of([SECOND, FIRST])


def shown_by_day(history, *, product="a", days=120):
    """What joins see: the image of every day from 2026-01-01 on, "" where the history is silent."""
    dates = pd.date_range("2026-01-01", periods=days, unit="s")
    rows = pd.DataFrame({"product": product, "date": dates, "image": ""})
    return photo_in_force(rows, catalogue=None, changes=history).tolist()


def painted(showings, *, days=120):
    """The same by hand: each showing painted over the one before it, day by day."""
    images = [""] * days
    ordered = sorted(showings, key=lambda one: one.start)
    for one, after in zip(ordered, [*ordered[1:], None], strict=True):
        for place in range(days):
            date = dt.date(2026, 1, 1) + dt.timedelta(days=place)
            until = min(one.end or dt.date.max, after.start - dt.timedelta(days=1) if after else dt.date.max)
            if one.start <= date <= until:
                images[place] = one.image
    return images


def random_history(rng):
    starts = rng.choice(100, size=5, replace=False)
    showings = []
    for place, start in enumerate(starts):
        begin = dt.date(2026, 1, 1) + dt.timedelta(days=int(start))
        length = int(rng.integers(0, 30))
        end = begin + dt.timedelta(days=length) if rng.random() < 0.6 else None
        showings.append(Showing("a", begin, f"{place}.jpg", end))
    return History.of(showings)


@pytest.mark.parametrize("seed", range(10))
def test_each_day_shows_what_the_history_says(seed):
    history = random_history(np.random.default_rng(seed))
    assert shown_by_day(history) == painted(history.showings)
    assert shown_by_day(history.settled()) == painted(history.showings)


@pytest.mark.parametrize("seed", range(10))
def test_edits_change_the_days_they_name_and_no_other(seed):
    rng = np.random.default_rng(seed)
    history = random_history(rng).settled()
    before = shown_by_day(history)
    first, last = sorted(int(n) for n in rng.integers(0, 100, size=2))
    new = Showing(
        "a",
        dt.date(2026, 1, 1) + dt.timedelta(days=first),
        "new.jpg",
        dt.date(2026, 1, 1) + dt.timedelta(days=last),
    )
    after = add(history, new)
    wanted = before[:first] + ["new.jpg"] * (last - first + 1) + before[last + 1 :]
    assert shown_by_day(after) == wanted
    assert after == after.settled()
    one = history.showings[int(rng.integers(len(history.showings)))]
    for edited in (
        move_start(history, one, one.start + dt.timedelta(days=int(rng.integers(-40, 40)))),
        move_end(history, one, one.start + dt.timedelta(days=int(rng.integers(-40, 40)))),
        remove(history, one),
    ):
        assert edited == edited.settled()
        assert all(left.start < right.start for left, right in pairwise(edited.showings))


def test_an_added_photo_is_shown_until_the_next_change():
    after = add(TWO, showing("z.jpg", "01-20"))
    assert [one.image for one in after.showings] == ["x.jpg", "z.jpg", "y.jpg"]
    assert last_day(after, after.showings[1]) == day("02-01")


def test_a_photo_for_some_days_gives_way_to_what_it_interrupted():
    after = add(TWO, showing("z.jpg", "01-20", "01-25"))
    assert [(one.image, one.start) for one in after.showings] == [
        ("x.jpg", day("01-05")),
        ("z.jpg", day("01-20")),
        ("x.jpg", day("01-26")),
        ("y.jpg", day("02-02")),
    ]


def test_a_moved_boundary_takes_the_end_before_it_along():
    touching = History.of([showing("x.jpg", "01-05", "02-01"), SECOND])
    moved = move_start(touching, SECOND, day("02-10"))
    assert moved.showings == (showing("x.jpg", "01-05", "02-09"), showing("y.jpg", "02-10"))
    # It stops where the neighbour would have no day left.
    assert move_start(touching, SECOND, day("01-01")).showings[1].start == day("01-06")
    assert room_for_start(touching, SECOND).earliest == day("01-06")
    moved = move_end(touching, touching.showings[0], day("01-20"))
    assert moved.showings == (showing("x.jpg", "01-05", "01-20"), showing("y.jpg", "01-21"))


def test_split_replace_remove():
    halves = split(TWO, FIRST, day("01-12"), image="z.jpg")
    assert [one.image for one in halves.showings] == ["x.jpg", "z.jpg", "y.jpg"]
    with pytest.raises(ValueError, match="is not inside"):
        split(TWO, FIRST, day("02-02"), image="z.jpg")
    assert replace_image(TWO, FIRST, "z.jpg").showings[0] == showing("z.jpg", "01-05")
    assert remove(TWO, SECOND) == History.of([FIRST])
    ended = History.of([showing("x.jpg", "01-05", "02-01"), showing("y.jpg", "02-02", "03-01")])
    assert remove(ended, ended.showings[1]).showings == (showing("x.jpg", "01-05", "03-01"),)


def test_only_the_product_itself_is_edited():
    other = showing("o.jpg", "01-01", product="b")
    after = remove(History.of([FIRST, SECOND, other]), FIRST)
    assert after.showings == (SECOND, other)
    assert after.products == ["a", "b"]


def test_a_history_survives_its_file(tmp_path):
    history = History.of(
        [FIRST, SECOND, showing("=z.jpg", "03-01", "03-08", product="-5 % \u201cH\u00fct\u201d, red")]
    )
    write_history(history, tmp_path / "history.csv")
    assert read_history(tmp_path / "history.csv") == history
    with pytest.raises(ExportFailed, match=r"history\.csv cannot be written"):
        write_history(history, tmp_path / "gone" / "history.csv")


def test_what_the_user_may_not_have_meant_is_told():
    history = History.of(
        [
            showing("x.jpg", "01-05", "02-10"), showing("y.jpg", "02-02", "02-20"), showing("z.jpg", "03-01"),
            showing("w.jpg", "03-20", "03-10"), showing("o.jpg", "01-05", product="b"),
            showing("p.jpg", "01-05", product="b"),
        ]
    )  # fmt: skip
    found = history_problems(history, products={"a"})
    assert [(one.fault, one.showing.image) for one in found] == [
        ("backwards", "w.jpg"), ("overlap", "x.jpg"), ("gap", "y.jpg"),
        ("unknown_product", "o.jpg"), ("same_day", "o.jpg"),
    ]  # fmt: skip
    assert "from 2026-02-21 to 2026-02-28" in found[2].text
    assert history_problems(TWO, products={"a"}) == []
    backwards = History.of([showing("w.jpg", "03-20", "03-10")])
    assert backwards.settled() == History()
    assert set(shown_by_day(backwards)) == {""}


def test_many_problems_of_a_kind_are_told_in_one_sentence():
    history = History.of([showing("x.jpg", "01-05", product=f"p{place}") for place in range(30)])
    (sentence,) = problem_sentences(history_problems(history, products=set()))
    assert sentence.endswith("There are 29 more like this.")


def test_a_sheet_tells_its_own_history():
    """Joining by the derived history gives every row the image that the sheet itself names."""
    rng = np.random.default_rng(4)
    days = pd.to_datetime("2026-01-05") + pd.to_timedelta(np.tile(np.arange(20) * 7, 3), unit="D")
    products = np.repeat(["a", "b", "c"], 20)
    images = [f"{product}{int(n)}.jpg" for product, n in zip(products, rng.integers(0, 2, 60), strict=True)]
    rows = pd.DataFrame({"product": products, "date": days, "image": images}).sample(frac=1, random_state=1)
    history = derive_history(rows)
    blank = rows.assign(image="")
    assert photo_in_force(blank, catalogue=None, changes=history).tolist() == rows["image"].tolist()
    changes = sum(one != two for one, two in pairwise(rows.sort_values(["product", "date"])["image"]))
    assert len(history.showings) == changes + 1


def test_changes_inside_a_month_are_seen_from_both_sides():
    around = photos_around_changes(catalogue=None, changes=TWO, period="month")
    assert sorted(around["image"]) == ["", "x.jpg", "x.jpg", "y.jpg"]
    assert len(photos_around_changes(catalogue=None, changes=TWO, period="week")) == 0
