"""What third-person pronouns and possessives stand for: a trained choice among what was told before.

The mentions around a pronoun are compared by its word and form, grammar, distance and standing
(the mention-ranking design of Denis and Baldridge, 2008).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kg.extract.modality import cues_at, quotation
from kg.extract.scene import Placed
from kg.extract.syntax import grammatical_places
from kg.language.words import descriptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.claim import Entity
    from kg.extract.linear import LinearModel
    from kg.extract.tokens import Tokens
    from kg.ontology import Ontology

_BACK = 2  # sentences looked back
_SPEAKERS_BACK = 5  # by a pronoun that says something: speech may run over several sentences
_AGE = 20  # mentions looked back
_ENDING = 4  # letters that tell a noun's gender


@dataclass(frozen=True, slots=True)
class Told:
    """A mention that a pronoun may stand for; ``plural`` is None for a name, whose ending does not tell."""

    passage: int
    token: int
    sentence: int
    entity: int
    cls: str
    form: str
    dep: str
    quoted: bool
    plural: bool | None
    speaks: bool


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun with what may be of use in the choice; ``places`` are those around its governor."""

    passage: int
    token: int
    tokens: Tokens
    quoted: bool
    speaks: bool
    places: dict[int, str]

    @property
    def word(self) -> str:
        """The pronoun itself, without the hyphen of "a-t-il"."""
        return self.tokens.words[self.token].lstrip("-")

    @property
    def possessive(self) -> bool:
        """Whether it says whose a thing is."""
        return self.tokens.pos[self.token] == "DET"


class PronounResolver(Protocol):
    """Decides what a pronoun stands for."""

    def choose(self, pronoun: Pronoun, options: Sequence[Told], standing: Standing) -> Told | None:
        """One of ``options`` (the latest first, each entity once), None for none of them."""


class PronounModel:
    """The trained choice."""

    def __init__(self, model: LinearModel) -> None:
        self.model = model

    def choose(self, pronoun: Pronoun, options: Sequence[Told], standing: Standing) -> Told | None:
        """The likeliest."""
        if not options:
            return None
        scores = self.model.scores(pronoun_features(pronoun, options, standing))[:, 0]
        return options[int(scores.argmax())]


class Standing:
    """What a document has said of its entities up to a pronoun."""

    def __init__(self, tokens: Sequence[Tokens]) -> None:
        self.tokens = tokens
        self.count: dict[int, int] = {}
        self.heads: dict[int, tuple[str, str]] = {}  # and determiners, of the last names and descriptions
        self.called: dict[int, set[str]] = {}  # pronouns that have stood for an entity

    def hear(self, told: Told) -> None:
        """Take in a mention."""
        tokens = self.tokens[told.passage]
        self.count[told.entity] = self.count.get(told.entity, 0) + 1
        if told.form == "pronoun":
            self.called.setdefault(told.entity, set()).add(tokens.words[told.token].lstrip("-"))
            return
        before = [tokens.words[c] for c in tokens.children[told.token] if tokens.pos[c] == "DET"]
        self.heads[told.entity] = tokens.words[told.token], before[0] if before else ""


def place_pronouns(
    tokens: Sequence[Tokens],
    mentions: list[list[Placed]],
    entities: Sequence[Entity],
    ontology: Ontology,
    resolver: PronounResolver,
) -> None:
    """Add to ``mentions`` the pronouns of every passage that stand for an entity."""
    told: list[Told] = []
    standing = Standing(tokens)

    def hear(mention: Placed, *, quoted: bool, plural: bool | None) -> None:
        passage = tokens[mention.passage]
        told.append(
            Told(
                mention.passage, mention.head, passage.sentence[mention.first], mention.entity,
                entities[mention.entity].cls, mention.form, passage.deps[mention.head].split(":")[0],
                quoted, plural, _speaks(passage, mention.head),
            )
        )  # fmt: skip
        standing.hear(told[-1])

    for number, passage in enumerate(tokens):
        named = {m.first: m for m in mentions[number]}
        covered = {i for m in mentions[number] for i in range(m.first, m.end)}
        inside = quotation(passage, 0, len(passage))
        strict = descriptions(passage.language).strict
        found: list[Placed] = []
        for i in range(len(passage)):
            if i in named:
                hear(named[i], quoted=inside[i], plural=_is_plural(passage, named[i]))
                continue
            kinds = () if i in covered else _kinds(passage, i)
            if not kinds:
                continue
            sentence, speaks = passage.sentence[i], _speaks(passage, i)
            back = _SPEAKERS_BACK if speaks and not inside[i] else _BACK
            options: dict[int, Told] = {}
            for one in reversed(told[-_AGE:]):
                if (
                    sentence - one.sentence <= back
                    and (inside[i] or not one.quoted)
                    and any(_may_stand_for(kind, one, ontology, strict=strict) for kind in kinds)
                ):
                    options.setdefault(one.entity, one)
            places = grammatical_places(passage, passage.heads[i]) if options else {}
            pronoun = Pronoun(number, i, passage, inside[i], speaks, places)
            best = resolver.choose(pronoun, list(options.values()), standing)
            if best is not None:
                text, start = passage.texts[i], passage.starts[i]
                found.append(Placed(number, i, i + 1, i, best.entity, "pronoun", text, start))
                hear(found[-1], quoted=inside[i], plural=best.plural)
        mentions[number] = sorted([*mentions[number], *found], key=lambda m: m.first)


def pronoun_features(pronoun: Pronoun, options: Sequence[Told], standing: Standing) -> list[list[str]]:
    """Feature names of each pair of a pronoun and what it may stand for."""
    ranks: dict[str, int] = {}
    rows = []
    for place, told in enumerate(options):
        rank = ranks.get(told.cls, 0)
        ranks[told.cls] = rank + 1
        rows.append(_features(pronoun, told, place, rank, len(options), standing))
    return rows


def _features(
    pronoun: Pronoun, told: Told, place: int, rank: int, count: int, standing: Standing
) -> list[str]:
    tokens, i, word = pronoun.tokens, pronoun.token, pronoun.word
    dep = "poss" if pronoun.possessive else tokens.deps[i].split(":")[0]
    begin, _ = tokens.bounds(i)
    gap = tokens.sentence[i] - told.sentence
    subject = told.dep == "nsubj"
    head, determiner = standing.heads.get(told.entity, ("", ""))
    near = min(gap, 3)
    own = pronoun.places.get(told.token, "far") if told.passage == pronoun.passage else "away"
    governor = tokens.heads[i]
    clause = told.passage == pronoun.passage and tokens.heads[told.token] in tokens.path_up(governor)
    heard = min(standing.count.get(told.entity, 0), 5)
    called = standing.called.get(told.entity, ())
    return [
        f"w={word}|{told.cls}",
        f"w={word}|{told.form}|{near}",
        f"w={word}|{told.plural}|{told.form == 'name'}",
        f"wh={word}|{head}",
        f"we={word}|{head[-_ENDING:]}",
        f"we={word}|{head[-2:]}",
        f"wd={word}|{determiner}",
        f"wc={word}|{word in called}|{bool(called)}",
        f"c={told.cls}|{dep}",
        f"gap={near}|{subject}|{dep}",
        f"gap={near}|{told.dep}|{dep}",
        f"gap={near}|{i - begin < 2}|{subject}|{told.form}",
        f"place={min(place, 6)}|{dep}",
        f"place={min(place, 4)}|{near}|{subject}",
        f"place={min(place, 4)}|{min(count, 5)}",
        f"rank={min(rank, 3)}|{told.cls}",
        f"rank={min(rank, 3)}|{subject}|{near}",
        f"own={own}|{dep}",
        f"own={own}|{word}",
        f"clause={clause}|{dep}|{subject}|{near}",
        f"q={pronoun.quoted}|{told.quoted}|{near > 0}|{dep}",
        f"says={pronoun.speaks}|{told.speaks}|{near}",
        f"says={pronoun.speaks}|{told.cls}",
        f"n={heard}|{near}",
        f"n={heard}|{told.form}",
        f"l={tokens.language}|{subject}|{near}|{told.form}",
    ]


def _is_plural(tokens: Tokens, mention: Placed) -> bool | None:
    """Whether a description speaks of several; of a name its ending does not tell."""
    if mention.form != "description":
        return None
    return tokens.words[mention.head].endswith(descriptions(tokens.language).plural)


def _speaks(tokens: Tokens, i: int) -> bool:
    return tokens.deps[i].startswith("nsubj") and "speech" in cues_at(tokens, tokens.heads[i])


def _kinds(tokens: Tokens, i: int) -> Sequence[str]:
    """What a word may stand for as a pronoun; a determiner only if it is a possessive."""
    if tokens.pos[i] not in ("PRON", "DET") or tokens.deps[i].startswith("expl"):
        return ()
    described = descriptions(tokens.language)
    lists = [described.possessives] if tokens.pos[i] == "DET" else [described.pronouns, described.possessives]
    return tuple(
        dict.fromkeys(kind for known in lists for kind, words in known.items() if tokens.words[i] in words)
    )


def _may_stand_for(kind: str, told: Told, ontology: Ontology, *, strict: bool) -> bool:
    """Whether a kind of pronoun may stand for a thing of a class and number.

    ``strict``: one for several does not stand for a noun for one.
    """
    if kind == "person":
        return ontology.is_a(told.cls, "Person") and not told.plural
    if kind == "thing":
        return not ontology.is_a(told.cls, "Person") and not told.plural
    return ontology.is_a(told.cls, "Actor") and not (strict and told.plural is False)
