"""The lesson of a folder: which words count, the switch, the reset, and the command that uses it."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace

import numpy as np
import pytest
from detecting import ThreadDetectors, write_photo
from simulated_shop import RULE, agreement, biased_shop

from engine import catalogue
from engine.batch import classify
from engine.commands import classify as command
from engine.commands.arguments import parse
from engine.images.load import READER
from engine.paths import DataPaths
from engine.records import AlwaysOn, Category
from engine.rules.lesson import ENOUGH, Trial
from engine.rules.published import PublishedRule
from engine.settings import Detection
from engine.store.fingerprint import content_hash
from engine.store.results import Origin

MODEL = "fake 1 yolov3-tiny"
ORIGIN = Origin(model=MODEL, parameters=Detection().key, reader=READER)


class Shop:
    """A folder of photos whose evidence is in the store, and what they show."""

    def __init__(self, folder, store, *, photos=300, seed=1, evidence=True):
        self.folder, self.store = folder, store
        self.shown = biased_shop(np.random.default_rng(seed), photos)
        self.photos = [write_photo(folder, f"{n}.jpg", f"{seed} {n}") for n in range(photos)]
        contents = [content_hash(photo.path) for photo in self.photos]
        store.enrol(zip(self.photos, contents, strict=True))
        for content, one in zip(contents, self.shown, strict=True):
            if evidence:
                store.keep_evidence(content, one.evidence, origin=ORIGIN)

    def say(self, first, last):
        """The user tells the truth about the photos from one number to another."""
        for category in Category:
            about = [
                photo
                for photo, one in zip(self.photos[first:last], self.shown[first:last], strict=True)
                if one.truth is category
            ]
            assert self.store.say(about, category) == {}

    def learned(self, *, rule=RULE, folder=None, photos=None, control=None):
        return catalogue.learned(
            folder or self.folder,
            self.photos if photos is None else photos,
            store=self.store,
            rule=rule,
            detection=Detection(),
            model=MODEL,
            control=control,
        )


class Stopped(AlwaysOn):
    def stopped(self):
        return True


@pytest.fixture
def shop(tmp_path, store):
    return Shop(tmp_path / "shop", store)


def test_the_words_of_a_folder_are_learned_from(shop):
    shop.say(0, 100)
    known = shop.learned()
    assert (known.learning, known.corrections, known.trial.corrections) == (True, 100, 100)
    assert known.trial.better
    fresh = biased_shop(np.random.default_rng(9), 400)
    assert agreement(fresh, replace(RULE, lesson=known.lesson)) > agreement(fresh, RULE) + 0.08


def test_a_word_taken_back_teaches_no_more(shop):
    shop.say(0, 100)
    shop.store.say(shop.photos[:40], None)
    assert shop.learned().corrections == 60


def test_too_few_words_are_only_counted(shop):
    assert shop.learned() == catalogue.Learned(learning=True, corrections=0, trial=None, lesson=None)
    shop.say(0, ENOUGH - 1)
    assert shop.learned() == catalogue.Learned(learning=True, corrections=ENOUGH - 1, trial=None, lesson=None)


def test_a_lesson_that_nobody_waits_for_is_not_learned(shop):
    shop.say(0, 100)
    assert shop.learned(control=Stopped()).trial is None
    assert shop.learned(control=AlwaysOn()).trial.corrections == 100


def test_the_published_rule_learns_nothing(shop):
    shop.say(0, 100)
    known = shop.learned(rule=PublishedRule())
    assert known == catalogue.Learned(learning=True, corrections=0, trial=None, lesson=None)


def test_switched_off_it_still_says_what_it_would_do(shop):
    shop.say(0, 100)
    on = shop.learned()
    catalogue.switch(shop.folder, store=shop.store, on=False)
    assert shop.learned() == replace(on, learning=False, lesson=None)
    catalogue.switch(shop.folder, store=shop.store, on=True)
    assert shop.learned() == on


def test_after_a_reset_only_new_words_teach(shop):
    shop.say(0, 100)
    before = shop.learned()
    catalogue.reset(shop.folder, store=shop.store)
    known = shop.learned()
    assert (known.learning, known.corrections, known.trial, known.lesson) == (True, 0, None, None)
    remembered = shop.store.recall(shop.photos, origin=ORIGIN)
    assert sum(memory.user is not None for memory in remembered.values()) == 100
    shop.say(0, 30)
    assert shop.learned().corrections == 30
    shop.say(30, 100)
    assert shop.learned() == before


def test_switch_and_reset_do_not_undo_each_other(shop):
    shop.say(0, 30)
    catalogue.reset(shop.folder, store=shop.store)
    catalogue.switch(shop.folder, store=shop.store, on=False)
    assert (shop.learned().learning, shop.learned().corrections) == (False, 0)
    catalogue.reset(shop.folder, store=shop.store)
    assert shop.learned().learning is False


def test_each_folder_has_its_own_switch_and_reset(shop, tmp_path):
    other = Shop(tmp_path / "other", shop.store, photos=60, seed=2)
    shop.say(0, 30)
    other.say(0, 30)
    catalogue.switch(shop.folder, store=shop.store, on=False)
    catalogue.reset(shop.folder, store=shop.store)
    assert (other.learned().learning, other.learned().corrections) == (True, 30)


def test_a_folder_is_the_same_however_it_is_spelled(shop, monkeypatch):
    shop.say(0, 30)
    catalogue.switch(shop.folder / ".." / shop.folder.name, store=shop.store, on=False)
    assert shop.learned().learning is False
    monkeypatch.chdir(shop.folder)
    catalogue.switch(type(shop.folder)("."), store=shop.store, on=True)
    assert shop.learned().learning is True


def test_a_word_counts_wherever_it_was_said_and_copies_speak_once(shop, tmp_path):
    copies = [write_photo(tmp_path / "copies", f"{n}.jpg", f"1 {n % 30}") for n in range(60)]
    shop.store.enrol((photo, content_hash(photo.path)) for photo in copies)
    shop.say(0, 30)
    assert shop.learned(folder=tmp_path / "copies", photos=copies).corrections == 30


def test_a_word_on_a_photo_without_evidence_does_not_count(tmp_path, store):
    shop = Shop(tmp_path / "shop", store, photos=40, evidence=False)
    shop.say(0, 40)
    assert shop.learned().corrections == 0


def test_decisions_with_a_lesson_are_stored_apart(shop, tmp_path):
    shop.say(0, 100)
    taught = replace(RULE, lesson=shop.learned().lesson)
    for rule in (RULE, taught):
        classify(
            shop.photos,
            store=shop.store,
            detectors=ThreadDetectors(),
            detection=Detection(),
            rule=rule,
            report=lambda progress: None,
            control=AlwaysOn(),
        )
    connection = sqlite3.connect(tmp_path / "data" / "results.sqlite")
    kept = dict(connection.execute("SELECT rule, count(*) FROM decisions GROUP BY rule"))
    connection.close()
    assert kept == {RULE.key: 300, taught.key: 300}


class Command:
    """`classify` as a user types it, with detectors that know the evidence of the shop."""

    def __init__(self, shop, monkeypatch, capsys, tmp_path):
        evidence = {photo.name: one.evidence for photo, one in zip(shop.photos, shop.shown, strict=True)}
        self.detectors, self.shop, self._capsys = ThreadDetectors(), shop, capsys
        self._paths, self._out = DataPaths.choose(tmp_path / "data"), tmp_path / "out.json"
        monkeypatch.setattr(
            self.detectors, "detect", lambda path, detection: self.saw(path.name) or evidence[path.name]
        )
        monkeypatch.setattr(command, "DetectorProcesses", lambda **choices: self.detectors)
        monkeypatch.setattr(command, "rule_named", self.rule_named)

    def saw(self, name):
        self.detectors.asked.append(name)

    def rule_named(self, name, *, person_model, lesson=None):
        return PublishedRule() if name == "published" else replace(RULE, lesson=lesson)

    def __call__(self, *words):
        """What it prints, and how many of the photos without a word it gets right."""
        arguments = parse(["classify", str(self.shop.folder), "--out", str(self._out), *words])
        assert command.run(arguments, paths=self._paths) == 0
        rows = json.loads(self._out.read_text(encoding="utf-8"))
        truth = {photo.name: one.truth for photo, one in zip(self.shop.photos, self.shop.shown, strict=True)}
        decided = [row for row in rows if row["decided_by"] != "user"]
        right = sum(row["category"] == truth[row["path"]] for row in decided)
        return self._capsys.readouterr().out.splitlines(), right / len(decided)


@pytest.fixture
def stylelift(tmp_path, store, monkeypatch, capsys):
    shop = Shop(tmp_path / "shop", store, evidence=False)
    return Command(shop, monkeypatch, capsys, tmp_path)


def test_classify_uses_the_lesson_and_says_so(stylelift):
    stylelift.shop.say(0, 100)
    lines, right = stylelift()
    assert lines[-1].startswith("your corrections: 100; agreement on photos it has not seen ")
    before, after = lines[-1].removesuffix(" %").rsplit("seen ")[1].split(" % -> ")
    assert int(after) > int(before) + 8
    assert sorted(stylelift.detectors.asked) == sorted(photo.name for photo in stylelift.shop.photos)
    lines_without, right_without = stylelift("--without-catalogue")
    assert not any("corrections" in line for line in lines_without)
    assert right > right_without + 0.08
    assert stylelift() == (lines, right)


def test_classify_says_why_it_learns_nothing(stylelift):
    assert not any("corrections" in line for line in stylelift()[0])
    stylelift.shop.say(0, 5)
    assert stylelift()[0][-1] == "your corrections: 5; from 20 on the rule learns from them"
    worn = [one for one in stylelift.shop.photos if stylelift.shop.shown[int(one.path.stem)].truth == 2]
    stylelift.shop.store.say(stylelift.shop.photos, None)
    stylelift.shop.store.say(worn[:30], Category.ON_MODEL)
    assert stylelift()[0][-1] == "your corrections: 30; they do not tell worn and product photos apart yet"
    product = [one for one in stylelift.shop.photos if one not in worn]
    stylelift.shop.store.say(product[:30], Category.PRODUCT_ONLY)
    stylelift.shop.store.say(worn[:30], None)
    stylelift.shop.say(0, 3)
    assert "; no better than without, so not used" in stylelift()[0][-1]
    catalogue.switch(stylelift.shop.folder, store=stylelift.shop.store, on=False)
    assert stylelift()[0][-1].endswith("; learning from them is switched off")


@pytest.mark.parametrize(
    ("after", "verdict"),
    [
        (0.90, "91 % -> 90 %; no better than without, so not used"),
        (0.91, "91 % -> 91 %; no better than without, so not used"),
        (0.94, "91 % -> 94 %; too little to be sure, so not used"),
    ],
)
def test_what_is_not_used_is_only_called_too_little_where_it_looked_better(
    stylelift, monkeypatch, after, verdict
):
    trial = Trial(corrections=30, before=0.91, after=after, changes=3, better=False)
    monkeypatch.setattr(
        command, "learned", lambda *asked, **known: catalogue.Learned(True, 30, trial, lesson=None)
    )
    assert stylelift()[0][-1].endswith(verdict)


def test_the_published_rule_needs_no_catalogue(stylelift):
    stylelift.shop.say(0, 100)
    lines, _ = stylelift("--rule", "published")
    assert not any("corrections" in line for line in lines)
