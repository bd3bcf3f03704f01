"""The graph as tables: one list of columns and one generator of rows per file.

Several values of one cell are joined by "; ".
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from kg.claim import ROLES
from kg.graph.answer import Rows
from kg.graph.facts import Facts
from kg.graph.names import graph_iri, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph.manifest import StoredDocument
    from kg.graph.store import Store

    Row = list[str | int | None]

_LABELS = "SELECT ?thing ?label WHERE { ?thing rdfs:label ?label FILTER(lang(?label) = 'en') }"


def table_files(store: Store) -> Iterator[tuple[str, str]]:
    """The name of each file and its text (RFC 4180: commas, double quotes, CRLF)."""
    source = _Source(store)
    yield "documents.csv", _written(_DOCUMENT, source.documents())
    yield "entities.csv", _written(_ENTITY, source.entities())
    yield "events.csv", _written(_EVENT, source.events())
    yield "claims.csv", _written(_CLAIM, source.claims())
    yield "relations.csv", _written(_RELATION, source.relations())
    yield "objectives.csv", _written(_OBJECTIVE, source.objectives())


_ORIGIN = ("quote", "start", "end", "rule", "document", "publisher", "published")
_DOCUMENT = ("id", "file", "title", "publisher", "published", "language", "url", "claims", "digest")
_ENTITY = (
    *("id", "name", "class", "labels", "aliases", "within", "country", "latitude", "longitude", "same_as"),
    *("known", "mentions", "documents"),
)
_EVENT = (
    *("id", "class", "label", *ROLES, "date", "earliest", "latest", "status", "part_of", "claims"),
    *("publishers", "corroborated"),
)
_CLAIM = (
    *("id", "event", "class", "trigger", *ROLES, "source", "date", "earliest", "latest", "status"),
    *("quantities", "contradicts", *_ORIGIN),
)
_RELATION = ("id", "subject", "predicate", "object", "subject_id", "object_id", *_ORIGIN)
_OBJECTIVE = ("id", "category", "holder", "deadline", "aims_at", *_ORIGIN)


def _written(columns: Iterable[str], rows: Iterable[Row]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


class _Source:
    """Rows of the tables; every document's graph is looked into once."""

    def __init__(self, store: Store) -> None:
        self.stored = store.documents()
        self.parts = [(document, Facts(store.quads(document.iri))) for document in self.stored]
        self.computed = Facts(store.quads(graph_iri("events", store.base)))
        answer = store.query(_LABELS)
        assert isinstance(answer, Rows)
        labels = sorted(((row[0].value, row[1].value) for row in answer), reverse=True)
        self.names = dict(labels)

    def name(self, iri: str) -> str:
        """What a thing is called in English."""
        return self.names.get(iri) or local_name(iri)

    def named(self, iris: Iterable[str]) -> str:
        """What several things are called."""
        return "; ".join(self.name(iri) for iri in iris)

    def documents(self) -> Iterator[Row]:
        """One row per document."""
        for d, facts in self.parts:
            claims = len(facts.of_class("ckg:Claim"))
            yield [d.iri, d.name, d.title, d.publisher, d.published, d.language, d.url, claims, d.digest]

    def entities(self) -> Iterator[Row]:
        """One row per thing that a document mentions, its names taken together."""
        told: dict[str, list[Facts]] = defaultdict(list)
        mentions: Counter[str] = Counter()
        for _, facts in self.parts:
            spoken = [facts.text(mention, "ckg:entity") or "" for mention in facts.of_class("ckg:Mention")]
            mentions.update(spoken)
            for entity in set(spoken):
                told[entity].append(facts)
        for entity, where in sorted(told.items()):

            def every(name: str, entity: str = entity, where: list[Facts] = where) -> list[str]:
                return sorted({text for facts in where for text in facts.texts(entity, name)})

            yield [
                entity,
                self.name(entity),
                "; ".join(map(local_name, every("rdf:type"))),
                "; ".join(every("rdfs:label")),
                "; ".join(every("skos:altLabel")),
                self.named(every("ckg:within")),
                self.named(every("ckg:country")),
                *("; ".join(every(f"ckg:{axis}")[:1]) for axis in ("latitude", "longitude")),
                "; ".join(every("skos:exactMatch")),
                "; ".join(every("ckg:known")),
                mentions[entity],
                len(where),
            ]

    def events(self) -> Iterator[Row]:
        """One row per event."""
        facts = self.computed
        for event in facts.subjects_with("ckg:claimCount"):
            yield [
                event,
                local_name(facts.text(event, "rdf:type") or ""),
                facts.label(event, "en"),
                *(self.named(facts.texts(event, f"ckg:{role}")) for role in ROLES),
                *(facts.text(event, f"ckg:{name}") for name in ("date", "earliest", "latest")),
                local_name(facts.text(event, "ckg:status") or ""),
                self.named(facts.texts(event, "ckg:partOf")),
                facts.text(event, "ckg:claimCount"),
                facts.text(event, "ckg:publisherCount"),
                facts.text(event, "ckg:corroborated"),
            ]

    def claims(self) -> Iterator[Row]:
        """One row per claim, with the event it belongs to."""
        event_of = {
            claim: event
            for event in self.computed.subjects_with("ckg:claimCount")
            for claim in self.computed.texts(event, "ckg:claim")
        }
        for document, facts in self.parts:
            for claim in facts.of_class("ckg:Claim"):
                yield [
                    claim,
                    event_of.get(claim),
                    local_name(facts.text(claim, "ckg:eventClass") or ""),
                    facts.text(claim, "ckg:trigger"),
                    *(
                        self.named(iri for iri, _ in facts.fillers(claim, role))
                        for role in (*ROLES, "source")
                    ),
                    *(facts.text(claim, f"ckg:{name}") for name in ("date", "earliest", "latest")),
                    local_name(facts.text(claim, "ckg:status") or ""),
                    "; ".join(_quantity(facts, part) for part in facts.texts(claim, "ckg:quantity")),
                    "; ".join(self.computed.texts(claim, "ckg:contradicts")),
                    *_origin(facts, claim, document),
                ]

    def relations(self) -> Iterator[Row]:
        """One row per sentence that states a relation."""
        for document, facts in self.parts:
            for relation in facts.of_class("ckg:RelationClaim"):
                subject = facts.text(relation, "rdf:subject") or ""
                target = facts.texts(relation, "rdf:object")[0]
                literal = hasattr(facts.values(relation, "rdf:object")[0], "datatype")
                yield [
                    relation,
                    self.name(subject),
                    local_name(facts.text(relation, "rdf:predicate") or ""),
                    target if literal else self.name(target),
                    subject,
                    None if literal else target,
                    *_origin(facts, relation, document),
                ]

    def objectives(self) -> Iterator[Row]:
        """One row per stated aim."""
        for document, facts in self.parts:
            for aim in facts.of_class("ckg:Objective"):
                yield [
                    aim,
                    local_name(facts.text(aim, "ckg:category") or "").removeprefix("category-"),
                    self.named(iri for iri, _ in facts.fillers(aim, "holder")),
                    facts.text(aim, "ckg:deadline"),
                    facts.text(aim, "ckg:aimsAt"),
                    *_origin(facts, aim, document),
                ]


def _origin(facts: Facts, record: str, document: StoredDocument) -> Row:
    rule = facts.text(record, "ckg:rule")
    return [*facts.quote(record), rule, document.name, document.publisher, document.published]


def _quantity(facts: Facts, part: str) -> str:
    low, high = facts.text(part, "ckg:low") or "", facts.text(part, "ckg:high") or ""
    return f"{facts.text(part, 'ckg:quantityKind')} {low if low == high else f'{low}-{high}'}"
