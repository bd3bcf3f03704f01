"""What third-person pronouns and possessives stand for: a trained choice among what was told before.

The mentions around a pronoun are compared by its word and form, grammar, distance and standing
(the mention-ranking design of Denis and Baldridge, 2008).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kg.extract.modality import cues_at, quotation
from kg.extract.scene import Placed
from kg.extract.syntax import OBJECTS, cases, grammatical_places, is_possessive
from kg.language.words import agree, descriptions, grammar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.claim import Entity
    from kg.extract.linear import LinearModel
    from kg.extract.scene import PlacedTime
    from kg.extract.tokens import Tokens
    from kg.ontology import Ontology

PRONOUNS = ("PRON", "DET")
"""Parts of speech of pronouns and possessives."""
_BACK = 2  # sentences looked back
_SPEAKERS_BACK = 5  # by a pronoun that says something: speech may run over several sentences
_AGE = 20  # mentions looked back
_ENDING = 4  # letters that tell a noun's gender
_SEVERAL = "actor"  # the kind of pronoun that stands for several, or for a body of several


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
    """A pronoun with what may be of use in the choice.

    ``kinds`` say what it may stand for.
    """

    passage: int
    token: int
    tokens: Tokens
    kinds: Sequence[str]
    quoted: bool
    speaks: bool

    @property
    def word(self) -> str:
        """The pronoun itself, without the hyphen of "a-t-il"."""
        return _bare(self.tokens.words[self.token])

    @property
    def possessive(self) -> bool:
        """Whether it says whose a thing is."""
        return self.tokens.pos[self.token] == "DET"


class PronounResolver(Protocol):
    """Decides what a pronoun stands for."""

    def choose(self, pronoun: Pronoun, options: Sequence[Told], story: Story) -> Told | None:
        """One of ``options`` (the latest first, each entity once), None for none of them."""


class PronounModel:
    """The trained choice."""

    def __init__(self, model: LinearModel) -> None:
        self.model = model

    def choose(self, pronoun: Pronoun, options: Sequence[Told], story: Story) -> Told | None:
        """The likeliest."""
        if len(options) < 2:
            return next(iter(options), None)
        scores = self.model.scores(pronoun_features(pronoun, options, story))[:, 0]
        return options[int(scores.argmax())]


class Story:
    """What a document has told of its entities up to a pronoun."""

    def __init__(self, tokens: Sequence[Tokens], entities: Sequence[Entity], ontology: Ontology) -> None:
        self.tokens = tokens
        self.entities = entities
        self.ontology = ontology
        self.told: list[Told] = []
        self.count: Counter[int] = Counter()
        self.heads: dict[int, tuple[str, str]] = {}  # and determiners, of the last names and descriptions
        self.called: dict[int, set[str]] = {}  # pronouns that have stood for an entity

    def hear(self, mention: Placed, *, quoted: bool, plural: bool | None) -> None:
        """Take in a mention."""
        tokens, head, entity = self.tokens[mention.passage], mention.head, mention.entity
        self.told.append(
            Told(
                mention.passage, head, tokens.sentence[mention.first], entity, self.entities[entity].cls,
                mention.form, tokens.deps[head].split(":")[0], quoted, plural, _speaks(tokens, head),
            )
        )  # fmt: skip
        self.count[entity] += 1
        if mention.form == "pronoun":
            self.called.setdefault(entity, set()).add(_bare(tokens.words[head]))
        else:
            before = [tokens.words[c] for c in tokens.children[head] if tokens.pos[c] == "DET"]
            self.heads[entity] = tokens.words[head], before[0] if before else ""

    def options(self, pronoun: Pronoun) -> list[Told]:
        """What a pronoun may stand for, the latest first: the latest mention of each entity.

        It is not what it does not agree with, nor, as a plain object, the subject of its own verb.
        """
        found: dict[int, Told] = {}
        out = self._subjects(pronoun)
        sentence = pronoun.tokens.sentence[pronoun.token]
        back = _SPEAKERS_BACK if pronoun.speaks and not pronoun.quoted else _BACK
        for told in reversed(self.told[-_AGE:]):
            if (
                sentence - told.sentence <= back
                and (pronoun.quoted or not told.quoted)
                and told.entity not in out
                and any(self._fits(kind, told, pronoun.tokens.language) for kind in pronoun.kinds)
                and self._agrees(pronoun, told.entity)
            ):
                found.setdefault(told.entity, told)
        return list(found.values())

    def _subjects(self, pronoun: Pronoun) -> set[int]:
        """The entities that are the subject of a verb of which a pronoun is the object."""
        tokens, i = pronoun.tokens, pronoun.token
        if (
            tokens.deps[i].split(":")[0] not in OBJECTS
            or tokens.words[i] in grammar(tokens.language).reflexive
        ):
            return set()
        places = grammatical_places(tokens, tokens.heads[i])
        here = (told for told in reversed(self.told[-_AGE:]) if told.passage == pronoun.passage)
        return {told.entity for told in here if places.get(told.token) == "subject"}

    def _agrees(self, pronoun: Pronoun, entity: int) -> bool:
        """Whether a pronoun has the number and gender with which an entity was told last."""
        if pronoun.possessive:  # its form is that of what is possessed
            return True
        forms = descriptions(pronoun.tokens.language).agreement
        return agree(
            forms.get(pronoun.tokens.words[pronoun.token]), forms.get(self.heads.get(entity, ("", ""))[1])
        )

    def _fits(self, kind: str, told: Told, language: str) -> bool:
        """Whether a kind of pronoun may stand for a thing of a class and number."""
        is_a = self.ontology.is_a
        if kind == _SEVERAL:
            singular = told.plural is False and descriptions(language).strict
            return is_a(told.cls, "Actor") and not singular
        return not told.plural and is_a(told.cls, "Person") == (kind == "person")


def place_pronouns(
    tokens: Sequence[Tokens],
    times: Sequence[Sequence[PlacedTime]],
    mentions: list[list[Placed]],
    entities: Sequence[Entity],
    ontology: Ontology,
    resolver: PronounResolver,
) -> None:
    """Add to ``mentions`` the pronouns of every passage that stand for an entity.

    Those within ``times`` stand for nothing ("il y a trois jours").
    """
    story = Story(tokens, entities, ontology)
    for number, passage in enumerate(tokens):
        named = {m.first: m for m in mentions[number]}
        covered = {i for m in mentions[number] for i in range(m.first, m.end)}
        covered.update(i for time in times[number] for i in range(time.first, time.end))
        inside = quotation(passage, 0, len(passage))
        found: list[Placed] = []
        for i in range(len(passage)):
            if i in named:
                story.hear(named[i], quoted=inside[i], plural=_is_plural(passage, named[i]))
            elif i not in covered and (kinds := _kinds(passage, i)):
                pronoun = Pronoun(number, i, passage, kinds, inside[i], _speaks(passage, i))
                told = resolver.choose(pronoun, story.options(pronoun), story)
                if told is not None:
                    text, start = passage.texts[i], passage.starts[i]
                    found.append(Placed(number, i, i + 1, i, told.entity, "pronoun", text, start))
                    story.hear(found[-1], quoted=inside[i], plural=told.plural)
        mentions[number] = sorted([*mentions[number], *found], key=lambda m: m.first)


def pronoun_features(pronoun: Pronoun, options: Sequence[Told], story: Story) -> list[list[str]]:
    """Feature names of each pair of a pronoun and what it may stand for."""
    places = grammatical_places(pronoun.tokens, pronoun.tokens.heads[pronoun.token])
    ranks: dict[str, int] = {}
    rows = []
    for place, told in enumerate(options):
        rank = ranks.get(told.cls, 0)
        ranks[told.cls] = rank + 1
        rows.append(_features(pronoun, told, place, rank, len(options), story, places))
    return rows


def _features(
    pronoun: Pronoun, told: Told, place: int, rank: int, count: int, story: Story, places: Mapping[int, str]
) -> list[str]:
    tokens, i, word = pronoun.tokens, pronoun.token, pronoun.word
    dep = "poss" if pronoun.possessive else tokens.deps[i].split(":")[0]
    begin, _ = tokens.bounds(i)
    gap = tokens.sentence[i] - told.sentence
    subject = told.dep == "nsubj"
    head, determiner = story.heads.get(told.entity, ("", ""))
    near = min(gap, 3)
    own = places.get(told.token, "far") if told.passage == pronoun.passage else "away"
    governor = tokens.heads[i]
    clause = told.passage == pronoun.passage and tokens.heads[told.token] in tokens.path_up(governor)
    heard = min(story.count[told.entity], 5)
    called = story.called.get(told.entity, ())
    return [
        *(_possessed(pronoun, told, near) if is_possessive(tokens, i) else ()),
        f"w={word}|{told.cls}",
        f"w={word}|{told.form}|{near}",
        f"w={word}|{told.plural}|{told.form == 'name'}",
        f"wh={word}|{head}",
        f"we={word}|{head[-_ENDING:]}",
        f"we={word}|{head[-2:]}",
        f"wd={word}|{determiner}",
        f"wc={word}|{word in called}|{bool(called)}",
        f"c={told.cls}|{dep}",
        *(f"case={case}|{told.cls}" for case in cases(tokens, i)),
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


def _possessed(pronoun: Pronoun, told: Told, near: int) -> list[str]:
    """Feature names of what a possessive stands for from the noun that is possessed."""
    tokens, i = pronoun.tokens, pronoun.token
    noun = tokens.heads[i]
    kinds = descriptions(tokens.language).kinds(tokens.words[noun])
    before = told.passage == pronoun.passage and told.token < i
    return [
        f"of={tokens.words[noun]}|{told.cls}",
        f"ofk={kinds}|{told.cls}",
        f"ofk={kinds}|{told.form}|{near}",
        f"ofd={tokens.deps[noun].split(':')[0]}|{told.dep}|{near}|{before}",
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
    if tokens.pos[i] not in PRONOUNS or tokens.deps[i].startswith("expl"):
        return ()
    described = descriptions(tokens.language)
    if tokens.deps[i].startswith("nsubj") and _is_impersonal(tokens, i):
        return ()
    lists = [described.possessives] if tokens.pos[i] == "DET" else [described.pronouns, described.possessives]
    return tuple(
        dict.fromkeys(kind for known in lists for kind, words in known.items() if tokens.words[i] in words)
    )


def _is_impersonal(tokens: Tokens, i: int) -> bool:
    """Whether a pronoun is the subject of a verb that has none: "il leur faudra"."""
    pair = tokens.words[i], tokens.words[tokens.heads[i]]
    return pair in descriptions(tokens.language).impersonal


def _bare(word: str) -> str:
    return word.lstrip("-")
