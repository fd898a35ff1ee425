from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import awkward
import numpy as np
import pytest

from engine.errors import PhotoUnreadable
from engine.images.scan import scan
from engine.images.thumbs import ThumbCache


@pytest.fixture
def photo(tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    awkward.save_turned(awkward.quarters((600, 400)), folder / "a.jpg", orientation=6)
    return scan(folder)[0]


@pytest.fixture
def cache(tmp_path):
    return ThumbCache(tmp_path / "thumbs", edge=120)


def cache_files(tmp_path):
    return sorted(path for path in (tmp_path / "thumbs").rglob("*") if path.is_file())


def test_a_thumbnail_is_upright_and_small(cache, photo):
    pixels = cache.get(photo)
    assert pixels.shape == (80, 120, 3)
    assert pixels.dtype == np.uint8
    assert np.abs(np.subtract(awkward.corners(pixels), awkward.CORNERS)).max() < 15


def test_the_second_time_it_comes_from_the_disk(cache, photo, tmp_path):
    first = cache.get(photo)
    (file,) = cache_files(tmp_path)
    assert (file.parent.parent, len(file.parent.name)) == (tmp_path / "thumbs", 2)
    photo.path.unlink()
    again = ThumbCache(tmp_path / "thumbs", edge=120).get(photo)
    assert again.shape == first.shape
    assert np.abs(np.subtract(awkward.corners(again), awkward.CORNERS)).max() < 15


def test_a_changed_photo_has_a_new_thumbnail(cache, photo, tmp_path):
    cache.get(photo)
    awkward.quarters((100, 100)).save(photo.path)
    changed = replace(photo, size=photo.path.stat().st_size, mtime_ns=photo.mtime_ns + 1)
    assert cache.get(changed).shape == (100, 100, 3)
    assert len(cache_files(tmp_path)) == 2


@pytest.mark.parametrize("rubbish", [b"", b"no picture", None])
def test_a_broken_cache_file_is_made_anew(cache, photo, tmp_path, rubbish):
    first = cache.get(photo)
    (file,) = cache_files(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2] if rubbish is None else rubbish)
    assert np.array_equal(cache.get(photo), first)
    assert file.read_bytes() == whole


def test_a_broken_photo_is_told(cache, photo, tmp_path):
    photo.path.write_bytes(b"text")
    with pytest.raises(PhotoUnreadable, match=r"a\.jpg"):
        cache.get(photo)
    assert cache_files(tmp_path) == []


def test_a_cache_that_cannot_be_written_costs_no_picture(tmp_path, photo, caplog):
    (tmp_path / "in the way").touch()
    assert ThumbCache(tmp_path / "in the way", edge=120).get(photo).shape == (80, 120, 3)
    assert "cannot keep a thumbnail" in caplog.text


def test_the_oldest_go_when_there_are_too_many(tmp_path, photo):
    shelf = tmp_path / "thumbs" / "ab"
    shelf.mkdir(parents=True)
    for age, name in enumerate(("new.jpg", "old.jpg", "older.jpg")):
        (shelf / name).write_bytes(bytes(1000))
        os.utime(shelf / name, (1000 - age, 1000 - age))
    (tmp_path / "thumbs" / "not ours.txt").write_bytes(bytes(5000))
    ThumbCache(tmp_path / "thumbs", edge=120, limit=1500).get(photo)
    left = {path.name for path in cache_files(tmp_path)}
    assert {"new.jpg", "not ours.txt"} < left
    assert not {"old.jpg", "older.jpg"} & left


def test_threads_share_a_cache(cache, photo, tmp_path):
    with ThreadPoolExecutor(8) as pool:
        shapes = {pixels.shape for pixels in pool.map(cache.get, [photo] * 64)}
    assert shapes == {(80, 120, 3)}
    assert len(cache_files(tmp_path)) == 1


def test_thumbnails_of_different_sizes_do_not_mix(cache, photo, tmp_path):
    cache.get(photo)
    assert ThumbCache(tmp_path / "thumbs", edge=60).get(photo).shape == (40, 60, 3)


def test_pixels_from_disk_and_fresh_may_not_be_written_to(cache, photo):
    assert not cache.get(photo).flags.writeable
    assert not cache.get(photo).flags.writeable
