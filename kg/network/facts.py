"""What the store says, as plain records: statements, things, mentions and documents."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.graph.answer import Rows
from kg.graph.edtf import bounds
from kg.graph.names import local_name, term
from kg.network.network import Labels, Mark, Sentence, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.graph.store import Store

_QUERIES = Path(__file__).parent / "queries"
_SPEAKER = "source"  # the role of whom a text attributes a claim to; it takes no part in the event


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim, a relation (``ends`` are its subject and object) or an objective of a document."""

    iri: str
    what: str
    document: str
    start: int
    end: int
    quote: str
    roles: Mapping[str, tuple[str, ...]]
    status: str = ""
    date: str = ""
    earliest: str | None = None
    latest: str | None = None
    trigger: tuple[int, int] | None = None
    ends: tuple[str, str] | None = None
    labels: Labels = ()
    objective: bool = False
    speaker: str | None = None
    numbers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Thing:
    """What the graph knows of an entity, all documents and the gazetteer together."""

    iri: str
    labels: Labels = ()
    classes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    country: str | None = None
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the network is made of."""

    statements: tuple[Statement, ...]
    things: Mapping[str, Thing]
    countries: Mapping[str, Labels]
    documents: Mapping[str, Source]
    mentions: Mapping[str, list[tuple[int, int, str]]] = field(default_factory=dict)

    def sentence(self, statement: Statement, status: str, kinds: Mapping[str, str]) -> Sentence:
        """Show a statement with its words.

        ``status`` is that of statements without one, ``kinds`` the terms of the kinds of numbers.
        """
        speaker = self.things.get(statement.speaker or "")
        return Sentence(
            statement.iri,
            statement.quote,
            self.documents[statement.document],
            statement.start,
            statement.status or status,
            tuple(self._marks(statement)),
            statement.date,
            statement.earliest,
            statement.latest,
            statement.speaker,
            speaker.labels if speaker else (),
            tuple((kinds.get(kind, kind), words) for kind, words in statement.numbers),
        )

    def _marks(self, statement: Statement) -> Iterator[Mark]:
        if statement.trigger:
            yield Mark(*statement.trigger)
        mentions = self.mentions.get(statement.document, [])
        first, stop = (bisect_left(mentions, (at,)) for at in (statement.start, statement.end))
        for start, end, thing in mentions[first:stop]:
            if end <= statement.end:
                yield Mark(start - statement.start, end - statement.start, thing)


def read_facts(store: Store) -> Facts:
    """Ask the store for everything that the network is made of."""
    mentions: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
    names: dict[str, dict[str, bool]] = defaultdict(dict)
    for document, thing, start, end, surface, named in _rows(store, "mentions"):
        mentions[document.value].append((int(start.value), int(end.value), thing.value))
        known = names[thing.value].get(surface.value, False)
        names[thing.value][surface.value] = known or named.value == "true"
    return Facts(
        tuple(_statements(store)),
        _things(store, names),
        _labels((thing.value, value) for thing, value in _rows(store, "countries")),
        {row[0].value: _document(row) for row in _rows(store, "documents")},
        {document: sorted(found) for document, found in mentions.items()},
    )


@cache
def _text(name: str) -> str:
    return (_QUERIES / f"{name}.rq").read_text("utf-8")


def _rows(store: Store, name: str) -> Iterator[Any]:
    answer = store.query(_text(name))
    assert isinstance(answer, Rows)
    return iter(answer)


def _value(term: Any) -> str:
    return term.value if term is not None else ""


def _document(row: Any) -> Source:
    iri, name, language, title, publisher, published, url = (_value(term) for term in row)
    return Source(iri, title or name, publisher, published, url, language)


def _statements(store: Store) -> Iterator[Statement]:
    roles: defaultdict[str, dict[str, dict[str, None]]] = defaultdict(dict)
    for statement, role, thing in _rows(store, "fillers"):
        roles[statement.value].setdefault(local_name(role.value), {})[thing.value] = None
    numbers: defaultdict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for statement, kind, words, unit in _rows(store, "numbers"):
        told = f"{words.value} ({unit.value})" if unit is not None else words.value
        numbers[statement.value][kind.value, told] = None
    for row in _rows(store, "statements"):
        iri = row["statement"].value
        filled = {role: tuple(things) for role, things in roles.get(iri, {}).items()}
        speaker = next(iter(filled.pop(_SPEAKER, ())), None)
        yield _statement(row, filled, speaker, tuple(numbers.get(iri, ())))


def _statement(
    row: Any,
    roles: Mapping[str, tuple[str, ...]],
    speaker: str | None,
    numbers: tuple[tuple[str, str], ...],
) -> Statement:
    start, end, date = int(row["start"].value), int(row["end"].value), _value(row["date"])
    earliest, latest = _value(row["earliest"]) or None, _value(row["latest"]) or None
    if row["objective"] is not None and date:
        earliest, latest = (day.isoformat() if day else None for day in bounds(date))
    trigger = None
    if row["triggerStart"] is not None:
        at = int(row["triggerStart"].value) - start
        trigger = (at, at + len(_value(row["trigger"]))) if 0 <= at < end - start else None
    label = row["label"]
    return Statement(
        row["statement"].value,
        local_name(row["what"].value),
        row["document"].value,
        start,
        end,
        row["quote"].value,
        roles,
        local_name(_value(row["status"])),
        date,
        earliest,
        latest,
        trigger,
        (row["from"].value, row["to"].value) if row["from"] is not None else None,
        ((label.language or "en", _plain(label.value)),) if label is not None else (),
        row["objective"] is not None,
        speaker,
        numbers,
    )


def _things(store: Store, names: Mapping[str, Mapping[str, bool]]) -> dict[str, Thing]:
    """Gather what is known of each thing; a mere description ("the city") is no other name."""
    facts: defaultdict[str, defaultdict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for thing, prop, value in _rows(store, "things"):
        facts[thing.value][prop.value].append(value)
    labels = _labels((iri, value) for iri, known in facts.items() for value in known[_of("rdfs:label")])
    things = {}
    for iri, known in facts.items():
        own = {label for _, label in labels.get(iri, ())}
        spoken = names.get(iri, {})
        others = {value.value for value in (*known[_of("skos:altLabel")], *known[_of("rdfs:label")])}
        others = {_plain(name) for name in others if spoken.get(name, True)}
        latitude, longitude = known[_of("ckg:latitude")], known[_of("ckg:longitude")]
        countries = known[_of("ckg:country")]
        things[iri] = Thing(
            iri,
            labels.get(iri, ()),
            tuple(local_name(value.value) for value in known[_of("rdf:type")]),
            tuple(sorted(others - own)),
            countries[0].value if countries else None,
            (float(latitude[0].value), float(longitude[0].value)) if latitude and longitude else None,
        )
    return things


def _plain(text: str) -> str:
    """Write text that a document breaks into lines as one line."""
    return " ".join(text.split())


def _of(name: str) -> str:
    return term(name).value


def _labels(pairs: Iterable[tuple[str, Any]]) -> dict[str, Labels]:
    """Keep one label in each language for each thing, the first in order."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for iri, value in pairs:
        found[iri].setdefault(value.language or "en", value.value)
    return {iri: tuple(sorted(labels.items())) for iri, labels in found.items()}
