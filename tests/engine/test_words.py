"""The user's words in the store: many at once, all or none of them."""

from __future__ import annotations

import pytest
from detecting import write_photo

from engine.errors import StoreUnusable
from engine.records import Category
from engine.store.results import Origin

ORIGIN = Origin(model="net 1", parameters="p", reader="r")


def words(store, photos):
    known = store.recall(photos, origin=ORIGIN)
    return [known[photo].user for photo in photos]


@pytest.fixture
def photos(tmp_path):
    return [write_photo(tmp_path, f"{name}.jpg", name) for name in "abc"]


def test_different_words_are_kept_in_one_transaction(store, photos, monkeypatch):
    store.say(photos, Category.WORN)
    store.say_each({photos[0]: Category.ON_MODEL, photos[1]: None})
    kept = [Category.ON_MODEL, None, Category.WORN]
    assert words(store, photos) == kept
    monkeypatch.setattr("engine.store.results._now", lambda: None)  # the column takes no NULL
    with pytest.raises(StoreUnusable):
        store.say_each({photos[0]: Category.WORN, photos[2]: None})
    assert words(store, photos) == kept


def test_the_photos_with_a_word_can_be_asked_for_alone(store, photos):
    store.say(photos[:2], Category.WORN)
    store.say(photos[:1], None)
    assert list(store.recall(photos, origin=ORIGIN, said=True)) == [photos[1]]
