"""Mentions as the reader hands them over, and the things that they are grouped into."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.fold import fold
from kg.language.words import descriptions, divisions, office_words, offices

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.link.lookup import Known
    from kg.link.places import Place
    from kg.ontology import GazetteerEntry

SETTLEMENTS = ("City", "Village")
_AROUND = ("DET", "NUM", "ADP", "PUNCT")  # parts of speech that stand before a name
_PARTICLE = 3  # letters: "al", "bin", "de" are written small within names


@dataclass(frozen=True, slots=True)
class Spoken:
    """A mention as the reader hands it over: where it stands, its class, and what it is made of."""

    passage: int
    first: int
    end: int
    start: int  # offsets in the document
    stop: int
    text: str
    cls: str
    words: tuple[str, ...]  # lower case
    pos: tuple[str, ...]
    head: int  # index into words, of what is counted where a number stands first ("dozens of soldiers")
    definite: bool
    language: str
    acts: bool = False  # names a capital and means its state
    lead: str = ""  # what stands before it and its article: a sign as it is, a word by its part of speech
    desk: bool = False  # names a capital only to say where the report was written
    explains: int | None = None  # the token to which its head stands in apposition
    counted: int = 0  # how many of its words say how many, "at least 21"
    dep: str = ""  # the relation of its head
    determiner: str = ""  # the word before it, or its first, that is an article or the like: "a", "this"


@dataclass(slots=True)
class Thing:
    """A thing under construction."""

    number: int
    cls: str
    mentions: list[Spoken] = field(default_factory=list)
    names: set[str] = field(default_factory=set)  # folded
    full_names: set[str] = field(default_factory=set)  # of a person: those of two words and more, folded
    states: set[str] = field(default_factory=set)  # of a person: IRIs of those that mentions name
    entry: GazetteerEntry | None = None
    place: Place | None = None
    state: GazetteerEntry | None = None  # whose force, government or people it is
    named: bool = False
    key: str = ""

    @property
    def last(self) -> int:
        """Where it was mentioned last."""
        return self.mentions[-1].start if self.mentions else -1


def name_start(mention: Spoken) -> int:
    """Where the name begins, after articles, titles and numbers, and what a settlement is ("town of")."""
    if mention.cls == "Person" and (own := person_start(mention)) is not None:
        return own
    first = _passed_over(mention, mention.counted)
    named = _settlement_start(mention, first) if mention.cls in SETTLEMENTS else None
    return first if named is None else named


def name_end(mention: Spoken) -> int:
    """Where the name ends, before what a settlement is ("Sampur town")."""
    end = len(mention.words)
    settlements = descriptions(mention.language).settlements
    if mention.cls in SETTLEMENTS and end > 1 and mention.words[-1] in settlements:
        named = mention.pos[end - 2] == "PROPN" and written(mention)[-1].islower()  # not "Quezon City"
        return end - 1 if named and name_start(mention) < end - 1 else end
    return end


def town_name(mention: Spoken) -> str:
    """The folded name of a settlement of which a mention says what it is, too; "" where it gives none."""
    if mention.cls not in SETTLEMENTS:
        return ""
    led = _settlement_start(mention, _passed_over(mention, 0)) is not None
    return bare_name(mention) if led or name_end(mention) < len(mention.words) else ""


def _passed_over(mention: Spoken, first: int) -> int:
    """The first word from one on that is no article, number or title."""
    words = descriptions(mention.language)
    last = len(mention.words) - 1
    while first < last and (
        mention.pos[first] in _AROUND or (mention.cls != "Person" and words.is_title(mention.words[first]))
    ):
        first += 1
    return first


def _settlement_start(mention: Spoken, first: int) -> int | None:
    """Where a settlement's name begins after what it is: "northern city of", "the Syrian capital".

    None where nothing of the kind stands before it, or what it is is a part ("the old city of").
    """
    words = descriptions(mention.language)
    last = len(mention.words) - 1
    directed = ("ADJ", "ADV", "PUNCT")  # "the strategically important north-eastern"

    def described(place: int) -> int:
        while place < last and (mention.pos[place] in directed or mention.words[place] in words.directions):
            place += 1
        return place

    towns = (i for i in range(first, last - 1) if mention.words[i] in words.settlements)
    of = next((i for i in towns if mention.words[i + 1] in words.belonging), None)
    kind = described(first) if of is None else of  # "the Yemeni port city of"
    if not words.parts.isdisjoint(mention.words[first:kind]):
        return None
    if mention.words[kind] in words.settlements:
        joint = min(described(kind + 1), last)
        if joint < last and mention.pos[joint] == "ADP":
            joint = _passed_over(mention, joint)
        return joint if joint > kind and mention.pos[joint] == "PROPN" else None
    lead = next((i for i in range(last - 1, kind - 1, -1) if mention.words[i] in words.capitals), None)
    if lead is None or not words.parts.isdisjoint(mention.words[:lead]):
        return None
    name = described(lead + 1)
    return name if all(pos == "PROPN" for pos in mention.pos[name:]) else None


def person_start(mention: Spoken) -> int | None:
    """Where a person's own name begins, after what is said of the person ("Iraqi police chief …").

    None where the mention holds no such name ("the UN's special envoy").
    """
    words = descriptions(mention.language)
    around = office_words(mention.language)
    named = offices(mention.language)

    def tells(i: int) -> bool:
        word = mention.words[i]
        sign = not any(letter.isalnum() for letter in word)
        return sign or words.is_title(word) or word in around or mention.pos[i] in _AROUND

    last = len(mention.words) - 1
    texts = written(mention)
    capital = [text[:1].isupper() for text in texts]
    if not capital[last] and (words.is_title(mention.words[last]) or named.get(mention.words[last])):
        return None  # "Russia's defence minister", "UN relief chief"
    first = 0
    for i in range(1, last):  # "SDF spokesman", "US President": whose the office is stands first
        ends = [
            i + len(key) for key in named.get(mention.words[i], ()) if mention.words[i : i + len(key)] == key
        ]
        if ends and ends[0] <= last and (not capital[i] or (i == 1 and texts[0].isupper())):
            first = ends[0]
        elif mention.pos[i] == "PART":  # "Kadyrov's cousin"
            first = next((j for j in range(i + 1, last + 1) if capital[j]), last)
    while first < last and (
        tells(first)
        or (not capital[first] and len(mention.words[first]) > _PARTICLE)
        or (mention.pos[first] == "ADJ" and tells(first + 1))
    ):
        first += 1
    lead = first - 1
    while lead > 0 and words.is_title(mention.words[lead]):
        lead -= 1
    joints = ("ADP", "DET") if lead == first - 1 else ("ADP",)
    belongs = lead > 0 and mention.pos[lead] in joints  # "envoy of (Mr) …": whose, not who
    if lead > 1 and (mention.words[lead],) in named.get(mention.words[lead], ()):  # "adviser of President …"
        belongs = mention.words[lead - 1] in words.belonging
    belongs = (
        belongs
        and not any(  # "commandant en chef"
            mention.words[i : i + len(key)] == key
            for i in range(lead + 1)
            for key in named.get(mention.words[i], ())
            if i + len(key) == first > i + 1
        )
    )
    told = first < last and mention.pos[first] == "NOUN" and not capital[first + 1]  # "Relief coordinator"
    return None if tells(first) or belongs or told or not capital[first] else first


def full_name(mention: Spoken) -> str:
    """The folded name of two words and more that a mention of a person gives; "" where it gives none."""
    name = bare_name(mention)
    return name if " " in name and person_start(mention) is not None else ""


def written(mention: Spoken) -> list[str]:
    """The words of a mention as they are written."""
    found, place = [], 0
    for word in mention.words:
        place = max(mention.text.lower().find(word, place), place)
        found.append(mention.text[place : place + len(word)])
        place += len(word)
    return found


def bare_name(mention: Spoken) -> str:
    """The folded name from where it begins to where it ends."""
    name = mention.words[name_start(mention) : name_end(mention)]
    return " ".join(fold(" ".join(name)).replace(" - ", " ").split())


def body_key(mention: Spoken, state: GazetteerEntry, inside: list[Known]) -> str:
    """The key of a state's forces, government or people; "" where more than that is said."""
    words = descriptions(mention.language)
    rest = beyond(mention, naming(state.iri, inside), ("DET", "PUNCT", "ADP", "NUM", "PART"))
    if mention.cls == "State" and words.territory.issuperset(rest):
        return state.iri
    if not rest:
        return f"{state.iri}|{mention.cls}|"
    if all(word in words.classes or word in words.members for word in rest) and mention.cls in (
        "ArmedForce",
        "Organisation",
        "PopulationGroup",
    ):
        branch = "-".join(sorted({_branch(word, mention) for word in rest} - {""}))
        return f"{state.iri}|{mention.cls}|{branch}"
    return ""


def naming(iri: str | None, listed: Sequence[Known]) -> list[Known]:
    """The listed names and adjectives of a thing."""
    return [known for known in listed if any(entry.iri == iri for entry in known.entries)]


def beyond(
    mention: Spoken, listed: Sequence[Known], without: Sequence[str] = (), *, named: bool = False
) -> list[str]:
    """The words of a mention that no listed name covers, some parts of speech left out.

    With ``named`` only those of its name.
    """
    begin, end = (name_start(mention), name_end(mention)) if named else (mention.counted, len(mention.words))
    return [
        word
        for i, word in enumerate(mention.words)
        if begin <= i < end
        and mention.pos[i] not in without
        and not any(k.first <= mention.first + i < k.end for k in listed)
    ]


def division_names(mention: Spoken) -> list[str]:
    """How a list may call the part of a state that a mention tells of with what it is, at first in full.

    "Province of X" and "X" for "the rugged province of X"; "western X province" is a part of it.
    """
    words = descriptions(mention.language)
    texts, kind = written(mention), mention.head
    joint = next((i for i, word in enumerate(mention.words) if word in words.belonging), -1)
    if joint < kind or mention.words[kind] not in divisions(mention.language).words:
        return []
    rest = [i for i in range(joint) if i != kind and mention.pos[i] != "DET"]
    if not all(mention.pos[i] == "ADJ" and texts[i].islower() for i in rest):
        return []
    first = next((i for i in range(joint + 1, len(texts)) if mention.pos[i] != "DET"), None)
    if first is None:
        return []
    text = mention.text[mention.text.find(texts[min([kind, *rest])]) :]
    for i in rest:
        text = text.replace(f"{texts[i]} ", "", 1)
    return [text, text[text.find(texts[first], len(texts[kind])) :]]


def says_capital(mention: Spoken, inside: Sequence[Known]) -> bool:
    """Whether a mention says "capital" and of which state, and nothing else ("the Syrian capital")."""
    rest = beyond(mention, inside, ("DET", "ADP", "PART"))
    said = len(rest) == 1 and rest[0] in descriptions(mention.language).capitals
    return said and mention.cls in SETTLEMENTS


def only_described(mention: Spoken, match: Known) -> bool:
    """Whether adjectives that name no part of it are all that stands with a name ("war-torn Yemen")."""
    directions = descriptions(mention.language).directions
    others = beyond(mention, [match], ("ADJ", "DET", "PUNCT"))
    return not others and directions.isdisjoint(beyond(mention, [match]))


def plain_adjectives(mention: Spoken) -> set[str]:
    """The adjectives of a mention that are no part of a name ("tactical", not "Pakistani" or "pro-")."""
    texts = written(mention)
    joined = {i for i, text in enumerate(texts) if text == "-" for i in (i - 1, i + 1)}
    return {
        text
        for i, (text, pos) in enumerate(zip(texts, mention.pos, strict=True))
        if pos == "ADJ" and text.islower() and text.isalpha() and i not in joined
    }


def _branch(word: str, mention: Spoken) -> str:
    """What tells one body of a state from another; words for the forces and what they consist of do not."""
    words = descriptions(mention.language)
    return "" if any(word in known for known in (words.generic, words.forces, words.members)) else word


def displayed_name(mention: Spoken) -> str:
    """The text of a mention without what stands before the name: articles, numbers, "town of", an office."""
    skip, end = mention.counted, len(mention.words)
    if mention.cls in SETTLEMENTS:
        skip, end = name_start(mention), name_end(mention)
    elif mention.cls == "Person":
        skip = person_start(mention) or skip
    while skip < len(mention.words) - 1 and mention.pos[skip] in _AROUND:
        skip += 1
    marks = [i for i in range(skip, end) if mention.pos[i] == "PUNCT"]
    if "PUNCT" in mention.pos[:skip] and marks == [end - 1]:
        end -= 1  # the other mark of a quotation: "a hundred «rebels»"
    text = mention.text
    for word in mention.words[:skip]:
        text = text[len(word) :].lstrip() if text.lower().startswith(word) else text
    for word in reversed(mention.words[end:]):
        text = text.removesuffix(word).rstrip()
    return " ".join((text or mention.text).split())


def alike(mine: Sequence[str], theirs: Iterable[str]) -> bool:
    """Whether the words of two names have one in common, or two that are spelled alike."""
    return any(one == other or spelled_alike(one, other) for other in theirs for one in mine)


def spelled_alike(a: str, b: str) -> bool:
    """Whether two words share three quarters of their letter pairs (Dice)."""
    if len(a) < 4 or len(b) < 4:
        return False
    one, two = {a[i : i + 2] for i in range(len(a) - 1)}, {b[i : i + 2] for i in range(len(b) - 1)}
    return 2 * len(one & two) >= 0.75 * (len(one) + len(two))
