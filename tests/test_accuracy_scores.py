"""The accuracy benchmark's numbers against calculations by hand, published examples and statsmodels."""

import json
import math
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the benchmarks are not installed

from benchmarks.accuracy_measure import Judged, Label, Measured, kind_of, read_labels
from benchmarks.accuracy_pictures import WIDTH, contact_sheets, reliability_diagram
from benchmarks.accuracy_report import markdown, mistakes
from benchmarks.accuracy_results import as_json, results
from benchmarks.accuracy_scores import (
    Bootstrap,
    clopper_pearson,
    confusion,
    ece,
    ece_by_chance,
    precision,
    recall,
    reliability,
)
from engine.errors import SheetUnreadable
from engine.records import Category, Decision, Review

LABELS = np.array([1, 1, 2, 2, 2, 2, 3, 3, 3, 3])
DECIDED = np.array([1, 1, 1, 2, 3, 3, 3, 3, 3, 2])
RIGHT = LABELS == DECIDED


def apart(count):
    """As many groups as photos."""
    return [str(number) for number in range(count)]


def by_statsmodels(hits, count, method):
    from statsmodels.stats.proportion import proportion_confint

    return proportion_confint(hits, count, method=method)


def by_chance(share, count, *, seed=5):
    return np.random.default_rng(seed).random(count) < share


def test_confusion_has_labels_in_rows():
    assert confusion(LABELS, DECIDED).tolist() == [[2, 0, 0], [1, 1, 2], [0, 1, 3]]


def test_recall_and_precision_by_hand():
    bootstrap = Bootstrap(apart(10))
    found = [recall(one, LABELS, DECIDED, bootstrap=bootstrap).value for one in (1, 2, 3)]
    trusted = [precision(one, LABELS, DECIDED, bootstrap=bootstrap).value for one in (1, 2, 3)]
    assert found == [1, 1 / 4, 3 / 4]
    assert trusted == pytest.approx([2 / 3, 1 / 2, 3 / 5])
    assert bootstrap.share(RIGHT).value == 0.6


def test_a_share_of_nothing_is_not_a_number():
    share = precision(1, np.array([2, 3]), np.array([2, 3]), bootstrap=Bootstrap(apart(2)))
    assert (share.value, share.low, share.high) == (None, None, None)
    assert Bootstrap(apart(2)).ratio([0, 0], [0, 0]).value is None


def test_ece_by_hand():
    confidences = np.array([0.95, 0.95, 0.85, 0.55])
    right = np.array([True, False, True, False])
    # (2 |1/2 - 0.95| + 1 |1 - 0.85| + 1 |0 - 0.55|) / 4
    assert ece(confidences, right) == pytest.approx(0.4)


def test_ece_as_in_the_documentation_of_torchmetrics():
    """MulticlassCalibrationError there: 4 photos, 3 bins, l1 norm 0.2000, largest gap 0.2333."""
    confidences, right = np.array([0.55, 0.55, 0.60, 0.90]), np.array([False, False, True, True])
    assert ece(confidences, right, bins=3) == pytest.approx(0.2)
    gaps = [abs(one.share - one.confidence) for one in reliability(confidences, right, bins=3) if one.photos]
    assert max(gaps) == pytest.approx(0.2333, abs=5e-5)


def test_bins_are_open_below_and_closed_above():
    bins = reliability(np.array([0.0, 0.1, 0.3, 0.3000001, 0.7, 1.0]), np.ones(6, dtype=bool))
    assert [one.photos for one in bins] == [2, 0, 1, 1, 0, 0, 1, 0, 0, 1]


def test_ece_is_the_weighted_gap_of_the_reliability_curve():
    random = np.random.default_rng(3)
    confidences, right = random.random(500), random.random(500) < 0.7
    bins = [one for one in reliability(confidences, right) if one.photos]
    weighted = sum(one.photos * abs(one.share - one.confidence) for one in bins) / 500
    assert ece(confidences, right) == pytest.approx(weighted)
    assert sum(one.photos for one in bins) == 500
    assert sum(one.right for one in bins) == right.sum()


def test_ece_by_chance_as_the_normal_distribution_says():
    """One bin of 400 photos of 0.5: the gap is |N(0, 1/40)|, with mean sqrt(2/pi)/40, 95 % below 1.96/40."""
    chance = ece_by_chance(np.full(400, 0.5))
    assert chance.mean == pytest.approx(math.sqrt(2 / math.pi) / 40, rel=0.05)
    assert chance.high == pytest.approx(1.96 / 40, rel=0.06)


def test_the_spread_of_resamples_is_the_known_standard_error():
    """Mouse data of Efron and Tibshirani (1993), table 2.1: of infinitely many resamples, 23.36."""
    treated = np.array([94, 197, 16, 38, 99, 141, 23])
    means = Bootstrap(apart(7), resamples=20_000).draws(treated, np.ones(7))
    assert means.mean() == pytest.approx(86.86, abs=0.5)
    assert means.std() == pytest.approx(23.36, rel=0.02)


@pytest.mark.parametrize(("share", "count"), [(0.3, 300), (0.76, 232), (0.94, 1000)])
def test_the_interval_is_like_statsmodels(share, count):
    hit = by_chance(share, count)
    found = Bootstrap(apart(count)).share(hit)
    for method in ("normal", "wilson", "jeffreys"):
        bounds = by_statsmodels(hit.sum(), count, method)
        assert (found.low, found.high) == pytest.approx(bounds, abs=0.01)


@pytest.mark.parametrize(("hits", "count"), [(0, 20), (1, 20), (19, 20), (40, 40), (177, 232)])
def test_the_exact_interval_is_that_of_statsmodels(hits, count):
    assert clopper_pearson(hits, count) == pytest.approx(by_statsmodels(hits, count, "beta"))


def test_a_share_of_all_or_none_still_has_an_interval():
    everything = Bootstrap(apart(40)).share(np.ones(40, dtype=bool))
    assert (everything.low, everything.high) == pytest.approx((0.025 ** (1 / 40), 1))
    nothing = Bootstrap(["a", "a", "b", "c"]).share(np.zeros(4, dtype=bool))
    assert (nothing.low, nothing.high) == pytest.approx((0, 1 - 0.025 ** (1 / 3)))  # three sources, not four


def test_copies_of_a_photo_tell_nothing_new():
    hit = by_chance(0.8, 60)
    once = Bootstrap(apart(60)).share(hit)
    four_times = Bootstrap(np.repeat(apart(60), 4).tolist()).share(np.repeat(hit, 4))
    assert (four_times.low, four_times.high) == pytest.approx((once.low, once.high))
    taken_as_independent = Bootstrap(apart(240)).share(np.repeat(hit, 4))
    assert taken_as_independent.high - taken_as_independent.low < 0.6 * (once.high - once.low)


def test_the_same_seed_draws_the_same():
    first, again, another = (Bootstrap(apart(9), seed=s).draws(range(9), np.ones(9)) for s in (1, 1, 2))
    assert (first == again).all()
    assert (first != another).any()


def test_differences_are_paired():
    one, other = by_chance(0.7, 200), by_chance(0.7, 200)
    other[:4] = ~other[:4]
    gained = Bootstrap(apart(200)).difference(one, other)
    assert gained.value == pytest.approx(one.mean() - other.mean())
    assert gained.high - gained.low < 0.05  # two unpaired shares of 200 photos differ by 0.18 either way
    same = Bootstrap(apart(200)).difference(one, one)
    assert (same.value, same.low, same.high) == (0, 0, 0)


def test_a_ratio_of_costs_is_a_ratio_of_sums():
    seconds = np.random.default_rng(1).random(50) + 0.1
    twice = Bootstrap(apart(50)).ratio(2 * seconds, seconds)
    assert (twice.value, twice.low, twice.high) == pytest.approx((2, 2, 2))


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("worn_feet_003.jpg", "worn_feet"),
        ("body_016_0.jpg", "body"),
        ("shop/face_4.png", "face"),
        ("IMG.jpg", "other"),
    ],
)
def test_kinds_are_the_beginnings_of_file_names(file, kind):
    assert kind_of(file) == kind


def test_labels_with_source_and_kind(tmp_path):
    table = tmp_path / "labels.csv"
    table.write_text("file,category,source,kind\na_1.jpg,2,One,legs\nb_1.jpg,3,,\n", encoding="utf-8")
    assert read_labels(table) == [Label("a_1.jpg", 2, "One", "legs"), Label("b_1.jpg", 3, "b_1.jpg", "b")]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("file,label\na.jpg,1\n", "columns file and category"),
        ("file,category\n", "needs rows"),
        ("file,category\na.jpg,1\nb.jpg,4\n", "row 3: category is '4'"),
        ("file,category\na.jpg,1\na.jpg,2\n", "a.jpg twice"),
        ("", "cannot be read"),
    ],
)
def test_wrong_labels_are_refused(tmp_path, text, complaint):
    table = tmp_path / "labels.csv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(SheetUnreadable, match=complaint):
        read_labels(table)


@pytest.fixture
def found(tmp_path):
    """Ten grey photos, the first rule as in DECIDED, the second always right and twice as slow."""
    for number in range(10):
        Image.new("RGB", (40, 30 + number), "grey").save(tmp_path / f"photo_{number}.png")
    labels = [Label(f"photo_{n}.png", int(one), f"source {n // 2}", "photo") for n, one in enumerate(LABELS)]
    seconds = np.array([math.nan, *np.linspace(0.1, 0.2, 9)])
    judged = [
        Judged("published", "yolov3-tiny", "a", tuple(map(decision, DECIDED)), seconds),
        Judged("calibrated", "yolov3-tiny", "b", tuple(map(decision, LABELS)), 2 * seconds),
    ]
    measured = Measured(tuple(labels), tuple(judged), np.full(10, 0.001), (("gone.png", "It is gone."),))
    return results(measured, title="Ten photos", left_out=["calibrated, yolov3: no weights"])


def decision(category):
    return Decision(Category(category), 0.8, "none", (Review.UNCERTAIN,) if category == 1 else ())


def test_the_report_has_every_table(found):
    report = markdown(found, scenes=True)
    assert "60.0 %" in report
    assert "| +40.0 (" in report  # the second rule against the first, in percentage points
    assert "| 2.00 (2.00 to 2.00)" in report
    assert "25.0 %" in report.split("## Empty scenes")[1].split("##")[0]
    assert "set aside: gone.png: It is gone." in report
    assert "left out: calibrated, yolov3: no weights" in report
    assert "| worn         | 1                | 1            | 2                    |" in report
    assert "No mistakes." in report


def test_the_numbers_are_all_there(found):
    read = json.loads(as_json(found))
    first = read["contenders"]["published, yolov3-tiny"]
    assert first["confusion"] == [[2, 0, 0], [1, 1, 2], [0, 1, 3]]
    assert first["right"]["share"] == 0.6
    assert first["median_ms"] == pytest.approx(150)
    assert (first["marked"]["hits"], first["right_unmarked"]["hits"]) == (3, 4)
    assert (read["photos"], read["groups"], len(read["decisions"])) == (10, 5, 10)
    assert read["decisions"][0]["decided"]["published, yolov3-tiny"]["ms"] is None


def test_the_pictures_show_every_mistake(found, tmp_path):
    judged, measured = found.measured.judged[0], found.measured
    wrong = mistakes(judged, measured)
    assert wrong == [2, 4, 5, 9]  # by label, then by decision
    (sheet,) = contact_sheets(judged, measured, wrong, folder=tmp_path)
    assert sheet.width == WIDTH
    assert list(contact_sheets(judged, measured, [], folder=tmp_path)) == []
    reliability_diagram(found).savefig(tmp_path / "reliability.png")
    with Image.open(tmp_path / "reliability.png") as diagram:
        assert diagram.width == WIDTH
