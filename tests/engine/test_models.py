import tomllib

import pytest

from engine.errors import ModelRefused
from engine.vision.models import BUNDLED, ModelFile, genuine, person_model


def test_the_bundled_network_is_genuine():
    tiny = person_model("yolov3-tiny")
    assert genuine(tiny.weights, [BUNDLED]).stat().st_size == 35_434_956
    assert genuine(tiny.cfg, [BUNDLED]).is_file()
    assert tiny.version == "yolov3-tiny dccea06f"


def test_the_full_network_s_cfg_is_here_and_its_weights_are_asked_for(tmp_path):
    full = person_model("yolov3")
    assert genuine(full.cfg, [BUNDLED]).is_file()
    with pytest.raises(ModelRefused, match=r"yolov3\.weights is missing"):
        genuine(full.weights, [tmp_path, BUNDLED])


def test_every_network_of_the_manifest_is_described():
    manifest = tomllib.loads((BUNDLED / "manifest.toml").read_text(encoding="utf-8"))
    for entry in [*manifest["person"].values(), *manifest["face"].values()]:
        assert entry["source"]
        assert entry["licence"]
        assert entry["input_sizes"]
        assert 0 < entry["min_threshold"] < entry["max_threshold"] < 1


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(ModelRefused, match="yolov3, yolov3-tiny"):
        person_model("yolov9")


@pytest.mark.parametrize("content", [b"another network", b"published bytez"])
def test_a_changed_file_is_refused_and_left_alone(tmp_path, content):
    file = tmp_path / "net.weights"
    file.write_bytes(content)
    promised = ModelFile(
        "net.weights", 15, "6c179f21e6f62b629055d8ab40f454ed02e48b68563913473b857d3638e23b28"
    )
    with pytest.raises(ModelRefused, match="SHA-256 differs"):
        genuine(promised, [tmp_path])
    assert file.read_bytes() == content
