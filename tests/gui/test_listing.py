"""What the listing tells of photos, and findings packed and unpacked."""

from __future__ import annotations

import gc
import sys
import time
from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pytest
from photo_fakes import CLEAR_PERSON, FACE, PERSON, evidence, finding, photo

from engine.batch import decided
from engine.records import Category, Finding
from engine.rules.chosen import rule_named
from engine.settings import Detection
from gui.browse.finding_table import FindingTable, PackedFindings
from gui.browse.listing import Listing, product_of
from gui.browse.packing import pack, unpack
from gui.shared.interpreter import SmoothInterpreter


@pytest.mark.parametrize(
    ("name", "product"),
    [
        ("boot-07.jpg", "boot-07"),
        ("boot-07-2.jpg", "boot-07"),
        ("spring/boot-07_12.jpg", "boot-07"),
        ("sku12_02.jpg", "sku12"),
        ("red-dress-1.jpg", "red-dress"),
        ("red dress (2).png", "red dress"),
        ("IMG_1234.jpg", "IMG_1234"),
        ("7.jpg", "7"),
        ("-1.jpg", "-1"),
        ("no suffix", "no suffix"),
    ],
)
def test_the_product_is_what_the_photo_s_count_leaves(name, product):
    assert product_of(name) == product


def test_groups_come_in_the_order_of_the_photos():
    listing = Listing(photo(name) for name in ("b/x-1.jpg", "b/x-2.jpg", "a/y-1.jpg", "z.jpg"))
    assert (listing.folders.codes.tolist(), listing.folders.names) == ([0, 0, 1, 2], ["b", "a", ""])
    assert (listing.products.codes.tolist(), listing.products.names) == ([0, 0, 1, 2], ["x", "y", "z"])
    assert (listing.number_of("a/y-1.jpg"), listing.number_of("y-1.jpg")) == (2, None)
    assert listing[1:3] == [listing[1], listing[2]]


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the system has one time zone")
def test_days_are_those_of_the_user_s_calendar(monkeypatch):
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    try:
        late = datetime.fromisoformat("2026-03-01T23:30:00+00:00").timestamp()
        times = int(late * 10**9), 2**80
        listing = Listing(replace(photo(f"{time}.jpg"), mtime_ns=time) for time in times)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert [date.fromordinal(int(day)) for day in listing.days] == [date(2026, 3, 2), date.min]


def test_what_is_packed_comes_out_as_it_was():
    rule = rule_named("calibrated", person_model=Detection().person_model)
    for seen in (evidence(faces=(FACE,), seen=CLEAR_PERSON), evidence(persons=(PERSON,), seen=CLEAR_PERSON)):
        known = decided(Finding(photo("a.jpg"), evidence=seen), rule=rule)
        assert unpack(pack((known.evidence, known.decision))) == (known.evidence, known.decision)
    assert unpack(pack((None, None))) == (None, None)


def test_the_table_gives_back_what_it_took():
    found = [
        finding("a.jpg", Category.WORN, review=True),
        finding("b.jpg", None, problem="b.jpg is broken."),
        Finding(photo("c.jpg"), user=Category.PRODUCT_ONLY),
    ]
    table = FindingTable(Listing(photo(name) for name in ("a.jpg", "b.jpg", "c.jpg", "d.jpg")))
    numbers = table.take(PackedFindings.of([*found, finding("elsewhere.jpg", Category.WORN)]))
    assert numbers.tolist() == [0, 1, 2]
    assert list(table.findings()) == found
    assert table.findings()[0:2] == found[:2]
    assert table.finding(3) is None
    assert table.problems() == found[1:2]
    table.say(np.asarray([0, 2]), np.asarray([1, 0], np.int8))
    assert table.finding(0) == replace(found[0], user=Category.ON_MODEL)
    assert list(table.findings()) == [table.finding(0), found[1], replace(found[2], user=None)]
    assert table.needs_review.tolist() == [False] * 4


def test_newer_words_replace_what_was_read():
    found = PackedFindings.of([finding("a.jpg", Category.WORN), finding("b.jpg", Category.WORN)])
    table = FindingTable(Listing([photo("a.jpg"), photo("b.jpg")]))
    table.take(found.with_words({photo("b.jpg"): Category.ON_MODEL, photo("other.jpg"): None}))
    assert table.words.tolist() == [0, 1]


def test_the_interpreter_is_left_as_it_was(qapp):
    before = gc.get_threshold(), sys.getswitchinterval(), gc.get_freeze_count()
    smooth = SmoothInterpreter()
    assert gc.get_freeze_count() > 0
    assert sys.getswitchinterval() < before[1]
    smooth.stop()
    assert (gc.get_threshold(), sys.getswitchinterval(), gc.get_freeze_count()) == before
