"""Sentences, parts of speech, lemmas and dependencies of English and French text."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

    from kg.claim import Block, Document

PIPELINES = Path(__file__).parent
LANGUAGES = tuple(sorted(path.parent.name for path in PIPELINES.glob("*/grammar.toml")))
"""What documents are read in, and results told in: each has a folder here."""
_SENTENCE_END = re.compile(r"(?:\w{4}|\d)[.!?…][^\w\s]* (?=[^\w\s]*[A-ZÀ-Þ])")
_LONGEST = 600  # tokens parsed in one piece; the parser's time per token grows with long sentences
_SPACE = re.compile(r"\s+")
# Web pages lose the space after a quotation, a bracket, a year, an acronym: "(IFRI)The", "2016.The", "UN.It".
_GLUED = "|".join(
    (
        r"""(?<=[^\W_])["”»)](?=[^\W\d_])""",
        r"""(?<=[.!?])["”»](?=[^\W\d_])""",
        r"""(?<=[a-zà-ÿ])["“«](?=[A-ZÀ-Þ])""",
        r"""(?<=\d)\.(?=[A-ZÀ-Þ])""",
        r"""(?<=[A-ZÀ-Þ]{2})\.(?=[A-ZÀ-Þ][a-zà-ÿ])""",
    )
)
_TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‑": "-", "­": "-"})


@dataclass(frozen=True, slots=True)
class Passage:
    """A parsed stretch of a document.

    White space runs of the block became single spaces before parsing; ``starts`` leads every
    character of ``doc.text`` back to its offset in the document. ``hidden`` has the words, by number, for
    which ``doc`` has others of the same length; ``recased`` tells whether it has small letters for some of
    the document's capitals.
    """

    doc: Doc
    block: Block
    starts: tuple[int, ...]
    hidden: Mapping[int, str] = field(default_factory=dict)
    recased: bool = False

    def span(self, span: Span) -> tuple[int, int]:
        """Start and end of a stretch of tokens in the document's text."""
        return self.starts[span.start_char], self.starts[span.end_char - 1] + 1

    def start_of(self, token: Token) -> int:
        """Where a token starts in the document's text."""
        return self.starts[token.idx]


@cache
def load_pipeline(language: str) -> Language:
    """The trained pipeline of a language; raises FileNotFoundError where it was not installed."""
    from spacy.language import Language
    from spacy.util import load_config

    from kg.language import graph_parser  # noqa: F401 (registers the parser)
    from kg.language.boundaries import NAME

    folder = PIPELINES / language / "pipeline"
    if not folder.is_dir():
        raise FileNotFoundError(f"the {language} pipeline is missing from {folder}: run make models")
    bare: Any = type(language, (Language,), {"lang": language})  # spaCy's builds rules that the files bring
    pipeline: Language = bare.from_config(load_config(folder / "config.cfg"))
    pipeline.from_disk(folder)
    pipeline.add_pipe(NAME, before="senter")
    tokenizer: Any = pipeline.tokenizer
    infixes = tokenizer.infix_finditer.__self__.pattern
    tokenizer.infix_finditer = re.compile(f"{infixes}|{_GLUED}").finditer
    return pipeline


def _squeeze(text: str, start: int) -> tuple[str, tuple[int, ...]]:
    """Text with single spaces, and where each of its characters stood."""
    pieces: list[str] = []
    starts: list[int] = []
    position = 0
    for gap in _SPACE.finditer(text):
        pieces.append(text[position : gap.start()])
        starts.extend(range(start + position, start + gap.start()))
        if pieces != [""]:
            pieces.append(" ")
            starts.append(start + gap.start())
        position = gap.end()
    pieces.append(text[position:])
    starts.extend(range(start + position, start + len(text)))
    return "".join(pieces).translate(_TYPOGRAPHY), tuple(starts)


def _pieces(block: Block, text: str, limit: int) -> Iterator[tuple[str, tuple[int, ...], Block]]:
    """A block in stretches of at most so many words, cut after a sentence where there is one to end."""
    squeezed, starts = _squeeze(text[block.start : block.end], block.start)
    squeezed = squeezed.rstrip()
    starts = starts[: len(squeezed)]
    words = [match.start() for match in re.finditer(r"\S+", squeezed)]
    ends = [bisect_left(words, match.end()) for match in _SENTENCE_END.finditer(squeezed)]
    cuts = [0]
    while len(words) - cuts[-1] > limit:
        last = cuts[-1] + limit
        end = ends[bisect_right(ends, last) - 1] if ends else 0
        cuts.append(end if end > cuts[-1] else last)
    for first, last in itertools.pairwise([*(words[cut] for cut in cuts if words), len(squeezed)]):
        piece = squeezed[first:last].rstrip()
        if piece:
            yield piece, starts[first : first + len(piece)], block


def parse(document: Document) -> list[Passage]:
    """Parse every block of a document, each in its own language, in the order of the text."""
    return next(parse_all([document]))


def parse_all(documents: Iterable[Document]) -> Iterator[list[Passage]]:
    """Parse documents one after another, each document's blocks of one language in one batch."""
    from kg.language.acronyms import disguised
    from kg.language.casing import recased

    for document in documents:
        pieces = [piece for block in document.blocks for piece in _pieces(block, document.text, _LONGEST)]
        parsed: list[Passage | None] = [None] * len(pieces)
        for language in sorted({block.language for _, _, block in pieces}):
            indices = [i for i, (_, _, block) in enumerate(pieces) if block.language == language]
            pipeline = load_pipeline(language)
            written = [pipeline.make_doc(pieces[i][0]) for i in indices]
            cased = recased(written, language)
            made = [disguised(doc, language) for doc in cased]
            docs = pipeline.pipe(doc for doc, _ in made)
            for i, doc, (_, hidden), old, new in zip(indices, docs, made, written, cased, strict=True):
                parsed[i] = Passage(doc, pieces[i][2], pieces[i][1], hidden, old is not new)
        yield [passage for passage in parsed if passage is not None]
