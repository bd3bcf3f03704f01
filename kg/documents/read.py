"""A file becomes a Document: the one place that knows all formats."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from kg.claim import Document, Skipped
from kg.documents.blocks import lay_out
from kg.documents.encoding import decode
from kg.documents.formats import Extracted
from kg.documents.from_docx import read_docx
from kg.documents.from_html import looks_like_html, read_html
from kg.documents.from_pdf import read_pdf
from kg.documents.languages import language_name
from kg.documents.metadata import from_text, front_matter
from kg.documents.overrides import overrides
from kg.documents.phrases import phrases
from kg.errors import DocumentError

if TYPE_CHECKING:
    from kg.documents.find import Source

LIMIT = 20_000_000  # bytes of text
PACKED = 5  # times the limit: a PDF or Word file is mostly pictures
# within a paragraph; the length of what is marked is bounded because a mark may stand alone
_EMPHASIS = tuple(
    re.compile(
        rf"(?<![\w\\{mark[0]}])({re.escape(mark)})(?=[^\s{inside}])"
        r"((?:[^\n]|\n(?!\s*\n)){1,500}?)(?<!\s)\1(?!\w)"
    )
    for mark, inside in (("***", "*"), ("**", ""), ("__", ""), ("*", "*"), ("_", "_"))
)
_FENCE = re.compile(r"^[ \t]*(?P<fence>```|~~~)(?P<rest>.*)$", re.MULTILINE)


def read_document(source: Source, *, limit_bytes: int = LIMIT) -> Document:
    """Read one file.

    ``text`` is the decoded text of a text or Markdown file, unchanged but for a byte order mark and for
    spaces where Markdown marks emphasis; for the other formats it is the text of the article or the
    pages, one part a paragraph. What the file says of itself is overridden by its front matter, and
    that by ``documents.toml`` beside it.

    Raises DocumentError, with the way out, for a file that cannot be read, and KgError for a wrong
    ``documents.toml``.
    """
    name = source.name
    if source.skip:
        raise DocumentError(name, source.skip)
    given = overrides(source.path)
    found = _extract(_load(source, limit_bytes), source.path.suffix.lower(), name, limit_bytes)
    if not found.text.strip():
        raise DocumentError(name, "the file holds nothing but white space; remove it or fill it")
    given = given.over(found.metadata)
    layout = lay_out(found.text, left_out=found.left_out, kinds=found.kinds, language=given.language)
    if not layout.blocks or not layout.language:
        raise DocumentError(name, _nothing_to_read(layout.other))
    known = given.over(from_text(found.text, layout.pieces))
    return Document(
        name=name,
        text=found.text,
        language=layout.language,
        blocks=layout.blocks,
        skipped=layout.skipped,
        title=known.title,
        publisher=known.publisher,
        published=known.published,
        url=known.url,
        media_type=found.media_type,
    )


def _load(source: Source, limit: int) -> bytes:
    """The bytes of a file, refused by its size before any is read."""
    packed = source.path.suffix.lower() in (".pdf", ".docx")
    most = limit * PACKED if packed else limit
    try:
        size = source.path.stat().st_size
        if size > most:
            reason = (
                f"the file has {size / 1e6:.1f} MB, more than the {most / 1e6:g} MB that are read; split it"
            )
            raise DocumentError(source.name, reason)
        data = source.path.read_bytes()
    except OSError as error:
        reason = f"the file cannot be opened ({error.strerror}); check its permissions"
        raise DocumentError(source.name, reason) from error
    if not data:
        raise DocumentError(source.name, "the file is empty; remove it or fill it")
    return data


def _extract(data: bytes, ending: str, name: str, limit: int) -> Extracted:
    if ending == ".docx":
        return read_docx(data, name, limit)
    if ending == ".pdf" or data.startswith(b"%PDF-"):
        return read_pdf(data, name, limit)
    if ending in (".html", ".htm", ".xhtml"):
        return read_html(data, name)
    text = decode(data, name)
    return read_html(data, name) if looks_like_html(text) else _plain(text, name, markdown=ending == ".md")


def _plain(text: str, name: str, *, markdown: bool) -> Extracted:
    metadata, left_out = front_matter(text, name)
    begin = left_out[-1].end if left_out else 0
    if markdown:
        left_out += _markdown_asides(text, begin)
        text = text[:begin] + _without_emphasis(text[begin:])
    return Extracted(text, "text/markdown" if markdown else "text/plain", metadata, left_out=left_out)


def _without_emphasis(text: str) -> str:
    """Spaces for the marks around "**bold**", so that every offset stays.

    >>> _without_emphasis("**Goma** has fallen * see 2*3")
    '  Goma   has fallen * see 2*3'
    """
    for pattern in _EMPHASIS:
        text = pattern.sub(lambda found: found[2].join([" " * len(found[1])] * 2), text)
    return text


def _markdown_asides(text: str, begin: int) -> list[Skipped]:
    """Blocks of code and comments, in order."""
    codes: list[Skipped] = []
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(text, begin):
        if opened is None:
            opened = match
        elif match["fence"] == opened["fence"] and not match["rest"].strip():
            codes.append(Skipped(opened.start(), match.end(), "code"))
            opened = None
    comments: list[Skipped] = []
    end = begin
    while (start := text.find("<!--", end)) >= 0 and (close := text.find("-->", start)) >= 0:
        end = close + len("-->")
        before = bisect_left(codes, end, key=lambda code: code.start)
        if not before or codes[before - 1].end <= start:
            comments.append(Skipped(start, end, "comment"))
    return sorted(codes + comments, key=lambda stretch: stretch.start)


def _nothing_to_read(other: str) -> str:
    known = " and ".join(language_name(code) for code in phrases().languages)
    if other:
        return f"the text seems to be in {language_name(other)}; {known} are read, so give a translation"
    return f"there is no sentence to read in it; give a text in {known.replace(' and ', ' or ')}"
