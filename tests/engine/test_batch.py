from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
from detecting import Wish, categories, shop, write_photo

from engine.errors import ModelRefused
from engine.records import Category, Photo
from engine.rules.published import PublishedRule
from engine.settings import Detection, Thresholds


def test_no_photos_need_no_networks(run, detectors):
    assert run([]) == []
    assert detectors.starts == 0


def test_each_photo_gets_its_category_in_order(run, tmp_path):
    photos = shop(tmp_path, "face", "person", "nothing")
    findings = run(photos)
    assert [finding.photo for finding in findings] == photos
    assert categories(findings) == [1, 2, 3]
    assert [finding.decision.decided_by for finding in findings] == ["face", "person", "none"]
    assert findings[0].evidence.persons is None


def test_reports_count_up_and_carry_every_finding(run, tmp_path):
    findings = run(shop(tmp_path, "face", "person", "nothing", "broken"))
    assert [(p.done, p.total) for p in run.reports] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert {p.finding.photo.name: p.finding for p in run.reports} == {f.photo.name: f for f in findings}
    assert run.reports[0].seconds_left is None
    assert run.reports[-1].photos_per_second > 0


def test_the_second_run_starts_no_network(run, ask, detectors, tmp_path):
    photos = shop(tmp_path, "face", "person", "broken")
    first = run(photos)
    asked, starts = list(detectors.asked), detectors.starts
    run.reports.clear()
    assert run(photos) == first
    assert (detectors.asked, detectors.starts, run.reports) == (asked, starts, [])
    assert ask(photos) == {finding.photo.name: finding for finding in first}


def test_known_reads_no_photo_that_it_knows(run, ask, tmp_path):
    photos = shop(tmp_path, "face", "person")
    first = run(photos)
    for photo in photos:
        photo.path.unlink()
    assert list(ask(photos).values()) == first


def test_known_says_nothing_of_strangers(ask, tmp_path):
    assert ask(shop(tmp_path, "face")) == {}


def test_a_renamed_photo_is_known_without_a_network(run, ask, detectors, tmp_path):
    (photo,) = shop(tmp_path, "face")
    run([photo])
    photo.path.rename(tmp_path / "new name.jpg")
    renamed = replace(photo, name="new name.jpg")
    assert ask([renamed])["new name.jpg"].category is Category.ON_MODEL
    assert categories(run([renamed])) == [1]
    assert detectors.asked == ["0.jpg"]


def test_a_renamed_photo_is_known_to_a_scan_that_nobody_asked_before(run, detectors, tmp_path):
    (photo,) = shop(tmp_path, "face")
    run([photo])
    photo.path.rename(tmp_path / "new name.jpg")
    (finding,) = run([replace(photo, name="new name.jpg")])
    assert (finding.photo.name, finding.category) == ("new name.jpg", 1)
    assert detectors.asked == ["0.jpg"]


def test_a_stopped_control_cuts_the_reading_of_moved_photos_short(run, ask, tmp_path):
    (photo,) = shop(tmp_path, "face")
    run([photo])
    photo.path.rename(tmp_path / "new name.jpg")
    wish = Wish()
    wish.stop.set()
    assert ask([replace(photo, name="new name.jpg")], control=wish) == {}


def test_copies_are_looked_at_once(run, detectors, tmp_path):
    photos = [write_photo(tmp_path, f"{n}.jpg", "person") for n in range(20)]
    photos += [write_photo(tmp_path, f"bug {n}.jpg", "bug") for n in range(5)]
    findings = run(photos)
    assert categories(findings) == [2] * 20 + [None] * 5
    assert [f.problem.split(":")[0] for f in findings[20:]] == [
        f"The detection failed on bug {n}.jpg" for n in range(5)
    ]
    assert len(detectors.asked) == 2
    assert len(run.reports) == 25


def test_a_copy_met_later_shares_the_problem_of_the_first(run, detectors, tmp_path):
    first = write_photo(tmp_path, "bug.jpg", "bug")
    copy = write_photo(tmp_path, "copy.jpg", "bug")
    findings = run([first, *shop(tmp_path, *["nothing"] * 10), copy])
    assert findings[-1].problem == findings[0].problem.replace("bug.jpg", "copy.jpg")
    assert len(detectors.asked) == 11


def test_a_moved_threshold_decides_anew_without_a_network(run, ask, detectors, tmp_path):
    photos = shop(tmp_path, "person")
    run(photos)
    strict = PublishedRule(Thresholds(person=0.9))
    assert ask(photos, rule=strict)["0.jpg"].category is Category.PRODUCT_ONLY
    assert categories(run(photos, rule=strict)) == [3]
    assert len(detectors.asked) == 1


def test_a_photo_is_looked_at_again_where_the_rule_lacks_persons(run, ask, detectors, tmp_path):
    photos = shop(tmp_path, "face")
    run(photos)
    strict = PublishedRule(Thresholds(face=0.9995))
    assert ask(photos, rule=strict)["0.jpg"].category is None
    assert categories(run(photos, rule=strict)) == [3]
    assert len(detectors.asked) == 2


def test_both_looks_again_for_persons(run, ask, detectors, tmp_path):
    photos = shop(tmp_path, "face", "nothing")
    run(photos)
    both = run(photos, detection=Detection(both=True))
    assert both[0].evidence.persons == ()
    assert categories(both) == [1, 3]
    assert sorted(detectors.asked) == ["0.jpg", "0.jpg", "1.jpg"]
    assert run(photos) == both
    assert len(detectors.asked) == 3


def test_other_parameters_scan_anew(run, detectors, tmp_path):
    photos = shop(tmp_path, "face")
    run(photos)
    run(photos, detection=Detection(photo_edge=800))
    run(photos, detection=Detection(person_model="yolov3"))
    assert len(detectors.asked) == 3


def test_the_users_word_wins_and_stays(run, ask, store, tmp_path):
    photos = shop(tmp_path, "face")
    store.say(photos[:1], Category.PRODUCT_ONLY)
    assert ask(photos)["0.jpg"].category is Category.PRODUCT_ONLY
    (finding,) = run(photos)
    assert (finding.category, finding.decision.category) == (3, 1)
    (again,) = run(photos, detection=Detection(photo_edge=800))
    assert again.category == 3


def test_decisions_are_written_down_with_their_rule(run, tmp_path):
    photos = shop(tmp_path, "person")
    run(photos)
    run(photos, rule=PublishedRule(Thresholds(person=0.9)))
    connection = sqlite3.connect(tmp_path / "data" / "results.sqlite")
    decisions = connection.execute("SELECT rule, category FROM decisions ORDER BY rule").fetchall()
    connection.close()
    assert decisions == [("published face=0.9 person=0.3", 2), ("published face=0.9 person=0.9", 3)]


def test_problems_are_findings_and_the_batch_goes_on(run, tmp_path):
    gone = Photo(folder=tmp_path, name="gone.jpg", size=1, mtime_ns=1)
    findings = run([gone, *shop(tmp_path, "broken", "busy", "bug", "face")])
    assert categories(findings) == [None, None, None, None, 1]
    assert [finding.problem for finding in findings] == [
        "gone.jpg is gone: it was moved, renamed or deleted. Open the folder again.",
        "0.jpg is damaged.",
        "1.jpg cannot be read now.",
        "The detection failed on 2.jpg: ZeroDivisionError: division by zero; please report it.",
        None,
    ]


def test_only_damage_is_remembered_the_rest_is_tried_again(run, ask, detectors, tmp_path):
    photos = shop(tmp_path, "broken", "busy", "bug")
    run(photos)
    detectors.asked.clear()
    assert [finding.problem for finding in ask(photos).values() if finding.problem] != []
    run(photos)
    assert sorted(detectors.asked) == ["1.jpg", "2.jpg"]


def test_networks_that_cannot_run_end_the_batch_with_their_sentence(run, ask, detectors, tmp_path):
    photos = shop(tmp_path, "face", "refused")
    with pytest.raises(ModelRefused, match=r"yolov3\.weights"):
        run(photos)
    assert detectors.kills > 0
    assert set(ask(photos)) <= {"0.jpg"}


def test_a_file_that_another_run_enrols_meanwhile_is_a_problem_of_its_own(run, store, detectors, tmp_path):
    """Two runs on one data folder: the other one has read the file after it was saved again."""
    photos = shop(tmp_path, "face", "person")
    seen_late = replace(photos[0], size=9999)
    original = detectors.start

    def start():
        store.enrol([(seen_late, "another content")])
        return original()

    detectors.start = start
    first, second = run(photos)
    assert first.problem == "0.jpg was changed while it was being read: scan the folder again."
    assert second.category is Category.WORN
