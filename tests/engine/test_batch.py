from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace

import pytest
from detecting import ProcessDetectors, ThreadDetectors, die, write_photo

from engine import flight
from engine.batch import classify, known
from engine.errors import DetectorsFailed, ModelRefused
from engine.records import AlwaysOn, Category, Photo
from engine.settings import Detection, Thresholds


class Wish(AlwaysOn):
    """A control that a test turns."""

    def __init__(self):
        self.stop = threading.Event()
        self.pause = threading.Event()

    def stopped(self):
        return self.stop.is_set()

    def paused(self):
        return self.pause.is_set()


@pytest.fixture
def detectors():
    made = ThreadDetectors()
    yield made
    made.kill()


@pytest.fixture
def run(store, detectors):
    """classify with everything but the photos filled in; `run.reports` has what it reported."""

    def call(photos, **changes):
        given = {
            "store": store,
            "detectors": detectors,
            "detection": Detection(),
            "thresholds": Thresholds(),
            "report": call.reports.append,
            "control": AlwaysOn(),
        }
        return classify(photos, **{**given, **changes})

    call.reports = []
    return call


@pytest.fixture
def ask(store):
    def call(photos, **changes):
        given = {
            "store": store,
            "detection": Detection(),
            "thresholds": Thresholds(),
            "model": "fake 1 yolov3-tiny",
        }
        return known(photos, **{**given, **changes})

    return call


def shop(folder, *texts):
    """One photo per text, each with content of its own."""
    return [write_photo(folder, f"{n}.jpg", f"{text} {n}") for n, text in enumerate(texts)]


def categories(findings):
    return [finding.category and int(finding.category) for finding in findings]


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
    strict = Thresholds(person=0.9)
    assert ask(photos, thresholds=strict)["0.jpg"].category is Category.PRODUCT_ONLY
    assert categories(run(photos, thresholds=strict)) == [3]
    assert len(detectors.asked) == 1


def test_a_photo_is_looked_at_again_where_the_rule_lacks_persons(run, ask, detectors, tmp_path):
    photos = shop(tmp_path, "face")
    run(photos)
    strict = Thresholds(face=0.9995)
    assert ask(photos, thresholds=strict)["0.jpg"].category is None
    assert categories(run(photos, thresholds=strict)) == [3]
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
    store.say(photos[0], Category.PRODUCT_ONLY)
    assert ask(photos)["0.jpg"].category is Category.PRODUCT_ONLY
    (finding,) = run(photos)
    assert (finding.category, finding.decision.category) == (3, 1)
    (again,) = run(photos, detection=Detection(photo_edge=800))
    assert again.category == 3


def test_decisions_are_written_down_with_their_rule(run, tmp_path):
    photos = shop(tmp_path, "person")
    run(photos)
    run(photos, thresholds=Thresholds(person=0.9))
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


def test_few_photos_are_under_way(run, detectors, tmp_path):
    ahead = []

    def report(progress):
        ahead.append(len(detectors.asked) - progress.done)

    run(shop(tmp_path, *["nothing"] * 30), report=report)
    assert max(ahead) <= 2


def test_a_stop_keeps_what_is_there_and_a_later_run_goes_on(run, detectors, tmp_path):
    photos = shop(tmp_path, *["nothing"] * 20)
    wish = Wish()

    def report(progress):
        if progress.done == 5:
            wish.stop.set()

    findings = run(photos, control=wish, report=report)
    assert 5 <= len(findings) <= 6
    assert detectors.kills > 0
    assert [f.photo for f in findings] == photos[: len(findings)]
    detectors.asked.clear()
    assert len(run(photos)) == 20
    assert len(detectors.asked) == 20 - len(findings)


def test_a_pause_holds_new_photos_back_until_it_ends(run, detectors, tmp_path):
    photos = shop(tmp_path, *["nothing"] * 12)
    wish = Wish()
    polls = []

    def paused():
        if wish.pause.is_set():
            polls.append(len(detectors.asked))
            if len(polls) == 10:
                wish.pause.clear()
        return wish.pause.is_set()

    def report(progress):
        if progress.done == 3:
            wish.pause.set()

    wish.paused = paused
    assert len(run(photos, control=wish, report=report)) == 12
    assert len(polls) == 10
    assert set(polls[2:]) == {polls[2]}
    assert polls[-1] < 12


def test_a_stop_during_a_pause_ends_the_batch(run, tmp_path):
    wish = Wish()
    wish.pause.set()
    threading.Timer(0.2, wish.stop.set).start()
    assert run(shop(tmp_path, "face"), control=wish) == []


def test_a_crash_costs_the_photo_that_made_it(run, tmp_path, store):
    photos = shop(tmp_path, "face", "crash", "nothing", "person")
    detectors = ProcessDetectors()
    findings = run(photos, detectors=detectors)
    assert categories(findings) == [1, None, 3, 2]
    assert findings[1].problem.startswith("The detection crashed on 1.jpg")
    assert detectors._processes is None


def test_a_crash_is_tried_again_by_the_next_scan_and_then_last(run, ask, tmp_path, store):
    crash, face = shop(tmp_path, "crash", "face")
    run([crash, face], detectors=ProcessDetectors())
    assert "crashed" in ask([crash])["0.jpg"].problem
    new = write_photo(tmp_path, "new.jpg", "nothing here")
    run.reports.clear()
    run([crash, face, new], detectors=ProcessDetectors())
    assert [p.finding.photo.name for p in run.reports] == ["new.jpg", "0.jpg"]


def test_after_a_crash_nobody_boards_until_each_was_tried_alone(tmp_path):
    detectors = ProcessDetectors()
    flying = flight.Flight(detectors, detection=Detection(), seats=2)
    for photo in shop(tmp_path, "crash", "face"):
        flying.board(photo, content=photo.name)
    landings, rooms = [], []
    while flying.busy:
        flying.retry()
        landings += flying.land(patience=0.05)
        rooms.append(flying.has_room and bool(detectors.kills) and flying.busy)
    flying.close()
    assert sorted(landing.photo.name for landing in landings) == ["0.jpg", "1.jpg"]
    assert not any(rooms)


def test_an_executor_that_is_shut_before_a_photo_boards_is_started_again(run, tmp_path):
    class ShutAtFirst(ThreadDetectors):
        def start(self):
            pool = super().start()
            if self.starts == 1:
                pool.shutdown()
            return pool

    detectors = ShutAtFirst()
    assert categories(run(shop(tmp_path, "face", "person"), detectors=detectors)) == [1, 2]
    assert detectors.starts == 2


def test_a_child_that_cannot_start_ends_the_batch_with_a_sentence(run, tmp_path):
    photos = shop(tmp_path, *["face"] * 8)
    detectors = ProcessDetectors(initializer=die)
    with pytest.raises(DetectorsFailed, match=f"{flight.CRASHES_AT_START} times in a row"):
        run(photos, detectors=detectors)
    assert detectors.starts == flight.CRASHES_AT_START
    assert detectors._processes is None


def test_a_kill_from_another_thread_after_a_stop_ends_the_batch(run, tmp_path):
    photos = shop(tmp_path, *["nothing"] * 50)
    wish = Wish()
    detectors = ProcessDetectors()

    def report(progress):
        if progress.done == 3:
            wish.stop.set()
            thread = threading.Thread(target=detectors.kill)
            thread.start()
            thread.join()

    findings = run(photos, detectors=detectors, control=wish, report=report)
    assert 3 <= len(findings) < 50
    assert all(finding.problem is None for finding in findings)
