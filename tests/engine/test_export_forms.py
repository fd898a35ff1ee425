"""COCO, sorted copies and XMP sidecars, read back by plain checks against their specifications."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest
from detecting import a_face, a_person, seen, write_photo

from engine.errors import ExportFailed
from engine.export.coco import write_coco
from engine.export.sidecars import write_sidecars
from engine.export.sorted_copies import copy_sorted
from engine.records import Category, Finding
from engine.rules.published import PublishedRule

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
FOREIGN = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:o="urn:other" o:stars="4">
<dc:subject><rdf:Bag><rdf:li>worn</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def found(photo, evidence, **more):
    return Finding(photo=photo, evidence=evidence, decision=PublishedRule().decide(evidence), **more)


def keywords(sidecar):
    return [item.text for item in ET.parse(sidecar).iter(f"{RDF}li")]


def test_coco_keeps_to_the_specification(tmp_path):
    photos = [write_photo(tmp_path, f"{n}.jpg", "x") for n in range(3)]
    evidence = seen(faces=(a_face(),), persons=(a_person(), a_person(0.1)))
    findings = [found(photos[0], evidence), found(photos[1], seen()), Finding(photos[2], problem="Damaged.")]
    write_coco(findings, tmp_path / "x.coco.json", model="m 1")
    read = json.loads((tmp_path / "x.coco.json").read_text(encoding="utf-8"))
    sizes = {one["id"]: (one["width"], one["height"]) for one in read["images"]}
    names = {one["id"]: one for one in read["categories"]}
    assert sizes == {1: (100, 200), 2: (100, 200)}
    assert sorted(names[one["category_id"]]["name"] for one in read["annotations"]) == ["face", "person"]
    for one in read["annotations"]:
        x, y, wide, high = one["bbox"]
        assert x >= 0
        assert y >= 0
        assert x + wide <= sizes[one["image_id"]][0]
        assert y + high <= sizes[one["image_id"]][1]
        assert one["iscrowd"] == 0
    face = next(one for one in read["annotations"] if "keypoints" in one)
    assert len(face["keypoints"]) == 3 * len(names[face["category_id"]]["keypoints"])
    assert face["num_keypoints"] == 5
    assert read["images"][0]["stylelift"]["category"] == 1
    assert [one["problem"] for one in read["info"]["stylelift"]["set_aside"]] == ["Damaged."]


def test_copies_overwrite_nothing_and_are_made_once(tmp_path):
    shop, target = tmp_path / "shop", tmp_path / "out"
    photos = [write_photo(shop, "a/boot.jpg", "one"), write_photo(shop, "b/boot.jpg", "two")]
    findings = [Finding(photo, user=Category.WORN) for photo in photos]
    gone = Finding(photos[0].__class__(shop, "gone.jpg", 1, 1), user=Category.WORN)
    unread = Finding(write_photo(shop, "c.jpg", "three"))
    made = copy_sorted([*findings, gone, unread], target)
    assert (made.written, made.there, len(made.problems)) == (2, 0, 2)
    assert (target / "2 worn" / "boot.jpg").read_text() == "one"
    assert (target / "2 worn" / "boot (2).jpg").read_text() == "two"
    again = copy_sorted(findings, target)
    assert (again.written, again.there) == (0, 2)
    with pytest.raises(ExportFailed, match="outside"):
        copy_sorted(findings, shop / "sorted")


def test_a_foreign_sidecar_keeps_what_it_says(tmp_path):
    photo = write_photo(tmp_path, "boot.jpg", "x")
    sidecar = tmp_path / "boot.jpg.xmp"
    sidecar.write_text(FOREIGN, encoding="utf-8")
    for category in (Category.WORN, Category.ON_MODEL):
        assert write_sidecars([Finding(photo, user=category)]).written == 1
    assert keywords(sidecar) == ["worn", "photo style: on model"]
    text = sidecar.read_text(encoding="utf-8")
    assert 'o:stars="4"' in text
    assert 'xmp:Label="on model"' in text
    assert write_sidecars([Finding(photo, user=Category.ON_MODEL)]).there == 1


def test_a_new_sidecar_and_one_that_is_no_xmp(tmp_path):
    photos = [write_photo(tmp_path, name, "x") for name in ("a.jpg", "b.jpg")]
    (tmp_path / "b.jpg.xmp").write_text("notes of mine", encoding="utf-8")
    made = write_sidecars([Finding(photo, user=Category.WORN) for photo in photos])
    assert keywords(tmp_path / "a.jpg.xmp") == ["photo style: worn"]
    assert (made.written, len(made.problems)) == (1, 1)
    assert (tmp_path / "b.jpg.xmp").read_text(encoding="utf-8") == "notes of mine"
