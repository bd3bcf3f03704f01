"""Which things are worth keeping: a trained filter on what the tagger and the linker made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.language.words import descriptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.claim import Entity
    from kg.extract.linear import LinearModel
    from kg.extract.names import Span
    from kg.extract.scene import Placed
    from kg.extract.tokens import Tokens
    from kg.extract.trace import Trace


def features(
    entity: Entity, mentions: Sequence[Placed], scores: Sequence[float], tokens: Sequence[Tokens]
) -> list[str]:
    """Feature names of an entity; ``scores`` are the tagger's for its mentions."""
    cls = entity.cls
    named = any(m.form == "name" for m in mentions)
    first = mentions[0]
    passage = tokens[first.passage]
    words = descriptions(passage.language)
    head = passage.words[first.head]
    best = int(max(scores, default=0.0) * 5)
    form = "known" if entity.known else "named" if named else "described"
    definite = bool(first.first) and passage.pos[first.first - 1] == "DET"
    determiner = passage.words[first.first - 1] if first.first else ""
    inside = range(first.first, first.end)
    row = [
        f"f={form}",
        f"f={form}|{cls}",
        f"n={min(len(mentions), 4)}|{form}",
        f"n={min(len(mentions), 4)}|{form}|{cls}",
        f"s={best}|{form}",
        f"s={best}|{cls}|{form}",
        f"h={head}|{form}",
        f"hc={head in words.classes}|{head in words.generic}|{form}|{len(mentions) > 1}",
        f"size={min(first.end - first.first, 5)}|{form}|{cls}",
        f"det={determiner if definite else passage.pos[first.first - 1] if first.first else '^'}|{form}",
        f"det={definite}|{cls}|{form}",
        f"dep={passage.deps[first.head]}|{form}",
        f"num={any(passage.pos[i] == 'NUM' for i in inside)}|{form}",
        f"cap={passage.texts[first.first][:1].isupper()}|{form}|{cls}",
        f"end={passage.pos[first.end - 1]}|{form}",
        f"start={passage.pos[first.first]}|{form}",
        f"lang={passage.language}|{form}",
        f"kind={passage.passage.block.kind}|{form}",
    ]
    row += [f"w={passage.words[i]}|{form}" for i in inside]
    return row


def worth_rows(
    tokens: Sequence[Tokens],
    placed: Sequence[Sequence[Placed]],
    entities: Sequence[Entity],
    spans: Sequence[Span],
) -> tuple[list[int], list[list[str]]]:
    """The entities of a document by number, and their features for the filter."""
    scores = {(span.passage, span.first, span.end): span.score for span in spans}
    mentions: dict[int, list[Placed]] = {}
    for mention in (m for ms in placed for m in ms if m.form != "pronoun"):
        mentions.setdefault(mention.entity, []).append(mention)
    numbers = sorted(mentions)
    rows = [
        features(entities[n], mentions[n], [scores[(m.passage, m.first, m.end)] for m in mentions[n]], tokens)
        for n in numbers
    ]
    return numbers, rows


def worthy(
    tokens: Sequence[Tokens],
    placed: list[list[Placed]],
    entities: Sequence[Entity],
    spans: Sequence[Span],
    model: LinearModel,
    limit: float,
    trace: Trace | None,
) -> list[list[Placed]]:
    """The mentions of the entities that the filter keeps."""
    numbers, rows = worth_rows(tokens, placed, entities, spans)
    chances = model.probabilities(rows)[:, 0] if rows else ()
    kept = {n for n, chance in zip(numbers, chances, strict=True) if chance >= limit}
    if trace is not None:
        told = dict(zip(numbers, chances, strict=True))
        dropped = [m for ms in placed for m in ms if m.entity not in kept]
        trace.left_out = [(m, float(told[m.entity]), limit) for m in dropped]
    return [[m for m in mentions if m.entity in kept] for mentions in placed]
