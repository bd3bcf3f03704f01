"""PDF: the text of its pages by pypdf, without running headers, words rejoined at line ends."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import replace
from typing import Any

from kg.claim import Skipped
from kg.documents.dates import edtf
from kg.documents.formats import Extracted, quiet
from kg.documents.metadata import Metadata, clean_title
from kg.errors import DocumentError

_HYPHEN = re.compile(r"(?P<before>[^\W\d_]{1,30})-\n(?P<after>[a-zß-öø-ÿœ]{1,30})")
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"\W*(?:[^\W\d_]{1,5}\W+)?\d{1,4}(?:\s*(?:/|[^\W\d_]{2,3})\s*\d{1,4})?\W*")
# what a browser prints at the edges of a page: the day and hour with the title, the address with the page
_PRINTED_HEAD = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},?\s+\d{1,2}:\d\d.*")
_PRINTED_FOOT = re.compile(r"\S+://\S+\s+\d+/\d+")
MEDIA_TYPE = "application/pdf"
EDGE = 2  # lines at the top and bottom of a page that may be running headers
MOST_PAGES = 5000


def read_pdf(data: bytes, name: str, limit: int) -> Extracted:
    """The text of a PDF of at most ``limit`` characters, and its properties.

    Raises DocumentError for a file that is malformed, locked with a password, too long or without text.
    """
    if b"%PDF-" not in data[:1024]:
        raise DocumentError(name, "this is no PDF file; give it the ending that fits its content")
    from pypdf.errors import PyPdfError

    with quiet("pypdf"):
        try:
            pages, metadata = _read(data, name, limit)
        except DocumentError:
            raise
        except (PyPdfError, RecursionError, MemoryError, ArithmeticError, OSError, EOFError) as error:
            raise DocumentError(name, "this PDF is malformed; save it again or as text") from error
        except (
            ValueError,
            TypeError,
            AttributeError,
            LookupError,
            AssertionError,
            NotImplementedError,
        ) as error:
            raise DocumentError(name, "this PDF cannot be read; save it again or as text") from error
    text, left_out = _assemble(pages)
    if not text.strip():
        raise DocumentError(name, "this PDF holds no text, only pictures; run text recognition on it first")
    metadata = replace(metadata, title=clean_title(metadata.title, text))
    return Extracted(text, MEDIA_TYPE, metadata, left_out=left_out)


def _read(data: bytes, name: str, limit: int) -> tuple[list[str], Metadata]:
    from pypdf import PasswordType, PdfReader

    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise DocumentError(name, "this PDF is locked with a password; save it without one")
    if len(reader.pages) > MOST_PAGES:
        raise DocumentError(name, f"this PDF has more than {MOST_PAGES} pages; split it")
    pages: list[str] = []
    size = 0
    for page in reader.pages:
        pages.append(page.extract_text() or "")
        size += len(pages[-1])
        if size > limit:
            raise DocumentError(
                name, f"this PDF holds more than {limit / 1e6:g} million characters; split it"
            )
    return pages, _properties(reader)


def _properties(reader: Any) -> Metadata:
    """Title from the information dictionary, the rest from XMP, which alone tells a date of publication."""
    info = reader.metadata
    xmp = reader.xmp_metadata
    publishers = (xmp.dc_publisher or []) if xmp else []
    dates = (xmp.dc_date or []) if xmp else []
    return Metadata(
        title=str(info.title) if info and info.title else None,
        publisher=str(publishers[0]) if publishers else None,
        published=edtf(str(dates[0])[:10]) if dates else None,
    )


def _assemble(pages: list[str]) -> tuple[str, list[Skipped]]:
    """One text, running headers and page numbers moved to its end so that no sentence is cut by one."""
    lines = [[line.strip() for line in page.splitlines() if line.strip()] for page in pages]
    repeated = Counter(
        _masked(line) for page in lines for line in {*page[:EDGE], *page[-EDGE:]} if len(lines) > 1
    )
    running = {line for line, count in repeated.items() if count > 1 and count * 2 >= len(lines)}
    body: list[str] = []
    aside: list[str] = []
    for page in lines:
        asides = {_masked(line) for line in page if _PAGE_NUMBER.fullmatch(line)} | running | _printed(page)
        for i, line in enumerate(page):
            edge = i < EDGE or i >= len(page) - EDGE
            (aside if edge and _masked(line) in asides else body).append(line)
    text = _unhyphenated("\n".join(body))
    if not aside:
        return text, []
    end = len(text)
    text += "\n\n" + "\n".join(aside)
    return text, [Skipped(end + 2, len(text), "page header or footer")]


def _printed(page: list[str]) -> set[str]:
    """The lines, masked, that a browser put around a page which it printed; none without an address."""
    edges = [*page[:EDGE], *page[-EDGE:]]
    if not any(_PRINTED_FOOT.fullmatch(line) for line in edges):
        return set()
    return {_masked(line) for line in edges if _PRINTED_FOOT.fullmatch(line) or _PRINTED_HEAD.fullmatch(line)}


def _masked(line: str) -> str:
    return _DIGITS.sub("#", " ".join(line.split()))


def _unhyphenated(text: str) -> str:
    """Rejoin words that were cut at the end of a line; a hyphen that the text shows to belong stays."""
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text))

    def rejoined(match: re.Match[str]) -> str:
        before, after = match.group("before"), match.group("after")
        hyphenated = words[f"{before}-{after}"] > words[before + after]
        prefix = words[before] > 0 and words[after] > 1 and words[before] > words[before + after] + 1
        return f"{before}-{after}" if hyphenated or prefix else before + after

    return _HYPHEN.sub(rejoined, text)
