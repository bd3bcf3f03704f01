"""HTML: the article in a page and what the page says of it, by trafilatura (Barbaresi 2021)."""

from __future__ import annotations

import re
from typing import Any

from kg.documents.dates import edtf
from kg.documents.encoding import decode
from kg.documents.formats import Extracted, TextBuilder, quiet
from kg.documents.metadata import Metadata
from kg.documents.phrases import bare
from kg.errors import DocumentError

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset=[\"']?\s*([\w-]+)|<\?xml[^>]{0,100}?encoding=[\"']([\w-]+)", re.I
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_LOOKS_LIKE = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
_PARTS = {"head": "headline", "p": "", "item": "item", "quote": "", "row": "item", "code": "", "ab": ""}
MEDIA_TYPE = "text/html"
DEEPEST = 400  # elements within each other


def looks_like_html(text: str) -> bool:
    """Whether a text is a page of HTML, whatever its file is called."""
    return bool(_LOOKS_LIKE.match(text[:4000]))


def read_html(data: bytes, name: str) -> Extracted:
    """The article of a page. Raises DocumentError where there is none or the page is malformed."""
    page = _DECLARATION.sub("", _decode(data, name))
    if "<" not in page:
        raise DocumentError(name, "this is no HTML page; name it .txt if it is text")
    with quiet("trafilatura", "htmldate", "courlan", "justext", "lxml"):
        try:
            found = _extract(page)
        except (
            RecursionError,
            MemoryError,
            ValueError,
            TypeError,
            AttributeError,
            LookupError,
            SyntaxError,
        ) as error:
            raise DocumentError(name, "this page is malformed; save it again or as text") from error
    if found is None or found.body is None:
        raise DocumentError(name, "no article was found in this page; save its text as .txt")
    builder = TextBuilder()
    title = (found.title or "").strip() or None
    parts = list(_parts(found.body))
    if title and not any(bare(title) == bare(text) for text, _ in parts[:6]):
        builder.add(title, "headline")
    for text, kind in parts:
        builder.add(text, kind)
    extracted = builder.extracted(MEDIA_TYPE, _metadata(found, title))
    if not extracted.text.strip():
        raise DocumentError(name, "no article was found in this page; save its text as .txt")
    return extracted


def _decode(data: bytes, name: str) -> str:
    """The page as text, in the encoding that it declares where that holds."""
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        encoding = (declared.group(1) or declared.group(2)).decode("ascii")
        try:
            # pages that say ISO 8859-1 mean Windows' code page (WHATWG Encoding, section 4.2)
            return data.decode(
                "cp1252" if encoding.lower() in ("iso-8859-1", "latin-1", "ascii") else encoding
            )
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, name)


def _extract(page: str) -> Any:
    import trafilatura
    from lxml import html

    tree = html.document_fromstring(page, parser=html.HTMLParser(huge_tree=False, remove_comments=True))
    if _too_deep(tree):
        raise ValueError("nested too deeply")
    return trafilatura.bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        include_formatting=True,
        date_extraction_params={"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"},
    )


def _too_deep(tree: Any) -> bool:
    level, depth = [tree], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            return True
        level = [child for element in level for child in element]
    return False


def _parts(element: Any) -> list[tuple[str, str]]:
    """The parts of the article in order, with their kinds; text between parts is a part of its own."""
    kind = _PARTS.get(element.tag)
    inner = [child for child in element.iter() if child is not element and child.tag in _PARTS]
    if kind is not None and not inner:
        cells = [" ".join("".join(cell.itertext()).split()) for cell in element.iter("cell")]
        text = " | ".join(cells) if len(cells) > 1 else "".join(element.itertext())
        return [(text, kind)] if text.strip() else []
    parts = [(element.text, kind or "")] if element.text and element.text.strip() else []
    for child in element:
        parts.extend(_parts(child))
        if child.tail and child.tail.strip():
            parts.append((child.tail, kind or ""))
    return parts


def _metadata(found: Any, title: str | None) -> Metadata:
    return Metadata(
        title=title,
        publisher=(found.sitename or "").strip() or None,
        published=edtf(found.date or ""),
        url=found.url or None,
    )
