"""Which thing told before a mention speaks of, where its words alone do not settle it.

"The city", "the group" and "M. Michael" are compared with the things that the text has named so
far: a linear model over words, classes, countries and distance says how likely each is meant (the
mention-ranking design of Denis and Baldridge, 2008). None is chosen below the limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Protocol

from kg.fold import fold
from kg.language.words import descriptions
from kg.link.persons import is_someone_of, may_be_one
from kg.link.things import alike, full_name, spelled_alike, town_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.extract.linear import LinearModel
    from kg.link.things import Spoken, Thing

LATEST = 10  # things looked back, besides those that share a word
ALIKE = 2  # and besides those of the class
_REMEMBERED = 6  # mentions of a thing whose heads are compared
_PARTICLE = 2  # letters: "al", "ez", "de"
_STOPS = (".", "!", "?", "…")  # marks that end a sentence
_APPOSED = 3  # tokens between two mentions of which one explains the other


@dataclass(frozen=True, slots=True)
class Asked:
    """A mention as it is compared: its folded words without article and title, its head, its state."""

    mention: Spoken
    bare: str
    head: str  # folded
    named: bool
    states: Sequence[str]  # IRIs of the states that it names, as in "Syrian forces"
    seats: frozenset[int] = frozenset()  # the things that a "capital" may be, by their numbers

    @property
    def state(self) -> str | None:
        """The first of the states."""
        return self.states[0] if self.states else None


class Resolver(Protocol):
    """Decides between the things that a mention may speak of."""

    def choose(self, asked: Asked, things: Sequence[Thing]) -> Thing | None:
        """One of ``things`` (the latest first), or None for a thing not told before."""


class ModelResolver:
    """The trained choice among the things told before and a new one, which share a probability of 1."""

    def __init__(self, model: LinearModel) -> None:
        self.model = model

    def choose(self, asked: Asked, things: Sequence[Thing]) -> Thing | None:
        """The likeliest thing, None where a new one is likelier."""
        if not things:
            return None
        scores = self.model.scores([*all_features(asked, things), new_features(asked, len(things))])[:, 0]
        best = int(scores.argmax())
        return things[best] if best < len(things) else None


def candidates(asked: Asked, things: Sequence[Thing]) -> list[Thing]:
    """The things worth comparing, the latest first."""
    telling = _telling([asked.bare])
    words = {_stem(word) for word in telling}
    name = telling if asked.named and _is_own_name(asked.mention) else []
    own = full_name(asked.mention) if asked.mention.cls == "Person" else ""
    town = town_name(asked.mention)
    against = _opponents(" ".join(asked.mention.words), asked.mention.language)
    others = (
        t
        for t in things
        if t.mentions
        and not (_somebody_else(own, t) or _of_others(asked, t) or (town and _bears_other(town, t)))
        and not is_someone_of(t, asked.mention)
        and not (against and _is_opposed(t, against, asked.mention.language))
        and (asked.named or not _of_other_number(asked.head, t))
    )
    recent = sorted(others, key=lambda t: -t.last)
    alike = {t.number for t in [t for t in recent if t.cls == asked.mention.cls][:ALIKE]}
    return [
        thing
        for rank, thing in enumerate(recent)
        if (
            rank < LATEST
            or thing.number in alike | asked.seats
            or not words.isdisjoint(_stems(frozenset(thing.names)))
        )
        and not (name and _has_another_name(asked.mention, name, thing))
    ]


def _of_other_number(head: str, thing: Thing) -> bool:
    """Whether a thing was only told by a noun in another number than here: "an official", "officials"."""
    heads = (fold(mention.words[mention.head]) for mention in thing.mentions)
    return all(other != head and _stem(other) == _stem(head) for other in heads)


def _somebody_else(own: str, thing: Thing) -> bool:
    """Whether a person of the full name ``own`` (or "") cannot be one who is called by other full names."""
    if not own or thing.cls != "Person" or not thing.full_names:
        return False
    return not any(may_be_one(own.split(), name.split()) for name in thing.full_names)


def _bears_other(own: str, thing: Thing) -> bool:
    """Whether a thing with a name shares no word with a town's name, nor any that is spelled alike."""
    return thing.named and not alike(own.split(), (word for name in thing.names for word in name.split()))


def _has_another_name(mention: Spoken, name: Sequence[str], thing: Thing) -> bool:
    """Whether a thing has a name of its own that has nothing in common with a mention's but particles ("al").

    ``name`` are the longer words of the mention.
    """
    last = thing.mentions[-1]
    beside = mention.passage == last.passage and 0 <= mention.first - last.end <= 1
    if not thing.named or (beside and mention.lead not in _STOPS):
        return False  # "the Karvel Hawks (Suqour Karvel)"
    if not any(map(_is_own_name, thing.mentions)) or any(m.text.isupper() for m in thing.mentions):
        return False
    theirs = _telling(thing.names)
    return bool(theirs) and not alike(name, theirs)


def _is_own_name(mention: Spoken) -> bool:
    """Whether a mention is a name without a word that describes, and no acronym."""
    words = descriptions(mention.language)
    return mention.text[:1].isupper() and not (
        mention.text.isupper() or any(word in words.classes or words.is_title(word) for word in mention.words)
    )


def _telling(names: Iterable[str]) -> list[str]:
    """The words of names that are longer than a particle."""
    return [word for name in names for word in name.split() if len(word) > _PARTICLE]


def _of_others(asked: Asked, thing: Thing) -> bool:
    """Whether two persons are told with states of which none is the same: each has an office of its own."""
    if asked.mention.cls != "Person" or thing.cls != "Person":
        return False
    listed = {thing.entry.state} if thing.entry is not None and thing.entry.state else set()
    theirs = thing.states | listed
    return bool(asked.states and theirs) and theirs.isdisjoint(asked.states)


def _opponents(words: str, language: str) -> set[str]:
    """The folded words for those against whom somebody stands: "anti-Taliban rebels"."""
    prefixes = descriptions(language).opposing
    parts = (word.partition("-") for word in words.replace(" - ", "-").split())
    return {fold(name) for prefix, _, name in parts if name and prefix in prefixes}


def _is_opposed(thing: Thing, against: set[str], language: str) -> bool:
    """Whether one of some words names a thing, and it is not called for its own opponents ("Anti-balaka")."""
    called = [name.split() for name in thing.names]
    prefixes = descriptions(language).opposing
    return any(against.intersection(words) for words in called) and not any(
        prefix in words for words in called for prefix in prefixes
    )


def all_features(asked: Asked, things: Sequence[Thing]) -> list[list[str]]:
    """Feature names of each pair of the mention and a thing."""
    ranks: dict[str, int] = {}
    counts = {thing.number: len(thing.mentions) for thing in things}
    rows = []
    for place, thing in enumerate(things):
        rank = ranks.get(thing.cls, 0)
        ranks[thing.cls] = rank + 1
        rivals = sum(other.cls == thing.cls for other in things)
        leads = all(counts[o.number] <= counts[thing.number] for o in things if o.cls == thing.cls)
        rows.append(_features(asked, thing, place, rank, rivals, leads=leads))
    return rows


def _features(asked: Asked, thing: Thing, place: int, rank: int, rivals: int, *, leads: bool) -> list[str]:
    mention = asked.mention
    form = ("n" if asked.named else "d") + ("N" if thing.named else "D")
    kinds = f"{mention.cls}>{thing.cls}"
    generic = asked.head in _generic(mention.language)
    words = asked.bare.split()
    theirs = [name.split() for name in sorted(thing.names)]
    flat = _stems(frozenset(thing.names))
    mine = {_stem(word) for word in words}
    shared = len(mine & flat)
    own = [_stem(w) for w in words if _stem(w) not in flat and w != asked.head]
    last = thing.mentions[-1]
    near = mention.passage - last.passage
    touches = near == 0 and 0 <= mention.first - last.end <= _APPOSED
    heads = sorted({fold(m.words[m.head]) for m in thing.mentions[-_REMEMBERED:]})
    same_head = any(_stem(head) == _stem(asked.head) for head in heads)
    state = (
        "none" if asked.state is None else "same" if asked.state == _state(thing) else
        "other" if _state(thing) else "open"
    )  # fmt: skip
    many = _plural(asked.head), any(_plural(head) for head in heads)
    likeness = _likeness(words, theirs)
    size = min(len(words), 3)
    said = mention.determiner
    counted = mention.counted > 0
    return [
        f"det={said}|{form}",
        f"det={said}|{form}|{same_head}|{min(near, 3)}",
        f"det={said}|{mention.cls == thing.cls}|{min(rank, 2)}",
        f"det={said}|{size}|{min(shared, 2)}",
        f"dep={mention.dep}|{last.dep}|{min(near, 2)}|{form}",
        f"dep={mention.dep}|{min(rank, 2)}|{form}|{mention.cls == thing.cls}",
        f"count={counted}|{form}|{same_head}",
        f"count={counted}|{kinds}",
        f"f={form}",
        f"k={kinds}",
        f"k={kinds}|{form}",
        f"k={mention.cls == thing.cls}|{form}|{size}",
        f"bare={asked.bare in thing.names}|{form}|{mention.cls == thing.cls}",
        f"sh={min(shared, 3)}|{min(len(mine), 4)}|{form}",
        f"sh={min(shared, 3)}|{min(len(own), 3)}|{form}|{mention.cls == thing.cls}",
        f"left={min(len(flat - mine), 4)}|{min(shared, 2)}|{form}",
        f"like={likeness}|{form}",
        f"like={likeness}|{kinds}",
        f"head={same_head}|{form}|{mention.definite}",
        f"head={same_head}|{generic}|{size}|{rank > 0}",
        f"st={state}|{form}",
        f"st={state}|{kinds}",
        f"def={mention.definite}|{form}|{generic}|{size}",
        f"rank={min(rank, 3)}|{form}|{generic}|{mention.cls == thing.cls}",
        f"rank={min(rank, 3)}|{min(rivals, 4)}|{mention.cls == thing.cls}|{generic}",
        f"place={min(place, 6)}|{form}",
        f"touch={touches}|{mention.lead}|{form}",
        f"touch={touches}|{mention.lead}|{mention.cls == thing.cls}",
        f"touch={touches}|{kinds}|{mention.definite}",
        f"near={min(near, 4)}|{form}|{min(rank, 2)}",
        f"near={min(near, 4)}|{same_head}|{min(rank, 2)}",
        f"n={min(len(thing.mentions), 5)}|{form}|{leads}",
        f"lead={leads}|{kinds}|{generic}",
        f"many={many[0]}{many[1]}|{kinds}",
        f"known={thing.entry is not None}|{form}|{generic}",
        f"hw={asked.head}",
        f"hk={asked.head}|{thing.cls}|{thing.named}",
        f"hr={asked.head}|{min(rank, 2)}",
        f"seat={thing.number in asked.seats}|{min(len(asked.seats), 2)}|{size}",
        f"l={mention.language}|{form}",
        f"dig={any(w.isdigit() for w in mention.words)}|{form}",
        *(f"hh={min(asked.head, head)}|{max(asked.head, head)}" for head in heads[:3]),
        *(f"own={word}" for word in own[:3]),
    ]


@cache
def _generic(language: str) -> frozenset[str]:
    """The folded heads of descriptions that speak of a thing named before."""
    return frozenset(fold(word) for word in descriptions(language).generic)


def new_features(asked: Asked, count: int) -> list[str]:
    """Feature names of a thing not told before, where ``count`` others may be meant."""
    mention = asked.mention
    form = "n" if asked.named else "d"
    size = min(len(asked.bare.split()), 3)
    return [
        f"newdet={mention.determiner}|{form}",
        f"newdet={mention.determiner}|{form}|{size}",
        f"newdet={mention.determiner}|{mention.cls}",
        f"newcount={mention.counted > 0}|{form}",
        f"newcount={mention.counted > 0}|{mention.cls}",
        f"new|{form}",
        f"new|{mention.cls}|{form}",
        f"new|{mention.cls}|{form}|{size}",
        f"newhead={asked.head}",
        f"newdef={mention.definite}|{form}|{size}",
        f"newof={min(count, 6)}|{form}",
        f"newl={mention.language}|{form}",
        f"newst={asked.state is None}|{form}",
        f"newlead={mention.lead}|{form}|{mention.definite}",
    ]


def _state(thing: Thing) -> str | None:
    """The state whose force, government or people a thing is."""
    if thing.entry is not None:
        return thing.entry.iri if thing.entry.cls == "State" else thing.entry.state
    return thing.state.iri if thing.state else None


@lru_cache(maxsize=1 << 16)  # every mention is compared with the names of all things
def _stem(word: str) -> str:
    return word.rstrip("s") if len(word) > 3 else word


@lru_cache(maxsize=1 << 14)
def _stems(names: frozenset[str]) -> frozenset[str]:
    return frozenset(_stem(word) for name in names for word in name.split())


def _plural(word: str) -> bool:
    return word.endswith("s")


def _likeness(words: Sequence[str], names: Sequence[Sequence[str]]) -> str:
    """How a name matches the most similar one of a thing."""
    best = "no"
    for name in names:
        if words and name:
            if words[-1] == name[-1] and words[0][0] == name[0][0]:
                return "ends"
            if list(words) == list(name[: len(words)]) or list(name) == list(words[: len(name)]):
                best = "begins"
            elif words[-1] == name[-1] and best == "no":
                best = "last"
            elif "".join(w[0] for w in name) == words[0] and len(words) == 1:
                best = "initials"
            elif spelled_alike("".join(words), "".join(name)) and best == "no":
                best = "close"
    return best
