"""The category of each photo as keyword and label in an XMP file beside it.

The format is that of ISO 16684-1: `dc:subject` is a bag of keywords, `xmp:Label` a text by which programs
group photos. The file is named as digiKam and darktable name it: boot.jpg.xmp beside boot.jpg.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.dom import minidom
from xml.parsers.expat import ExpatError

from engine.errors import ExportFailed, readable_name
from engine.export.exporting import Exported, Watch, no_category, watched
from engine.files import replace_file
from engine.records import Category, Finding

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = "http://purl.org/dc/elements/1.1/"
XMP = "http://ns.adobe.com/xap/1.0/"
KEYWORDS = {category: f"photo style: {category.label}" for category in Category}
"""So worded that no keyword of the user's own is taken for one of these."""
LABELS = {category: category.label for category in Category}

_XMLNS = "http://www.w3.org/2000/xmlns/"
_LARGEST = 5_000_000
"""Bytes of a sidecar that is read."""
_EMPTY = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Stylelift">'
    f'<rdf:RDF xmlns:rdf="{RDF}"><rdf:Description rdf:about=""/></rdf:RDF></x:xmpmeta>'
)


def write_sidecars(findings: Sequence[Finding], *, watch: Watch | None = None) -> Exported:
    """Say the category of each photo in the XMP file beside it.

    A file that is there keeps all it says: only the keyword, and the label where it is none of another
    program's, are set anew. One that cannot be read as XMP is left alone, and the photo becomes a problem.
    Raises ExportStopped where the `watch` ends it: what was written until then stays.
    """
    written = there = 0
    problems: list[str] = []
    for finding in watched(findings, watch=watch or Watch()):
        if finding.category is None:
            problems.append(no_category(finding))
            continue
        path = finding.photo.path
        try:
            changed = _say(path.with_name(f"{path.name}.xmp"), finding.category)
        except ExportFailed as error:
            problems.append(str(error))
            continue
        written, there = written + changed, there + (not changed)
    return Exported(written, there, tuple(problems))


def _say(sidecar: Path, category: Category) -> bool:
    """Write the sidecar; False where it says so already. Raises ExportFailed."""
    name = readable_name(sidecar.name)
    try:
        before = _content(sidecar)
        after = _merged(before if before is not None else _EMPTY.encode(), category)
        if after == before:
            return False
        replace_file(sidecar, after)
    except OSError as error:
        raise ExportFailed(
            f"{name} cannot be written ({error.strerror or error}): check the folder of the photo."
        ) from error
    except (ExpatError, ValueError) as error:
        raise ExportFailed(
            f"{name} is no XMP that can be added to; it was left as it is: move it away, then try again."
        ) from error
    return True


def _content(sidecar: Path) -> bytes | None:
    """What another program, or an earlier export, has written; None where there is nothing."""
    try:
        with sidecar.open("rb") as file:
            return file.read(_LARGEST + 1)
    except FileNotFoundError:
        return None


def _merged(content: bytes, category: Category) -> bytes:
    """The sidecar with this category in place of any other. Raises ExpatError and ValueError."""
    # Entities can blow a small file up to any size, and no XMP needs them.
    if len(content) > _LARGEST or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ValueError("not read")
    book = minidom.parseString(content)
    descriptions = book.getElementsByTagNameNS(RDF, "Description")
    if not descriptions:
        raise ValueError("no description")
    changed = _set_keyword(book, descriptions, KEYWORDS[category])
    changed = _set_label(book, descriptions, LABELS[category]) or changed
    return book.toxml(encoding="utf-8") if changed or content == _EMPTY.encode() else content


def _set_keyword(book: minidom.Document, descriptions: Sequence[minidom.Element], keyword: str) -> bool:
    """Take our other keywords out of the bag and put this one in; whether that changed anything."""
    bag = _bag(book, descriptions)
    items = {item: _text(item) for item in bag.getElementsByTagNameNS(RDF, "li")}
    stale = [item for item, text in items.items() if text in KEYWORDS.values() and text != keyword]
    for item in stale:
        bag.removeChild(item)
    if keyword in items.values():
        return bool(stale)
    added = book.createElementNS(RDF, _prefixed(bag, "li"))
    added.appendChild(book.createTextNode(keyword))
    bag.appendChild(added)
    return True


def _bag(book: minidom.Document, descriptions: Sequence[minidom.Element]) -> minidom.Element:
    """The keywords, made where there are none. Raises ValueError where they are no list."""
    for description in descriptions:
        for subject in description.getElementsByTagNameNS(DC, "subject"):
            for kind in ("Bag", "Seq"):
                bags = subject.getElementsByTagNameNS(RDF, kind)
                if bags:
                    return bags[0]
            raise ValueError("keywords that are no list")
    first = descriptions[0]
    subject = book.createElementNS(DC, "dc:subject")
    subject.setAttributeNS(_XMLNS, "xmlns:dc", DC)
    bag = book.createElementNS(RDF, _prefixed(first, "Bag"))
    subject.appendChild(bag)
    first.appendChild(subject)
    return bag


def _set_label(book: minidom.Document, descriptions: Sequence[minidom.Element], label: str) -> bool:
    """Set the label unless another program has set one; whether that changed anything."""
    for description in descriptions:
        elements = description.getElementsByTagNameNS(XMP, "Label")
        now = _text(elements[0]) if elements else description.getAttributeNS(XMP, "Label")
        if not now:
            continue
        if now == label or now not in LABELS.values():
            return False
        if not elements:
            description.setAttributeNS(XMP, _name_of_label(description), label)
            return True
        for node in list(elements[0].childNodes):
            elements[0].removeChild(node)
        elements[0].appendChild(book.createTextNode(label))
        return True
    descriptions[0].setAttributeNS(_XMLNS, "xmlns:xmp", XMP)
    descriptions[0].setAttributeNS(XMP, "xmp:Label", label)
    return True


def _name_of_label(description: minidom.Element) -> str:
    """The attribute's name with the prefix that the file has for it."""
    node = description.getAttributeNodeNS(XMP, "Label")
    return node.name if node is not None else "xmp:Label"


def _prefixed(near: minidom.Element, name: str) -> str:
    """A name in the namespace of RDF, with the prefix that the file has for it."""
    return f"{near.prefix}:{name}" if near.prefix else name


def _text(element: minidom.Element) -> str:
    return "".join(node.data for node in element.childNodes if isinstance(node, minidom.Text)).strip()
