"""What was read from a document against its annotation, counted; counts of documents add up.

Things are the same if a name or alias of the one is, without case, accents, punctuation and leading
articles, one of the other. An event is found where a quote overlaps that of an annotated event, its
class is the annotated one or an accepted alternative, and no other event fits better. Roles, date,
status and source are compared for events that were found. An objective is found where it shares half
of the shorter of both quotes.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.claim import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.evaluate.files import Annotation, Goal, Names, Thing, Told

    Figures = dict[str, Any]

KINDS = ("entities", "events", "arguments", "dates", "sources", "relations", "objectives")
HEADLINE = ("entities", "events", "arguments", "dates", "objectives")
"""The kinds whose mean F1 is the headline."""
MARKS = {"entities": ("class",), "events": ("status",), "objectives": ("category", "holder")}
"""What else may be right of what was found."""
_SHARED = 0.5  # of the shorter quote: from there on two quotes state one aim


@dataclass(slots=True)
class Share:
    """Counts of one kind of thing.

    Of ``told`` things ``right`` are in the annotation, of its ``gold`` things ``found`` were told;
    ``marks`` counts those found that are right in more respects.
    """

    right: int = 0
    told: int = 0
    found: int = 0
    gold: int = 0
    marks: Counter[str] = field(default_factory=Counter)

    def figures(self) -> Figures:
        """Precision, recall, F1, and the share of each mark among what was found."""
        precision = self.right / self.told if self.told else 0.0
        recall = self.found / self.gold if self.gold else 0.0
        both = precision + recall
        return {
            "p": precision,
            "r": recall,
            "f1": 2 * precision * recall / both if both else 0.0,
            "gold": self.gold,
            "system": self.told,
        }

    def mark(self, name: str) -> float:
        """The share of what was found that is right in one more respect."""
        return self.marks[name] / self.found if self.found else 0.0


class Scores:
    """Counts by kind ("events"), by kind and role ("arguments", "agent") or kind and class."""

    def __init__(self) -> None:
        self.shares: dict[tuple[str, str], Share] = {}

    def of(self, kind: str, part: str = "") -> Share:
        """The counts of a kind, or of a part of it."""
        return self.shares.setdefault((kind, part), Share())

    def parts(self, kind: str) -> dict[str, Share]:
        """The counts of every part of a kind by its name, sorted."""
        return {part: share for (own, part), share in sorted(self.shares.items()) if own == kind and part}

    def both(self, kind: str, part: str) -> tuple[Share, Share]:
        """The counts to which a thing is added: those of its kind and of its part."""
        return self.of(kind), self.of(kind, part)

    def add(self, other: Scores) -> None:
        """Take in the counts of more documents."""
        for (kind, part), share in other.shares.items():
            own = self.of(kind, part)
            own.right += share.right
            own.told += share.told
            own.found += share.found
            own.gold += share.gold
            own.marks.update(share.marks)


def summary(scores: Scores) -> Figures:
    """All figures: one table for each kind, roles and classes below theirs, and the headline.

    Of a class of events the annotated ones count for recall, those that were read for precision, so
    that an accepted alternative is right under both names.
    """
    told: Figures = {}
    for kind in KINDS:
        share = scores.of(kind)
        told[kind] = share.figures() | {mark: share.mark(mark) for mark in MARKS.get(kind, ())}
    told["headline"] = sum(told[kind]["f1"] for kind in HEADLINE) / len(HEADLINE)
    told["by_role"] = {role: scores.of("arguments", role).figures() for role in ROLES}
    told["by_event_class"] = {cls: share.figures() for cls, share in scores.parts("events").items()}
    told["by_entity_class"] = {
        cls: {"r": share.figures()["r"], "class": share.mark("class"), "gold": share.gold}
        for cls, share in scores.parts("entities").items()
        if share.gold
    }
    return told


def score_document(gold: Annotation, told: Annotation, text: str) -> Scores:
    """Count what one document's annotation and what was read of it have in common."""
    scores, names, quotes = Scores(), _Names(gold.things), _Quotes(text)
    _score_entities(gold.things, told.things, names, scores)
    _score_events(_once(gold.events), _once(told.events), names, quotes, scores)
    stated = {(names.of(a), kind, names.of(b)) for a, kind, b in gold.relations}
    read = {(names.of(a), kind, names.of(b)) for a, kind, b in told.relations}
    _count(scores.of("relations"), len(stated & read), len(read), len(stated))
    _score_goals(gold.goals, told.goals, names, quotes, scores)
    return scores


def _count(share: Share, both: int, told: int, gold: int) -> None:
    """Add counts where what is right and what is found are one."""
    share.right += both
    share.found += both
    share.told += told
    share.gold += gold


@cache
def articles() -> re.Pattern[str]:
    """The articles at the beginning of a folded name, in any language."""
    path = Path(__file__).with_suffix(".toml")
    words = tomllib.loads(path.read_text(encoding="utf-8"))["articles"]
    return re.compile(rf"\A(?:(?:{'|'.join(words)})\s+)+")


@lru_cache(maxsize=65536)
def plain(name: str) -> str:
    """A name as it is compared.

    >>> plain("L’État islamique"), plain("the Iraqi forces")
    ('etat islamique', 'iraqi forces')
    """
    letters = (c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return articles().sub("", re.sub(r"[^\w]+", " ", "".join(letters).casefold()).strip())


class _Names:
    """Which annotated thing a name means; names that the annotation lacks stand for themselves."""

    def __init__(self, things: Iterable[Thing]) -> None:
        self._thing_of: dict[str, str] = {}
        for thing in things:
            for name in (thing.name, *thing.aliases):
                self._thing_of.setdefault(plain(name), thing.name)
        self._things = frozenset(self._thing_of.values())

    def of(self, name: str) -> str:
        """What one name means."""
        return self._thing_of.get(plain(name), plain(name))

    def best(self, names: Names) -> str:
        """What the first name means that the annotation has, else the first name."""
        meant = [self.of(name) for name in names]
        return next((name for name in meant if name in self._things), meant[0] if meant else "")

    def all(self, fillers: Iterable[Names]) -> set[str]:
        """What all fillers of a role mean."""
        return {self.best(names) for names in fillers}


class _Quotes:
    """Where quotes stand in a text, white space apart."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[str, list[tuple[int, int]]] = {}

    def spans(self, quote: str) -> list[tuple[int, int]]:
        """Every stretch that reads like the quote."""
        if quote not in self._known:
            pattern = r"\s+".join(map(re.escape, quote.split()))
            found = re.finditer(pattern, self._text) if quote else ()
            self._known[quote] = [match.span() for match in found]
        return self._known[quote]

    def shared(self, one: str, other: str) -> int:
        """The most characters that a stretch of one quote shares with one of the other."""
        return max(
            (min(b, d) - max(a, c) for a, b in self.spans(one) for c, d in self.spans(other)), default=0
        )

    def share(self, one: str, other: str) -> float:
        """The same as a share of the shorter quote, 0 where one does not stand in the text."""
        if not self.spans(one) or not self.spans(other):
            return 0.0
        shorter = min(end - start for start, end in (self.spans(one)[0], self.spans(other)[0]))
        return self.shared(one, other) / max(shorter, 1)


def _score_entities(gold: Sequence[Thing], told: Sequence[Thing], names: _Names, scores: Scores) -> None:
    wanted = {thing.name: thing for thing in gold}
    for thing in wanted.values():
        for share in scores.both("entities", thing.cls):
            share.gold += 1
    met: set[str] = set()
    for thing in told:
        name = names.best(tuple(filter(None, (thing.name, *thing.aliases))))
        scores.of("entities").told += 1
        scores.of("entities").right += name in wanted
        if name in wanted and name not in met:
            met.add(name)
            for share in scores.both("entities", wanted[name].cls):
                share.found += 1
                share.marks["class"] += thing.cls == wanted[name].cls


def _once(events: Iterable[Told]) -> list[Told]:
    """A sentence that is told twice word for word counts once."""
    kept: dict[tuple[str, str, str], Told] = {}
    for event in events:
        kept.setdefault((event.cls, plain(event.quote), plain(event.trigger)), event)
    return list(kept.values())


def _score_events(
    gold: Sequence[Told], told: Sequence[Told], names: _Names, quotes: _Quotes, scores: Scores
) -> None:
    for kind, part, number in (count for event in gold for count in _counts(event)):
        scores.of(kind, part).gold += number
    for kind, part, number in (count for event in told for count in _counts(event)):
        scores.of(kind, part).told += number
    for wanted, event in _pairs(gold, told, quotes):
        right = wanted.status == event.status
        for share in scores.both("events", wanted.cls):
            share.found += 1
            share.marks["status"] += right
        for share in scores.both("events", event.cls):
            share.right += 1
        for role in ROLES:
            common = len(names.all(wanted.roles[role]) & names.all(event.roles[role]))
            for share in scores.both("arguments", role):
                _count(share, common, 0, 0)
        _count(scores.of("dates"), bool(wanted.date) and wanted.date == event.date, 0, 0)
        if wanted.source is not None and event.source is not None:
            _count(scores.of("sources"), names.best(wanted.source) == names.best(event.source), 0, 0)


def _counts(event: Told) -> Iterator[tuple[str, str, int]]:
    """How many things of each kind, and part of it, an event makes."""
    yield from (("events", "", 1), ("events", event.cls, 1))
    for role in ROLES:
        yield from (("arguments", part, len(event.roles[role])) for part in ("", role))
    yield "dates", "", bool(event.date)
    yield "sources", "", event.source is not None


def _pairs(gold: Sequence[Told], told: Sequence[Told], quotes: _Quotes) -> Iterator[tuple[Told, Told]]:
    """Annotated events with those that tell of them, the best pairs first, each event in one pair."""
    ranked = [
        (_nearness(wanted, event), wanted, event)
        for wanted in gold
        for event in told
        if event.cls in wanted.accepted and quotes.shared(wanted.quote, event.quote) > 0
    ]
    ranked.sort(key=lambda pair: pair[0], reverse=True)
    taken: set[int] = set()
    for _, wanted, event in ranked:
        if taken.isdisjoint((id(wanted), id(event))):
            taken.update((id(wanted), id(event)))
            yield wanted, event


def _nearness(wanted: Told, event: Told) -> tuple[bool, bool, int]:
    """How well two events fit: one trigger, one class, how many names of fillers they share."""
    same = plain(wanted.trigger) == plain(event.trigger)
    shared = sum(len(_called(wanted.roles[role]) & _called(event.roles[role])) for role in ROLES)
    return same, wanted.cls == event.cls, shared


def _called(fillers: Iterable[Names]) -> set[str]:
    return {plain(name) for names in fillers for name in names}


def _score_goals(
    gold: Sequence[Goal], told: Sequence[Goal], names: _Names, quotes: _Quotes, scores: Scores
) -> None:
    share = scores.of("objectives")
    _count(share, 0, len(told), len(gold))
    left = list(told)
    for wanted in gold:
        best = max(left, key=lambda goal: quotes.share(wanted.quote, goal.quote), default=None)
        if best is None or quotes.share(wanted.quote, best.quote) < _SHARED:
            continue
        left = [goal for goal in left if goal is not best]
        _count(share, 1, 0, 0)
        share.marks["category"] += best.category == wanted.category
        named = {names.of(name) for holder in wanted.holders for name in holder[:1]}
        share.marks["holder"] += named == names.all(best.holders)
