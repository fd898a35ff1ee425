"""The witness network against PyTorch, and what it says of photos with and without somebody."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.errors import ModelRefused
from engine.images.load import load
from engine.records import FEATURES
from engine.vision.models import BUNDLED, witness_model
from engine.vision.witness import FeatureMap, WitnessNetwork, activation, pool

REFERENCE = json.loads((Path(__file__).parent.parent / "data" / "efficientnet_lite0.json").read_text())


@pytest.fixture(scope="module")
def network():
    return WitnessNetwork(witness_model())


@pytest.fixture(scope="module")
def feature_map():
    return FeatureMap(BUNDLED / "witness.onnx", size=224)


def test_the_map_is_that_of_pytorch(feature_map):
    y, x = np.mgrid[0:224, 0:224]
    _, channels = feature_map.of(np.stack([x, y, (x + y) // 2], axis=2).astype(np.uint8))
    assert list(channels.shape) == REFERENCE["shape"]
    means = channels.mean(axis=(1, 2))
    np.testing.assert_allclose(means[REFERENCE["channels"]], REFERENCE["means"], rtol=0.02)  # half precision
    assert means.mean() == pytest.approx(REFERENCE["mean_of_all"], abs=0.001)


def test_a_portrait_speaks_more_for_a_person_than_an_empty_sheet(network, portrait):
    seen = network.look(load(portrait, edge=640).pixels)
    empty = network.look(np.full((300, 400, 3), 240, np.uint8))
    assert seen.worn > empty.worn + 1
    assert seen.face > empty.face + 1
    assert empty.look is None


def test_the_place_looked_at_is_on_the_wearer(network, shared):
    """Masks are white where the wearer is."""
    folder = shared / "training" / "worn"
    inside = []
    for path in sorted(folder.glob("*.jpg"))[::60]:
        pixels = load(path, edge=640).pixels
        x0, y0, x1, y1 = (round(edge) for edge in network.look(pixels).look)
        assert 0 <= x0 < x1 <= pixels.shape[1]
        assert 0 <= y0 < y1 <= pixels.shape[0]
        mask = np.asarray(Image.open(path.with_suffix(".png")).convert("L")) > 0
        inside.append(mask[y0:y1, x0:x1].mean() / mask.mean())
    assert np.median(inside) > 1.3  # denser with wearer than the photo as a whole


def test_the_features_are_of_unit_spread_and_the_same_each_time(network, portrait):
    pixels = load(portrait, edge=640).pixels
    first, again = network.look(pixels), network.look(pixels)
    assert first == again
    numbers = np.frombuffer(first.features, dtype="<f2")
    assert numbers.shape == (FEATURES,)
    assert 0.1 < np.abs(numbers.astype(float)).mean() < 5


def test_a_photo_lies_on_the_canvas_in_proportion(feature_map):
    box, _ = feature_map.of(np.zeros((100, 300, 3), np.uint8))
    assert (box.width, box.height, box.left, box.top) == (224, 74, 0, 75)


def test_the_activation_adds_up_to_the_log_odds():
    rng = np.random.default_rng(2)
    channels = rng.uniform(0, 6, (8, 3, 4)).astype(np.float32)
    slopes = rng.normal(size=16).astype(np.float32)
    assert activation(channels, slopes).sum() == pytest.approx(float(slopes @ pool(channels)), rel=1e-5)


def test_the_activation_is_where_the_channel_is():
    channels = np.zeros((2, 3, 3), np.float32)
    channels[0, 2, 1] = 5.0
    added = activation(channels, np.array([1, 0, 1, 0], np.float32))
    assert np.unravel_index(added.argmax(), added.shape) == (2, 1)


def test_a_file_that_is_not_the_published_one_is_refused(tmp_path):
    (tmp_path / "witness.npz").write_bytes(b"something else")
    with pytest.raises(ModelRefused, match=r"witness\.npz is not the published one"):
        WitnessNetwork(witness_model(), folders=[tmp_path])


def test_the_version_changes_with_the_regressions():
    model = witness_model()
    other = replace(model, regressions=replace(model.regressions, sha256="0" * 64))
    assert model.version != other.version


def test_what_is_worn_is_told_from_what_is_not(network, shared):
    """Far from every threshold: twenty photos of each kind, of sources that it has not learned from."""
    folder = shared / "photos"

    def median(pattern):
        said = [network.look(load(p, edge=640).pixels).worn for p in sorted(folder.glob(pattern))[:20]]
        return float(np.median(said))

    assert median("worn_legs_*") > 2
    assert median("worn_feet_*") > 2
    assert median("shoe_*") < -2
    assert median("garment_*") < -2
