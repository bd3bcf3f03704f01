"""A word of the user becomes a term of the graph: a label in either language, or part of one.

Labels are compared without case, accents and hyphens. A usual name (``rdfs:label``) goes before
other names and surface forms, a whole name before a part of one, and a thing that documents speak
of before one that only the gazetteer knows. The queries stand in ``lookup/``.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from kg.errors import UnresolvedName
from kg.fold import fold
from kg.graph.edtf import bounds
from kg.graph.names import PREFIXES
from kg.language import LANGUAGES
from kg.sparql.catalogue import DEFAULT_LANGUAGE
from kg.sparql.results import Term, Truth, uri

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.sparql.binding import Value
    from kg.sparql.runner import Runner

# The kinds of things a parameter may stand for: what links them to a class, and that class.
_KINDS = {
    "place": ("rdf:type", "ckg:Place"),
    "actor": ("rdf:type", "ckg:Actor"),
    "entity": ("rdf:type", "ckg:Entity"),
    "operation": ("rdf:type", "ckg:Operation"),
    "event": ("rdf:type", "ckg:Event"),
    "document": ("rdf:type", "ckg:Document"),
    "class": ("rdfs:subClassOf", "ckg:Event"),
    "category": ("skos:inScheme", "ckg:categories"),
    "status": ("rdf:type", "ckg:Status"),
}
_DATES = {"from-date": 0, "to-date": 1}
_SHORT = re.compile(r"[a-z]+/[\w.,#=-]+", re.ASCII)  # an IRI as tables show it, or a name with a slash
_MOST = 8  # candidates in a message
_CLOSE = 0.6  # difflib's ratio from which a name may be a slip of the pen


@dataclass(frozen=True, slots=True)
class _Name:
    """One name of a thing; ``usual`` where it is its label."""

    thing: str
    label: str
    usual: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A thing that a name may mean, as a message shows it."""

    thing: str
    label: str
    kind: str
    times: int

    def __str__(self) -> str:
        return f"{self.label} ({self.kind})" if self.kind else self.label


def resolve(value: str, kind: str, runner: Runner, *, language: str = DEFAULT_LANGUAGE) -> Term:
    """The term that ``value`` means for a parameter of type ``kind`` (one of ``catalogue.TYPES``).

    Dates are EDTF: "from-date" gives the first day one may mean, "to-date" the last. Raises
    UnresolvedName with candidates, best first, where a name is unknown or means several things;
    ``language`` is that of the words in the message.
    """
    value = value.strip()
    if kind == "text":
        return Term("literal", value)
    if kind == "integer":
        return _integer(value)
    if kind in _DATES:
        return _day(value, _DATES[kind])
    written = _as_iri(value)
    iri = written or (runner.base + value if _SHORT.fullmatch(value) else "")
    if iri and runner.answer(_lookup("known"), {"thing": uri(iri)}) == Truth(True):
        return uri(iri)
    if written:
        raise UnresolvedName(f"the graph knows no {iri}")
    return uri(_Search(value, kind, runner, language).thing())


def _integer(value: str) -> Term:
    try:
        return Term("literal", str(int(value)), datatype=PREFIXES["xsd"] + "integer")
    except ValueError as error:
        raise UnresolvedName(f"{value!r} is no whole number") from error


def _day(value: str, end: int) -> Term:
    try:
        found = bounds(value)[end] or bounds(value)[1 - end]
    except ValueError as error:
        raise UnresolvedName(f"{error}; write 2016, 2016-10, 2016-10-17 or 2016-10/2017-07") from error
    if found is None:
        raise UnresolvedName(f"{value!r} has neither a first nor a last day")
    return Term("literal", found.isoformat(), datatype=PREFIXES["xsd"] + "date")


def _as_iri(value: str) -> str:
    """``value`` as an IRI if it is written as one, whole or prefixed."""
    if value.startswith("<") and value.endswith(">"):
        return value[1:-1]
    if value.startswith(("http://", "https://", "urn:")):
        return value
    prefix, colon, local = value.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES and " " not in value else ""


@cache
def _lookup(name: str) -> str:
    return (Path(__file__).parent / "lookup" / f"{name}.rq").read_text(encoding="utf-8")


def _prefixed(name: str) -> Term:
    prefix, _, local = name.partition(":")
    return uri(PREFIXES[prefix] + local)


class _Search:
    """Looks for what one name means."""

    def __init__(self, value: str, kind: str, runner: Runner, language: str) -> None:
        self.value = value
        self.folded = fold(value)
        self.kind = kind
        self.runner = runner
        self.language = language
        link, root = _KINDS[kind]
        self.of_kind = {"link": _prefixed(link), "root": _prefixed(root)}

    def thing(self) -> str:
        """The IRI of the one thing that is meant."""
        if found := self._choose(self._names("whole")):
            return found
        names = self._names("all")
        words = f" {self.folded} "
        for fits in (
            [name for name in names if fold(name.label) == self.folded],
            [name for name in names if words in f" {fold(name.label)} "],
            [name for name in names if f" {self.folded}" in f" {fold(name.label)}"],
        ):
            if self.folded and (found := self._choose(fits)):
                return found
        self._unknown(names)
        return None

    def _names(self, query: str) -> list[_Name]:
        labels = [Term("literal", self.value, language) for language in ("", *LANGUAGES)]
        values: dict[str, Value] = {**self.of_kind}
        if query == "whole":
            values["labels"] = labels
        rows = self.runner.select(_lookup(query), values).records()
        return [_Name(row["thing"], row["label"], row["usual"] == "1") for row in rows]

    def _choose(self, names: list[_Name]) -> str | None:
        """The one thing among those of some names, None where there is none."""
        usual = {name.thing for name in names if name.usual}
        things = usual or {name.thing for name in names}
        if len(things) < 2:
            return next(iter(things), None)
        candidates = self._describe(things)
        spoken = [each for each in candidates if each.times]
        if len(spoken) == 1:
            return spoken[0].thing
        shown = _distinct(spoken or candidates, self.runner.base)
        raise UnresolvedName(
            f"{self.value!r} may mean {_listed(shown)}; give the whole name or an IRI",
            shown,
            ambiguous=True,
        )

    def _describe(self, things: Iterable[str]) -> list[_Candidate]:
        """Things as candidates, the most spoken of first."""
        values: dict[str, Value] = {"things": [uri(thing) for thing in sorted(things)]}
        values["lang"] = Term("literal", self.language)
        found: dict[str, _Candidate] = {}
        for row in self.runner.select(_lookup("about"), values).records():
            thing = row["thing"]
            label = row.get("label", thing)
            found.setdefault(thing, _Candidate(thing, label, row.get("kind", ""), int(row.get("times", "0"))))
        return sorted(found.values(), key=lambda each: (-each.times, each.label, each.thing))

    def _unknown(self, names: list[_Name]) -> NoReturn:
        """Names the nearest; each thing counts with the name of it that is nearest."""
        ratio: dict[str, float] = {}
        for name in names:
            near = difflib.SequenceMatcher(None, self.folded, fold(name.label))
            if near.real_quick_ratio() >= _CLOSE and near.quick_ratio() >= _CLOSE:
                ratio[name.thing] = max(ratio.get(name.thing, 0), near.ratio())
        close = [thing for thing, value in ratio.items() if value >= _CLOSE]
        best = sorted(close, key=lambda thing: (-ratio[thing], thing))[:_MOST]
        order = {thing: place for place, thing in enumerate(best)}
        candidates = sorted(self._describe(best), key=lambda each: order[each.thing]) if best else []
        shown = _distinct(candidates, self.runner.base)
        hint = f"did you mean {_listed(shown)}" if shown else "the graph holds none that looks like it"
        raise UnresolvedName(f"there is no {self.kind} {self.value!r}; {hint}", shown)


def _distinct(candidates: list[_Candidate], base: str) -> list[str]:
    """How candidates are shown; those that look alike also with their IRI."""
    texts = [str(each) for each in candidates]
    return [
        text if texts.count(text) == 1 else f"{text} {each.thing.removeprefix(base)}"
        for text, each in zip(texts, candidates, strict=True)
    ]


def _listed(shown: list[str]) -> str:
    more = len(shown) - _MOST
    return ", ".join(shown[:_MOST]) + (f" and {more} more" if more > 0 else "")
