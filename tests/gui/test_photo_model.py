"""The model: Qt's own checks, filters with counts, search, order, batches."""

from __future__ import annotations

from dataclasses import replace

import pytest
from photo_fakes import PERSON, evidence, finding, photo
from PySide6.QtCore import Qt

from engine.records import Category
from gui.browse.arrangement import Order, Show
from gui.browse.photo_model import PhotoModel, Role

M, W, P = Category.ON_MODEL, Category.WORN, Category.PRODUCT_ONLY


@pytest.fixture
def model(qapp):
    made = PhotoModel()
    made.set_photos([photo(name) for name in ("a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg")])
    made.set_findings(
        [
            finding("a.jpg", M),
            finding("b.jpg", W, review=True),
            finding("c.jpg", P),
            finding("d.jpg", None, problem="d.jpg cannot be read."),
        ]
    )
    return made


def names(model):
    return [model.index(row).data() for row in range(model.rowCount())]


def test_qt_finds_no_fault(model, qtmodeltester):
    qtmodeltester.check(model)


def test_an_empty_folder_has_no_rows(qapp, qtmodeltester):
    empty = PhotoModel()
    empty.set_photos([])
    qtmodeltester.check(empty)
    assert empty.rowCount() == 0
    assert set(empty.counts().values()) == {0}
    assert empty.next_needing_you(-1) == -1


def test_counts(model):
    assert model.counts() == {
        Show.ALL: 5,
        Show.ON_MODEL: 1,
        Show.WORN: 1,
        Show.PRODUCT_ONLY: 1,
        Show.NEEDS_YOU: 1,
        Show.REVIEWED: 0,
        Show.PROBLEMS: 1,
    }


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        (Show.ALL, ["a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg"]),
        (Show.ON_MODEL, ["a.jpg"]),
        (Show.WORN, ["b.jpg"]),
        (Show.PRODUCT_ONLY, ["c.jpg"]),
        (Show.NEEDS_YOU, ["b.jpg"]),
        (Show.PROBLEMS, ["d.jpg"]),
    ],
)
def test_filters(model, show, expected):
    model.choose(show=show)
    assert names(model) == expected


def test_search_knows_no_case(model):
    model.choose(search=" C.J ")
    assert names(model) == ["c.jpg"]


def test_a_corrected_photo_stays_until_the_filter_is_chosen_again(model):
    model.choose(show=Show.ON_MODEL)
    model.set_findings([finding("a.jpg", P)])
    assert names(model) == ["a.jpg"]
    assert model.counts()[Show.ON_MODEL] == 0
    model.choose(show=Show.ON_MODEL)
    assert names(model) == []


def test_new_findings_that_fit_the_filter_come_in_their_place(model, qtmodeltester):
    model.choose(show=Show.PRODUCT_ONLY)
    qtmodeltester.check(model)  # goes on watching the signals
    model.set_findings([finding("e.jpg", P), finding("a.jpg", P)])
    assert names(model) == ["a.jpg", "c.jpg", "e.jpg"]


def test_a_batch_is_told_in_few_ranges(model, qtbot):
    told = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    model.set_findings([finding(name, P) for name in ("e.jpg", "a.jpg", "b.jpg", "elsewhere.jpg")])
    assert told == [(0, 1), (4, 4)]


def test_order_by_certainty_puts_the_doubtful_first(model):
    model.set_findings([finding("e.jpg", P)])
    doubtful = finding("c.jpg", P)
    low = type(doubtful.decision)(P, 0.3, "none", ())
    model.set_findings([type(doubtful)(doubtful.photo, doubtful.evidence, low)])
    model.choose(order=Order.LEAST_CERTAIN)
    assert names(model)[0] == "c.jpg"
    assert names(model)[-1] == "d.jpg"


def test_next_needing_you_goes_round(model):
    assert model.next_needing_you(0) == 1
    assert model.next_needing_you(3) == 1


def test_a_screen_reader_hears_what_the_eye_sees(model):
    said = [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert said == [
        "a.jpg, on model, confidence 0.90, face 0.99",
        "b.jpg, worn, confidence 0.90, needs you",
        "c.jpg, product only, confidence 0.90",
        "d.jpg, problem: d.jpg cannot be read.",
        "e.jpg, not scanned yet",
    ]
    assert model.index(0).data(Role.PHOTO).name == "a.jpg"


def decided_otherwise(old, category):
    return replace(old, decision=replace(old.decision, category=category))


def test_decisions_leave_the_user_s_word_and_newer_evidence_alone(model):
    b, c = model.finding_of("b.jpg"), model.finding_of("c.jpg")
    model.set_findings([replace(b, user=M), replace(c, evidence=evidence(persons=(PERSON,)))])
    model.set_decisions(
        [decided_otherwise(b, P), decided_otherwise(c, W), finding("d.jpg", None, problem="old")]
    )
    assert (model.finding_of("b.jpg").user, model.finding_of("b.jpg").decision.category) == (M, P)
    assert model.finding_of("c.jpg").decision.category is P
    assert model.finding_of("d.jpg").problem == "d.jpg cannot be read."


def test_decisions_pull_no_photo_away_and_bring_the_fitting_ones_when_all_are_there(model):
    model.choose(show=Show.WORN)
    model.set_decisions([decided_otherwise(model.finding_of(name), W) for name in ("a.jpg", "c.jpg")])
    model.set_decisions([decided_otherwise(model.finding_of("b.jpg"), P)])
    assert names(model) == ["b.jpg"]
    assert model.counts()[Show.WORN] == 2
    model.show_fitting()
    assert names(model) == ["a.jpg", "b.jpg", "c.jpg"]


def test_photos_without_decision_or_problem_are_not_scanned(model):
    assert [photo.name for photo in model.not_scanned()] == ["e.jpg"]
    model.set_decisions([replace(model.finding_of("a.jpg"), decision=None)])
    assert [photo.name for photo in model.not_scanned()] == ["a.jpg", "e.jpg"]
    assert model.count_not_scanned() == 2
