from __future__ import annotations

import errno
import io
import os
import warnings
from pathlib import Path

import awkward
import numpy as np
import pytest
from PIL import Image, ImageCms, ImageOps

from engine.errors import PhotoUnreachable, PhotoUnreadable
from engine.images import load as load_module
from engine.images.load import load

NEAR = 14
"""Levels of 255 that lossy formats and colour conversion may cost in a plain area."""

GREYS = [int(v) for v in np.dot(awkward.CORNERS, [0.299, 0.587, 0.114]).round()]


def assert_near(found, expected, *, within=NEAR):
    assert np.abs(np.asarray(found, dtype=int) - np.asarray(expected, dtype=int)).max() <= within, (
        found,
        expected,
    )


@pytest.mark.parametrize("name", awkward.READABLE)
def test_awkward_photos_are_read(awkward_folder, name):
    with warnings.catch_warnings(record=True) as leaked:
        warnings.simplefilter("always")
        loaded = load(awkward_folder / name, edge=50)
    assert leaked == []
    assert loaded.pixels.dtype == np.uint8
    assert max(loaded.pixels.shape[:2]) == 50
    assert loaded.pixels.shape[2] == 3
    assert loaded.pixels.flags.c_contiguous


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("empty.jpg", "0 bytes"),
        ("text.jpg", "not a photo"),
        ("truncated.jpg", "damaged or cut short"),
        ("truncated.png", "damaged or cut short"),
        ("header bomb.png", "60000 x 60000 pixels"),
    ],
)
def test_bad_content_is_told_in_a_sentence_with_the_name(awkward_folder, name, says):
    with pytest.raises(PhotoUnreadable) as caught:
        load(awkward_folder / name, edge=100)
    sentence = str(caught.value)
    assert type(caught.value) is PhotoUnreadable
    assert sentence.startswith(name)
    assert says in sentence
    assert str(awkward_folder) not in sentence


@pytest.mark.parametrize(
    ("name", "says"),
    [("dangling link.jpg", "is gone"), ("absent.jpg", "is gone"), ("a folder.jpg", "is a folder")],
)
def test_files_that_cannot_be_opened_may_be_tried_again(awkward_folder, name, says):
    with pytest.raises(PhotoUnreachable, match=f"{name} {says}"):
        load(awkward_folder / name, edge=100)


@pytest.mark.skipif(os.name == "nt", reason="Windows bars files in another way")
def test_a_barred_file_is_unreachable(awkward_folder):
    with awkward.as_nobody(), pytest.raises(PhotoUnreachable, match=r"You may not read barred\.jpg"):
        load(awkward_folder / "barred.jpg", edge=100)


@pytest.mark.parametrize(
    ("error", "kind", "says"),
    [
        (PermissionError(errno.EACCES, "denied"), PhotoUnreachable, "You may not read"),
        (OSError(errno.EIO, "Input/output error"), PhotoUnreachable, "Input/output error"),
        (MemoryError(), PhotoUnreachable, "memory"),
        (IndexError("a decoder tripped"), PhotoUnreadable, "damaged"),
    ],
)
def test_whatever_a_decoder_raises_becomes_a_sentence(awkward_folder, monkeypatch, error, kind, says):
    def trip(*_args, **_kwargs):
        raise error

    monkeypatch.setattr(Image, "open", trip)
    with pytest.raises(PhotoUnreadable, match=says) as caught:
        load(awkward_folder / "rgba.png", edge=100)
    assert type(caught.value) is kind


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientations_equal_pillows_own_turning(awkward_folder, orientation):
    path = awkward_folder / f"turned {orientation}.jpg"
    with Image.open(path) as image:
        reference = ImageOps.exif_transpose(image).convert("RGB")
    loaded = load(path, edge=10_000)
    assert (loaded.width, loaded.height) == reference.size
    assert np.array_equal(loaded.pixels, np.asarray(reference))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", [".tif", ".png", ".webp", ".jpg", ".avif"])
def test_orientations_in_other_formats_and_when_shrunk(tmp_path, orientation, suffix):
    path = tmp_path / f"turned{suffix}"
    awkward.save_turned(awkward.quarters((600, 400)), path, orientation=orientation)
    loaded = load(path, edge=60)
    assert (loaded.width, loaded.height) == (600, 400)
    assert loaded.pixels.shape == (40, 60, 3)
    assert_near(awkward.corners(loaded.pixels), awkward.CORNERS)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_heic_is_turned_once(tmp_path, orientation):
    """HEIF's own turning counts; its decoder does it, and the EXIF copy of it must not turn again."""
    path = tmp_path / "turned.heic"
    awkward.save_turned(awkward.quarters((600, 400)), path, orientation=orientation)
    loaded = load(path, edge=60)
    assert (loaded.width, loaded.height) == (600, 400)
    assert_near(awkward.corners(loaded.pixels), awkward.CORNERS)


@pytest.mark.parametrize(
    "name",
    ["cmyk.jpg", "animated.gif", "animated.webp", "progressive.jpg", "really a png.jpg", "phone.heic"],
)
def test_colours_survive(awkward_folder, name):
    assert_near(awkward.corners(load(awkward_folder / name, edge=60).pixels), awkward.CORNERS)


@pytest.mark.parametrize("name", ["16 bit grey.png", "16 bit grey.tif"])
def test_16_bits_are_scaled_not_clipped(awkward_folder, name):
    expected = [(grey, grey, grey) for grey in GREYS]
    assert_near(awkward.corners(load(awkward_folder / name, edge=60).pixels), expected, within=1)


@pytest.mark.parametrize(
    ("dtype", "white"), [(np.int32, 65_535), (np.int32, 2_000_000), (np.float32, 1.0), (np.float32, 255.0)]
)
def test_deep_tiffs_have_their_highest_value_white(tmp_path, dtype, white):
    ramp = (np.linspace(0, 1, 100)[None, :].repeat(10, axis=0) * white).astype(dtype)
    path = tmp_path / "deep.tif"
    Image.fromarray(ramp).save(path)
    found = load(path, edge=100).pixels[5, :, 0].astype(int)
    assert np.abs(found - np.linspace(0, 255, 100)).max() <= 1


@pytest.mark.parametrize("name", ["rgba.png", "grey with alpha.png", "palette.png"])
@pytest.mark.parametrize("edge", [60, 10])
def test_what_is_transparent_becomes_white(awkward_folder, name, edge):
    found = awkward.corners(load(awkward_folder / name, edge=edge).pixels)
    assert_near(found[0], (255, 255, 255), within=1)
    assert max(found[1]) < 200


def test_a_transparent_colour_does_not_bleed_into_its_neighbours(tmp_path):
    """Black and see-through beside white: averaged in the wrong order that gives grey."""
    stripes = Image.new("RGBA", (1000, 1000), "white")
    stripes.paste((0, 0, 0, 0), (0, 0, 500, 1000))
    path = tmp_path / "stripes.png"
    stripes.save(path)
    assert load(path, edge=33).pixels.min() == 255


@pytest.mark.parametrize(("mode", "colour"), [("RGB", (0, 0, 0)), ("L", 0)])
def test_a_colour_that_stands_for_transparent_becomes_white(tmp_path, mode, colour):
    path = tmp_path / "keyed.png"
    Image.new(mode, (300, 300), colour).save(path, transparency=colour)
    assert load(path, edge=50).pixels.min() == 255


def test_one_bit_is_averaged_to_grey(tmp_path):
    board = np.indices((400, 400)).sum(axis=0) % 2 == 0
    path = tmp_path / "board.png"
    Image.fromarray(board).save(path)
    assert_near(load(path, edge=50).pixels, np.full((50, 50, 3), 127), within=4)


def test_a_colour_profile_is_followed(tmp_path):
    """Under a profile of linear light, 55 of 255 is what sRGB calls 128 (IEC 61966-2-1)."""
    profile = _gamma_one_profile()
    path = tmp_path / "linear.png"
    Image.new("RGB", (20, 20), (55, 55, 55)).save(path, icc_profile=profile)
    assert_near(load(path, edge=20).pixels[5, 5], (128, 128, 128), within=4)


def test_a_broken_colour_profile_is_ignored(tmp_path):
    path = tmp_path / "broken.png"
    awkward.quarters().save(path, icc_profile=b"no profile at all")
    assert awkward.corners(load(path, edge=60).pixels) == list(awkward.CORNERS)


def test_broken_exif_is_ignored(tmp_path):
    path = tmp_path / "broken exif.jpg"
    awkward.quarters().save(path, exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff broken", quality=95)
    assert_near(awkward.corners(load(path, edge=60).pixels), awkward.CORNERS)


def test_size_is_that_of_the_whole_photo_and_nothing_is_enlarged(awkward_folder):
    loaded = load(awkward_folder / "turned 6.jpg", edge=100)
    assert max(loaded.width, loaded.height) == 600
    assert max(loaded.pixels.shape) == 100
    small = load(awkward_folder / "rgba.png", edge=5000)
    assert small.pixels.shape == (small.height, small.width, 3) == (40, 60, 3)


def test_extreme_shapes_keep_a_pixel(tmp_path):
    path = tmp_path / "line.png"
    Image.new("RGB", (5000, 1), "red").save(path)
    assert load(path, edge=100).pixels.shape == (1, 100, 3)


@pytest.mark.parametrize("suffix", [".jpg", ".png"])
def test_shrinking_agrees_with_a_slow_exact_filter(tmp_path, portrait, suffix):
    with Image.open(portrait) as picture:
        large = picture.resize((1530, 1800), Image.Resampling.BICUBIC)
    path = tmp_path / f"large{suffix}"
    large.save(path)
    with Image.open(path) as image:
        exact = image.convert("RGB").resize((170, 200), Image.Resampling.LANCZOS)
    difference = np.asarray(exact, dtype=int) - load(path, edge=200).pixels
    assert np.sqrt((difference**2).mean()) < 3


def test_jpegs_are_decoded_at_a_fraction(tmp_path, monkeypatch):
    """The limit counts decoded pixels, so a JPEG above it passes at a small edge and not at its full one."""
    monkeypatch.setattr(load_module, "PIXEL_LIMIT", 100_000)
    path = tmp_path / "large.jpg"
    awkward.quarters((1200, 800)).save(path)
    assert load(path, edge=150).width == 1200
    with pytest.raises(PhotoUnreadable, match="1200 x 800"):
        load(path, edge=1200)
    awkward.quarters((1200, 800)).save(path, progressive=True)
    with pytest.raises(PhotoUnreadable, match="1200 x 800"):
        load(path, edge=150)


def test_other_programs_formats_are_refused(tmp_path):
    """Pillow would hand an EPS file to Ghostscript."""
    path = tmp_path / "innocent.jpg"
    buffer = io.BytesIO()
    awkward.quarters().save(buffer, format="EPS")
    path.write_bytes(buffer.getvalue())
    with pytest.raises(PhotoUnreadable, match="not a photo"):
        load(path, edge=100)


def test_a_name_that_is_no_text_can_be_told(tmp_path):
    path = Path(str(tmp_path)) / "caf\udce9.jpg"
    with pytest.raises(PhotoUnreachable) as caught:
        load(path, edge=10)
    assert str(caught.value).encode().startswith(rb"caf\xe9.jpg is gone")


def _gamma_one_profile() -> bytes:
    """sRGB's profile with its tone curves replaced by straight lines."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(profile[128:132])
    for tag in range(count):
        entry = 132 + 12 * tag
        if profile[entry + 1 : entry + 4] == b"TRC":
            offset = int.from_bytes(profile[entry + 4 : entry + 8])
            profile[offset : offset + 12] = b"curv" + bytes(8)
            profile[entry + 8 : entry + 12] = (12).to_bytes(4)
        if profile[entry : entry + 4] == b"desc":
            offset = int.from_bytes(profile[entry + 4 : entry + 8])
            name = profile.find("sRGB".encode("utf-16-be"), offset)
            profile[name : name + 8] = "mine".encode("utf-16-be")
    return bytes(profile)
