"""Third-person pronouns and possessives stand for the latest thing that they may stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.scene import Placed
from kg.language.words import descriptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.claim import Entity
    from kg.extract.tokens import Tokens
    from kg.ontology import Ontology

_BACK = 2  # sentences looked back
_SUBJECT = 1.5  # how much a subject is preferred
_LAST = 1.0  # how much a mention loses with every sentence between


def place_pronouns(
    tokens: Sequence[Tokens], mentions: list[list[Placed]], entities: Sequence[Entity], ontology: Ontology
) -> None:
    """Add to ``mentions`` the pronouns of every passage that stand for an entity."""
    told: list[tuple[int, Placed, bool]] = []  # sentence, mention, is subject
    for number, passage in enumerate(tokens):
        named = {m.first: m for m in mentions[number]}
        covered = {i for m in mentions[number] for i in range(m.first, m.end)}
        found: list[Placed] = []
        for i in range(len(passage)):
            sentence = passage.sentence[i]
            if i in named:
                mention = named[i]
                told.append((sentence, mention, passage.deps[mention.head].startswith("nsubj")))
                continue
            if i in covered or passage.pos[i] not in ("PRON", "DET"):
                continue
            kinds = _kinds(passage, i)
            best = _antecedent(kinds, sentence, told, entities, ontology) if kinds else None
            if best is not None:
                place = Placed(number, i, i + 1, i, best, "pronoun", passage.texts[i], passage.starts[i])
                found.append(place)
                told.append((sentence, place, passage.deps[i].startswith("nsubj")))
        mentions[number] = sorted([*mentions[number], *found], key=lambda m: m.first)


def _kinds(tokens: Tokens, i: int) -> list[str]:
    """What a word may stand for as a pronoun; a determiner only if it is a possessive."""
    described = descriptions(tokens.language)
    lists = [described.possessives] if tokens.pos[i] == "DET" else [described.pronouns, described.possessives]
    return list(
        dict.fromkeys(kind for known in lists for kind, words in known.items() if tokens.words[i] in words)
    )


def _antecedent(
    kinds: Sequence[str],
    sentence: int,
    told: Sequence[tuple[int, Placed, bool]],
    entities: Sequence[Entity],
    ontology: Ontology,
) -> int | None:
    best: tuple[float, int] | None = None
    for age, (where, mention, subject) in enumerate(reversed(told)):
        if sentence - where > _BACK or age > 20:
            break
        cls = entities[mention.entity].cls
        if not any(_may_stand_for(kind, cls, ontology) for kind in kinds):
            continue
        score = (_SUBJECT if subject else 0.0) - _LAST * (sentence - where) - 0.1 * age
        if best is None or score > best[0]:
            best = (score, mention.entity)
    return best[1] if best else None


def _may_stand_for(kind: str, cls: str, ontology: Ontology) -> bool:
    """Whether a kind of pronoun may stand for a thing of a class."""
    if kind == "person":
        return ontology.is_a(cls, "Person")
    return ontology.is_a(cls, "Actor") and not ontology.is_a(cls, "Person")
