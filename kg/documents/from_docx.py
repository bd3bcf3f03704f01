"""DOCX: the paragraphs of the body, tables and notes, by python-docx."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from kg.documents.formats import Extracted, TextBuilder, quiet
from kg.documents.metadata import Metadata, clean_title
from kg.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SPACES = (f"{_W}tab", f"{_W}br", f"{_W}cr")
_HEADINGS = ("heading", "title", "subtitle")


def read_docx(data: bytes, name: str, limit: int) -> Extracted:
    """The text of a Word document whose parts, unpacked, have at most ``limit`` bytes of XML.

    Raises DocumentError for a file that is malformed, locked, too long or without text.
    """
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        with quiet("docx"):
            _check_size(data, name, limit)
            document = Document(io.BytesIO(data))
            builder = _body(document)
            title = document.core_properties.title
    except (zipfile.BadZipFile, OpcError, LxmlError, KeyError, ValueError, AttributeError, OSError) as error:
        reason = "this is no Word document or a damaged or locked one; save it again as .docx or as text"
        raise DocumentError(name, reason) from error
    extracted = builder.extracted(MEDIA_TYPE, Metadata())
    if not extracted.text:
        raise DocumentError(name, "this document holds no text; save what it shows as text")
    extracted.metadata = Metadata(title=clean_title(title, extracted.text))
    return extracted


def _check_size(data: bytes, name: str, limit: int) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = sum(part.file_size for part in archive.infolist() if part.filename.endswith((".xml", ".rels")))
    if size > 4 * limit:
        raise DocumentError(name, f"this document unpacks to {size / 1e6:.0f} MB of text; split it")


def _body(document: Any) -> TextBuilder:
    builder = TextBuilder()
    styles = {style.style_id: style for style in document.styles if style.style_id}
    for paragraph in document.element.body.iter(f"{_W}p"):
        builder.add(_text(paragraph), _kind(paragraph, styles))
    for part in document.part.package.iter_parts():
        if str(part.partname).endswith(("/footnotes.xml", "/endnotes.xml")):
            for text in _note_texts(part.blob):
                builder.add(text, "item")
    for section in document.sections:
        for edge in (section.header, section.footer):
            builder.add(
                " ".join(paragraph.text for paragraph in edge.paragraphs), reason="page header or footer"
            )
    return builder


def _note_texts(blob: bytes) -> Iterator[str]:
    from lxml import etree

    for paragraph in etree.fromstring(blob, etree.XMLParser(resolve_entities=False)).iter(f"{_W}p"):
        yield _text(paragraph)


def _text(paragraph: Any) -> str:
    """The words of a paragraph, inserted ones too, without those of paragraphs in its text boxes."""
    if any(ancestor.tag == _FALLBACK for ancestor in paragraph.iterancestors()):
        return ""
    words: list[str] = []
    for element in paragraph.iter(f"{_W}t", *_SPACES):
        if next(element.iterancestors(f"{_W}p")) is paragraph:
            words.append(" " if element.tag in _SPACES else element.text or "")
    return "".join(words)


def _kind(paragraph: Any, styles: dict[str, Any]) -> str:
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        return ""
    named = properties.find(f"{_W}pStyle")
    style = styles.get(named.get(f"{_W}val")) if named is not None else None
    name = (style.name or "").lower() if style is not None else ""
    if name.startswith(_HEADINGS):
        return "headline"
    if name.startswith("caption"):
        return "caption"
    return "item" if name.startswith("list") or properties.find(f"{_W}numPr") is not None else ""
