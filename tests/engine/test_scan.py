from __future__ import annotations

import os

import pytest

from engine.errors import FolderUnreadable
from engine.images.scan import scan


def touch(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def names(photos):
    return [photo.name for photo in photos]


def test_an_empty_folder_has_no_photos(tmp_path):
    assert scan(tmp_path) == []


def test_photos_come_in_the_order_of_counting(tmp_path):
    touch(tmp_path, "shoe 10.jpg", "Shoe 2.jpg", "shoe 1.JPG", "shoe.jpg", "007.png", "7.png", "zebra.heic")
    assert names(scan(tmp_path)) == [
        "007.png",
        "7.png",
        "shoe 1.JPG",
        "Shoe 2.jpg",
        "shoe 10.jpg",
        "shoe.jpg",
        "zebra.heic",
    ]


@pytest.mark.parametrize("run", [1, 3, 7, 100])
def test_merged_runs_are_one_order(tmp_path, monkeypatch, run):
    touch(tmp_path, *(f"{letter}{number}.jpg" for letter in "bAa" for number in (10, 9, 1, 2)))
    monkeypatch.setattr("engine.images.scan._RUN", run)
    counted = [f"{letter}{number}.jpg" for number in (1, 2, 9, 10) for letter in "Aa"]
    assert names(scan(tmp_path)) == [*counted, "b1.jpg", "b2.jpg", "b9.jpg", "b10.jpg"]


def test_names_that_differ_in_case_only_have_a_fixed_order(tmp_path):
    touch(tmp_path, "b.jpg", "A.jpg", "a.jpg", "B.jpg")
    assert names(scan(tmp_path)) == ["A.jpg", "a.jpg", "B.jpg", "b.jpg"]


def test_only_photos_count_and_hidden_ones_do_not(tmp_path):
    touch(tmp_path, "a.jpg", "notes.txt", "Thumbs.db", ".hidden.jpg", "._a.jpg", "jpg", "b.avif")
    (tmp_path / "folder.jpg").mkdir()
    assert names(scan(tmp_path)) == ["a.jpg", "b.avif"]


def test_size_and_time_are_those_of_the_file(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(b"12345")
    os.utime(path, ns=(0, 1_234_567_890_123_456_789))
    (photo,) = scan(tmp_path)
    assert (photo.folder, photo.path) == (tmp_path, path)
    assert (photo.size, photo.mtime_ns) == (5, 1_234_567_890_123_456_789)


def test_folders_below_count_only_when_asked(tmp_path):
    touch(tmp_path, "b.jpg", "a/1.jpg", "a/deep/2.jpg", ".git/3.jpg", "@eaDir/4.jpg", "__MACOSX/5.jpg")
    assert names(scan(tmp_path)) == ["b.jpg"]
    assert names(scan(tmp_path, recursive=True)) == ["a/1.jpg", "a/deep/2.jpg", "b.jpg"]


def test_link_loops_end_and_each_folder_counts_once_under_its_real_name(tmp_path):
    touch(tmp_path, "shop/real/1.jpg", "elsewhere/2.jpg")
    shop = tmp_path / "shop"
    (shop / "a link to real").symlink_to(shop / "real", target_is_directory=True)
    (shop / "real" / "loop").symlink_to(shop, target_is_directory=True)
    (shop / "outside").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert names(scan(shop, recursive=True)) == ["outside/2.jpg", "real/1.jpg"]
    assert names(scan(shop)) == []


def test_links_to_files_count_and_dangling_ones_are_listed(tmp_path):
    touch(tmp_path, "target.bin")
    (tmp_path / "link.jpg").symlink_to(tmp_path / "target.bin")
    (tmp_path / "nowhere.jpg").symlink_to(tmp_path / "absent")
    link, nowhere = scan(tmp_path)
    assert (link.name, link.size) == ("link.jpg", 1)
    assert (nowhere.name, nowhere.size, nowhere.mtime_ns) == ("nowhere.jpg", 0, 0)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_no_photo(tmp_path):
    os.mkfifo(tmp_path / "pipe.jpg")
    assert scan(tmp_path) == []


def test_an_unreadable_folder_below_is_logged_and_left_out(tmp_path, monkeypatch, caplog):
    touch(tmp_path, "a/1.jpg", "barred/2.jpg", "c/3.jpg")
    real = os.scandir

    def scandir(folder):
        if os.fspath(folder).endswith("barred"):
            raise PermissionError(13, "Permission denied")
        return real(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    assert names(scan(tmp_path, recursive=True)) == ["a/1.jpg", "c/3.jpg"]
    assert "barred: Permission denied" in caplog.text


@pytest.mark.parametrize("name", ["absent", "file"])
def test_what_is_no_folder_is_told(tmp_path, name):
    (tmp_path / "file").touch()
    with pytest.raises(FolderUnreadable, match=name):
        scan(tmp_path / name)


def test_a_barred_folder_is_told(tmp_path, monkeypatch):
    def scandir(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(FolderUnreadable, match="You may not read"):
        scan(tmp_path)


def test_names_that_are_no_text_are_kept(tmp_path):
    path = os.path.join(os.fsencode(tmp_path), b"caf\xe9.jpg")  # noqa: PTH118 - bytes have no Path
    try:
        with open(path, "wb"):  # noqa: PTH123
            pass
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (photo,) = scan(tmp_path)
    assert photo.path.exists()


def test_a_long_run_of_digits_is_sorted(tmp_path):
    touch(tmp_path, "9" * 200 + ".jpg", "1.jpg")
    assert names(scan(tmp_path))[0] == "1.jpg"
