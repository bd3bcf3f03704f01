"""Mentions of a made-up sentence, as the reader hands them to the linker."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from fixture_documents import paragraph

from kg.claim import Entity
from kg.extract.names import Span
from kg.extract.scene import Placed, Scene, find_matches
from kg.extract.tokens import all_tokens
from kg.language import parse
from kg.reading import spoken_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.frames import FrameIndex
    from kg.extract.tokens import Tokens
    from kg.link.things import Spoken


def spoken_in(language: str, text: str, mentions: Sequence[tuple[str, str]]) -> tuple[Tokens, list[Spoken]]:
    """The tokens of a sentence, and mentions of it by their words and classes, in order."""
    document = paragraph(text, language)
    tokens = all_tokens(parse(document))[0]
    spoken, low = [], 0
    for words, cls in mentions:
        start = text.index(words, low)
        low = start + len(words)
        first, end = bisect_left(tokens.starts, start), bisect_left(tokens.starts, low)
        spoken.append(spoken_of(tokens, Span(0, first, end, cls, 1.0), words, ""))
    return tokens, spoken


def groups_in(text: str, names: Sequence[str], frames: FrameIndex | None = None) -> Scene:
    """An English sentence in which every word of ``names`` is an armed group, with what frames see."""
    document = paragraph(text)
    (tokens,) = passages = all_tokens(parse(document))
    mentions = [
        Placed(0, i, i + 1, i, names.index(word), "name", word, tokens.starts[i])
        for i, word in enumerate(tokens.texts)
        if word in names
    ]
    entities = tuple(Entity(name, name, "ArmedGroup") for name in names)
    matches = find_matches(passages, {"en": frames}) if frames else [{}]
    return Scene(document, passages, entities, [mentions], [[]], matches)
