"""Reads a PDF back with a library that had no part in making it."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject


def words_of(pdf: bytes) -> str:
    """Every word of every page, the running headers and footers too, without white space."""
    return squeezed("".join(pages_of(pdf)))


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def body_of(pdf: bytes, *, head: str, foot: str) -> str:
    """The words of the text, without white space: `head` stands on every page but the first, `foot` and the number on every one."""
    pages = [squeezed(page) for page in pages_of(pdf)]
    inner = [page.removesuffix(f"{squeezed(foot)}{number}/{len(pages)}") for number, page in enumerate(pages, 1)]
    return "".join([inner[0], *(page.removeprefix(squeezed(head)) for page in inner[1:])])


def squeezed(text: str) -> str:
    """The text without white space: where a line is broken is not what was written."""
    return re.sub(r"\s", "", text)


def tags_of(pdf: bytes) -> list[tuple[str, str]]:
    """Headings and paragraphs in the order a screen reader meets them, each with the language it names."""
    root = PdfReader(BytesIO(pdf)).root_object
    tags = [(str(tag["/S"]), str(tag.get("/Lang", ""))) for tag in _tags(root.get("/StructTreeRoot"))]
    return [tag for tag in tags if tag[0] in {"/H1", "/H2", "/H3", "/P"}]


def faults_of(pdf: bytes) -> list[str]:
    """What keeps the PDF from being one that everybody can read."""
    reader = PdfReader(BytesIO(pdf))
    root: Any = reader.root_object
    metadata = root["/Metadata"].get_data().decode() if "/Metadata" in root else ""
    headings = [name for name, _ in tags_of(pdf) if name.startswith("/H")]
    claims = {
        "not tagged": bool(root.get("/MarkInfo", {}).get("/Marked")) and "/StructTreeRoot" in root,
        "no language": bool(root.get("/Lang")),
        "no title": bool(reader.metadata and reader.metadata.title) and bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")),
        "not declared PDF/UA-1": "<pdfuaid:part>1</pdfuaid:part>" in metadata,
        "headings do not begin with one of the first level": headings[:1] == ["/H1"] and headings.count("/H1") == 1,
        "a font is not inside": all(_is_embedded(font) for page in reader.pages for font in _fonts(page)),
        "no bookmarks": bool(reader.outline),
    }
    return [fault for fault, is_well in claims.items() if not is_well]


def _tags(node: Any) -> Iterator[DictionaryObject]:
    found = node.get_object() if node is not None else None
    if isinstance(found, ArrayObject):
        for child in found:
            yield from _tags(child)
    elif isinstance(found, DictionaryObject):
        if "/S" in found:
            yield found
        if "/K" in found:
            yield from _tags(found["/K"])


def _fonts(page: Any) -> Iterator[DictionaryObject]:
    for font in page["/Resources"].get("/Font", {}).values():
        yield font.get_object()


def _is_embedded(font: DictionaryObject) -> bool:
    descendants: Any = font.get("/DescendantFonts", [font])
    described = [descendant.get_object()["/FontDescriptor"].get_object() for descendant in descendants if "/FontDescriptor" in descendant.get_object()]
    return bool(described) and all({"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor) for descriptor in described)
