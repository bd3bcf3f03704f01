"""Word lists of a language: what stands in ``kg/language/<language>/*.toml``, ready to look up."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.fold import fold
from kg.language.inflect import forms

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).parent


def _all_forms(words: Iterable[str], pos: str, language: str) -> frozenset[str]:
    """The forms of all of some words of a part of speech."""
    return frozenset().union(*(forms(word, pos, language) for word in words))


@cache
def table(language: str, name: str) -> dict[str, Any]:
    """One TOML file of a language, parsed."""
    return tomllib.loads((HERE / language / f"{name}.toml").read_text(encoding="utf-8"))


FORMS = ("plural", "singular", "masculine", "feminine")
"""What a determiner or pronoun says of a noun; the genders are of the singular."""


@dataclass(frozen=True, slots=True)
class Descriptions:
    """Common nouns that describe things, and the words that stand around names.

    ``possessives`` tell by kind what each of the words ``possessive`` may stand for; ``own`` are nouns
    that, with one, stand for the owner. ``agreement`` gives determiners and pronouns a number or gender:
    one of :data:`FORMS`. ``impersonal`` has pronouns with forms of verbs whose subject they are and stand for
    nothing. ``naming`` has the class of names that begin with a word.
    """

    classes: dict[str, tuple[str, ...]]
    titles: frozenset[str]
    generic: frozenset[str]
    forces: frozenset[str]
    directions: frozenset[str]
    pronouns: dict[str, frozenset[str]]
    impersonal: frozenset[tuple[str, str]]
    possessives: dict[str, frozenset[str]]
    possessive: frozenset[str]
    leads: frozenset[str]
    governments: frozenset[str]
    rulers: frozenset[str]
    settlements: frozenset[str]
    parts: frozenset[str]
    capitals: frozenset[str]
    belonging: frozenset[str]
    offshoots: frozenset[str]
    members: frozenset[str]
    territory: frozenset[str]
    opposing: tuple[str, ...]
    plural: tuple[str, ...]
    strict: bool
    own: frozenset[str]
    agreement: dict[str, str]
    naming: dict[str, str]

    def kinds(self, word: str) -> str:
        """The classes that a word may describe, as one; "" where it describes nothing."""
        return "/".join(self.classes.get(word, ()))

    def is_title(self, word: str) -> bool:
        """Whether a word, maybe short and with a full stop, stands before a person's name."""
        return word in self.titles or word.rstrip(".") in self.titles


@cache
def descriptions(language: str) -> Descriptions:
    """The descriptions of a language; ``classes`` leads a form to the classes it may describe."""
    data = table(language, "descriptions")
    classes: dict[str, tuple[str, ...]] = {}
    for cls, words in data["classes"].items():
        for word in words:
            classes[word.lower()] = (*classes.get(word.lower(), ()), cls)
    return Descriptions(
        classes,
        frozenset(data["titles"]["words"]),
        frozenset(data["generic"]["words"]),
        frozenset(data["forces"]["words"]),
        frozenset(data["directions"]["words"]),
        {kind: frozenset(words) for kind, words in data["pronouns"].items()},
        frozenset(
            (word, verb)
            for word in data["impersonal"]["words"]
            for verb in _all_forms(data["impersonal"]["verbs"], "verb", language)
        ),
        {kind: frozenset(words) for kind, words in data["possessives"].items()},
        frozenset(word for words in data["possessives"].values() for word in words),
        frozenset(data["leads"]["words"]),
        frozenset(data["governments"]["words"]),
        frozenset(data["governments"]["rulers"]),
        frozenset(data["settlements"]["words"]),
        frozenset(data["settlements"]["parts"]),
        frozenset(data["capitals"]["words"]),
        frozenset(data["belonging"]["words"]),
        frozenset(data["offshoots"]["words"]),
        frozenset(data["members"]["words"]),
        frozenset(data["territory"]["words"]),
        tuple(data["opposing"]["prefixes"]),
        tuple(data["plural"]["endings"]),
        data["plural"]["strict"],
        frozenset(data["own"]["words"]),
        {word: form for form in FORMS for word in data["agreement"][form]},
        {word: cls for cls, words in data["naming"].items() for word in words},
    )


def agree(one: str | None, other: str | None) -> bool:
    """Whether two of :data:`FORMS` may be those of one thing; None agrees with all."""
    if one is None or other is None or one == other:
        return True
    return "singular" in (one, other) and "plural" not in (one, other)


@dataclass(frozen=True, slots=True)
class Divisions:
    """What parts of states are called, and the patterns that join such a ``kind`` to a ``name``."""

    words: tuple[str, ...]
    plain: tuple[str, ...]
    names: tuple[str, ...]


@cache
def divisions(language: str) -> Divisions:
    """The words for parts of states of a language."""
    data = table(language, "descriptions")["divisions"]
    return Divisions(tuple(data["words"]), tuple(data["plain"]), tuple(data["names"]))


@cache
def category_words(language: str) -> dict[str, str]:
    """The category of an aim that a word tells by itself."""
    return {
        word: category
        for category, words in table(language, "categories")["categories"].items()
        for word in words
    }


@cache
def offices(language: str) -> dict[str, dict[tuple[str, ...], str]]:
    """For each first word the offices that begin with it, longest first, and their English names.

    Capitals often have no accent: "chef de l'Etat".
    """
    data: dict[str, str] = table(language, "positions")["positions"]
    found: dict[str, dict[tuple[str, ...], str]] = {}
    for surface in sorted(data, key=lambda s: (-len(s), s)):
        apart, joined = (surface.replace("'", "' ").replace("-", joint).split() for joint in (" - ", "-"))
        bare = [[fold(word[0]) + word[1:] for word in words] for words in (apart, joined)]
        for spelled in dict.fromkeys(map(tuple, (apart, joined, *bare))):
            found.setdefault(spelled[0], {})[spelled] = data[surface]
    return found


@cache
def office_words(language: str) -> frozenset[str]:
    """The words of which names of offices are made."""
    return frozenset(word for spelled in offices(language).values() for words in spelled for word in words)


@cache
def former_words(language: str) -> frozenset[str]:
    """The words before an office that say that it is held no more."""
    return frozenset(table(language, "positions")["former"]["words"])


@cache
def office_fillers(language: str) -> frozenset[str]:
    """The words around an office that are no part of it and do not say whose it is."""
    return frozenset(table(language, "positions")["plain"]["words"])


@cache
def state_words(language: str) -> frozenset[str]:
    """The words that say of an office that it is the state's: "head of state"."""
    return frozenset(table(language, "positions")["state"]["words"])


@cache
def office_prepositions(language: str) -> dict[str, str]:
    """What leads to where an office is held, in English: "to" for "ambassadeur à"."""
    prepositions: dict[str, str] = table(language, "positions")["prepositions"]
    return prepositions


@dataclass(frozen=True, slots=True)
class Implied:
    """A relation that whoever holds one of some offices has to the body of it, if that is of a class."""

    relation: str
    offices: frozenset[str]
    classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class EnglishOffices:
    """How offices are kept, in English.

    ``of_states`` are those that only a state has to give, ``only_owned`` those that tell nothing without
    whose they are, ``of_owner`` those that are "of" what stands before them, ``after_adjective`` those
    said with the state's adjective ("French Minister of the Armed Forces"); ``former`` stands before one
    held no more; ``articled`` are words of names that take the ``article``. ``leading`` are those that lead
    a state; ``held_as`` has the offices that may be meant where another is said.
    """

    of_states: frozenset[str]
    only_owned: frozenset[str]
    of_owner: frozenset[str]
    after_adjective: frozenset[str]
    former: str
    article: str
    articled: frozenset[str]
    implied: tuple[Implied, ...]
    leading: frozenset[str]
    held_as: dict[str, frozenset[str]]

    def with_article(self, name: str) -> str:
        """A name as it stands in a sentence: "the United States", "Mali"."""
        opened = not self.articled.isdisjoint(name.casefold().split())
        return f"{self.article} {name}" if opened else name


@cache
def english_offices() -> EnglishOffices:
    """The rules of the language in which offices are kept."""
    data = table("en", "positions")
    leading = frozenset(data["leading"]["names"])
    return EnglishOffices(
        frozenset(data["of_states"]["names"]),
        frozenset(data["only_owned"]["names"]),
        frozenset(data["of_owner"]["names"]),
        frozenset(data["after_adjective"]["names"]),
        data["former"]["words"][0],
        data["article"]["word"],
        frozenset(data["article"]["words"]),
        tuple(
            Implied(relation, frozenset(rule["offices"]), frozenset(rule["classes"]))
            for relation, rule in data["implied"].items()
        ),
        leading,
        {data["leading"]["said"]: leading}
        | {name: frozenset(names) for name, names in data["held_as"].items()},
    )


@cache
def weekdays(language: str) -> frozenset[str]:
    """The days of the week: names of no thing, however they are written."""
    return frozenset(name for names in table(language, "dates")["weekdays"]["names"] for name in names)


@dataclass(frozen=True, slots=True)
class Cues:
    """The words and all forms of the verbs and nouns that mark something ("alleged", "planned", …).

    Before one of ``affirming`` a word marks nothing.
    """

    words: frozenset[str]
    verbs: frozenset[str]
    nouns: frozenset[str]
    markers: tuple[tuple[str, ...], ...]  # longest first
    affirming: frozenset[str]


@dataclass(frozen=True, slots=True)
class Control:
    """Who does what a clause without subject tells, where it is not the subject of the verb above.

    After one of ``marks`` it is the object, as after no mark; without an object it is whom one of ``cases``
    leads in, in a clause that adds to one of ``asking`` too; with one of ``verbs`` it is the subject all the
    same. Whoever is the object of one of
    ``charging`` has done what a noun behind one of ``charges`` tells. Verbs stand in all their forms.
    """

    marks: frozenset[str]
    cases: frozenset[str]
    verbs: frozenset[str]
    asking: frozenset[str]
    charging: frozenset[str]
    charges: frozenset[str]


@dataclass(frozen=True, slots=True)
class GrammarWords:
    """Function words and cues of a language."""

    contracted: dict[str, str]
    expressions: frozenset[str]  # that serve as prepositions, their words joined by "_"
    adverbial: frozenset[str]  # prepositions that belong to the adverb before them, not to its verb
    active: tuple[str, ...]  # endings of active participles
    agents: frozenset[str]  # prepositions of who does it in a passive
    bare: frozenset[str]  # forms that are passive where they have neither an auxiliary nor an object
    reflexive: frozenset[str]  # pronouns that a verb has beside its subject
    control: Control
    cues: dict[str, Cues]

    def preposition(self, word: str) -> str:
        """A preposition without the article that is contracted with it, any other word as it is."""
        return self.contracted.get(word, word)


_NO_CUES = ("prepositions", "participles", "abbreviations", "reflexive", "control", "acronyms", "headlines")


@cache
def small_in_headlines(language: str) -> frozenset[str]:
    """What a headline with a capital to every word writes small; nothing where no headline is so written."""
    return frozenset(table(language, "grammar")["headlines"]["small"])


@cache
def acronyms(language: str) -> dict[str, str]:
    """The acronyms of a language that spell a small word, each with the one as which it is parsed."""
    masks: dict[str, str] = table(language, "grammar")["acronyms"]
    return masks


@cache
def grammar(language: str) -> GrammarWords:
    """The grammar words of a language, verbs and nouns with all their forms."""
    data = table(language, "grammar")
    cues = {}
    for kind, lists in data.items():
        if kind in _NO_CUES:
            continue
        inflected = {key: _all_forms(lists.get(key, ()), key[:-1], language) for key in ("verbs", "nouns")}
        markers = sorted((tuple(m.split()) for m in lists.get("markers", ())), key=len, reverse=True)
        cues[kind] = Cues(
            frozenset(lists.get("words", ())),
            inflected["verbs"],
            inflected["nouns"],
            tuple(markers),
            frozenset(lists.get("affirming", ())),
        )
    control = data["control"]
    return GrammarWords(
        data["prepositions"]["contracted"],
        frozenset(words.replace(" ", "_") for words in data["prepositions"]["expressions"]),
        frozenset(data["prepositions"]["adverbial"]),
        tuple(data["participles"]["active"]),
        frozenset(data["participles"]["agents"]),
        frozenset(data["participles"]["bare"]),
        frozenset(data["reflexive"]["words"]),
        Control(
            marks=frozenset(control["marks"]),
            asking=_all_forms(control["asking"], "verb", language),
            cases=frozenset(control["cases"]),
            verbs=_all_forms(control["verbs"], "verb", language),
            charging=_all_forms(control["charging"], "verb", language),
            charges=frozenset(control["charges"]),
        ),
        cues,
    )


@dataclass(frozen=True, slots=True)
class NumberWords:
    """How a language writes numbers (``data``, as the file has it), and words for what they count.

    ``things`` leads a form of a noun to its kind of thing, ``kinds`` a form of a verb, noun or
    adjective to the kinds of quantity that it tells; ``named`` has those of nouns and adjectives, which
    may be counted themselves, ``people`` those of nouns for people known by what happened to them,
    ``never`` forms of nouns that are not counted.
    """

    data: dict[str, Any]
    things: dict[str, str]
    kinds: dict[str, tuple[str, ...]]
    named: frozenset[str]
    people: frozenset[str]
    never: frozenset[str]


@cache
def counting_nouns(language: str) -> frozenset[str]:
    """Nouns that are numbers of what follows them ("dozens of fighters")."""
    data = table(language, "numbers")
    return frozenset((*data["scales"], *data["vague"], *data["joining"]["few"]))


@cache
def number_words(language: str) -> NumberWords:
    """The words around numbers of a language."""
    data = table(language, "numbers")
    things = {
        form: thing
        for thing, nouns in data["nouns"].items()
        for noun in nouns
        for form in forms(noun, "noun", language)
    }
    kinds: dict[str, tuple[str, ...]] = {}
    named: set[str] = set()
    people: set[str] = set()
    for kind, lists in data["kinds"].items():
        told: set[str] = set()
        for pos, words in lists.items():
            kept = "noun" if pos == "people" else pos[:-1]
            inflected = _all_forms(words, kept, language)
            told |= inflected
            if pos != "verbs":
                named |= inflected
            if pos == "people":
                people |= inflected
        for form in sorted(told):
            kinds[form] = (*kinds.get(form, ()), kind)
    never = _all_forms(data["never"]["nouns"], "noun", language)
    return NumberWords(data, things, kinds, frozenset(named), frozenset(people), never)
