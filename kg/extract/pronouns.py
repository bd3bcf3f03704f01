"""Third-person pronouns and possessives stand for the latest thing that they may stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.extract.modality import cues_at, quotation
from kg.extract.scene import Placed
from kg.language.words import descriptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.claim import Entity
    from kg.extract.tokens import Tokens
    from kg.ontology import Ontology

_BACK = 2  # sentences looked back
_SPEAKERS_BACK = 5  # by a pronoun that says something: speech may run over several sentences
_SUBJECT = 1.5  # how much a subject is preferred
_LAST = 1.0  # how much a mention loses with every sentence between
_AGE = 20  # mentions looked back
_SEVERAL = "actor"  # the kind of pronoun that stands for several, or for a body of several


class _Told(NamedTuple):
    """A mention that a pronoun may stand for."""

    sentence: int
    entity: int
    subject: bool
    quoted: bool
    plural: bool | None  # None for a name, whose ending does not tell


def place_pronouns(
    tokens: Sequence[Tokens], mentions: list[list[Placed]], entities: Sequence[Entity], ontology: Ontology
) -> None:
    """Add to ``mentions`` the pronouns of every passage that stand for an entity."""
    told: list[_Told] = []
    for number, passage in enumerate(tokens):
        named = {m.first: m for m in mentions[number]}
        covered = {i for m in mentions[number] for i in range(m.first, m.end)}
        inside = quotation(passage, 0, len(passage))
        found: list[Placed] = []
        for i in range(len(passage)):
            sentence = passage.sentence[i]
            if i in named:
                mention = named[i]
                subject = passage.deps[mention.head].startswith("nsubj")
                told.append(_Told(sentence, mention.entity, subject, inside[i], _is_plural(passage, mention)))
                continue
            if i in covered or passage.pos[i] not in ("PRON", "DET") or passage.deps[i].startswith("expl"):
                continue
            kinds = _kinds(passage, i)
            if not kinds:
                continue
            back = _SPEAKERS_BACK if not inside[i] and _speaks(passage, i) else _BACK
            near = [t for t in told[-_AGE:] if sentence - t.sentence <= back and (inside[i] or not t.quoted)]
            strict = descriptions(passage.language).strict
            best = _antecedent(kinds, sentence, near, entities, ontology, strict=strict)
            if best is not None:
                place = Placed(
                    number, i, i + 1, i, best.entity, "pronoun", passage.texts[i], passage.starts[i]
                )
                found.append(place)
                subject = passage.deps[i].startswith("nsubj")
                told.append(_Told(sentence, best.entity, subject, inside[i], best.plural))
        mentions[number] = sorted([*mentions[number], *found], key=lambda m: m.first)


def _is_plural(tokens: Tokens, mention: Placed) -> bool | None:
    """Whether a description speaks of several; of a name its ending does not tell."""
    if mention.form != "description":
        return None
    return tokens.words[mention.head].endswith(descriptions(tokens.language).plural)


def _speaks(tokens: Tokens, i: int) -> bool:
    return tokens.deps[i].startswith("nsubj") and "speech" in cues_at(tokens, tokens.heads[i])


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
    told: Sequence[_Told],
    entities: Sequence[Entity],
    ontology: Ontology,
    *,
    strict: bool,
) -> _Told | None:
    """The latest that a pronoun may stand for, subjects first."""
    best: tuple[float, _Told] | None = None
    for age, one in enumerate(reversed(told)):
        cls = entities[one.entity].cls
        if strict and one.plural is False and list(kinds) == [_SEVERAL]:
            continue
        if not any(_may_stand_for(kind, cls, ontology, plural=bool(one.plural)) for kind in kinds):
            continue
        score = (_SUBJECT if one.subject else 0.0) - _LAST * (sentence - one.sentence) - 0.1 * age
        if best is None or score > best[0]:
            best = (score, one)
    return best[1] if best else None


def _may_stand_for(kind: str, cls: str, ontology: Ontology, *, plural: bool) -> bool:
    """Whether a kind of pronoun may stand for a thing of a class."""
    person = ontology.is_a(cls, "Person")
    if kind == "person":
        return person and not plural
    return ontology.is_a(cls, "Actor") and not person and (kind == _SEVERAL or not plural)
