"""A reading becomes quads, all of them in the graph named by its document.

Pure and deterministic; no blank nodes. The shape stands in ``ontology/shapes.ttl``. Vocabularies:
PROV-O for origin, Web Annotation for quotes and positions, GeoSPARQL for points, SKOS for names.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from kg import __version__
from kg.fold import slug
from kg.graph import names
from kg.graph.edtf import bounds
from kg.graph.names import rebased, term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.claim import Claim, Document, Entity, Evidence, Filler, Objective, Quantity, Reading, Relation

    Pair = tuple[NamedNode, NamedNode | Literal]
    Fact = tuple[NamedNode, NamedNode, NamedNode | Literal]

_TYPE = term("rdf:type")
_LABEL = term("rdfs:label")


def reading_quads(reading: Reading, *, base: str, tool: str = __version__) -> Iterator[Quad]:
    """Everything read from one document as quads of its graph.

    ``base`` is where the IRIs of things begin, also of those that the reading knows by the default one;
    ``tool`` names what read the document (a version). Raises ValueError where a date is no EDTF or an
    IRI is none.
    """
    shape = _Shape(reading, base, tool)
    graph = NamedNode(shape.document)
    for subject, predicate, value in shape.facts():
        yield Quad(rebased(subject, base), predicate, rebased(value, base), graph)


class _Shape:
    """The facts of one reading; ``document`` is its IRI."""

    def __init__(self, reading: Reading, base: str, tool: str) -> None:
        self.reading = reading
        self.base = base
        self.document = names.document_iri(reading.document, base)
        self.node = NamedNode(self.document)
        self.cited: set[tuple[int, int]] = set()  # stretches of which all is said
        self.tool = tool
        self.activity = NamedNode(f"{base}activity/{slug(tool)}")
        self.claims = [NamedNode(names.claim_iri(c, self.document, base)) for c in reading.claims]

    def facts(self) -> Iterator[Fact]:
        """Every fact, record by record."""
        yield from self._document(self.reading.document)
        for entity in self.reading.entities:
            yield from self._entity(entity)
        for claim, iri in zip(self.reading.claims, self.claims, strict=True):
            yield from self._claim(claim, iri)
        for relation in self.reading.relations:
            yield from self._relation(relation)
        for objective in self.reading.objectives:
            yield from self._objective(objective)

    def _document(self, document: Document) -> Iterator[Fact]:
        yield self.activity, _TYPE, term("prov:Activity")
        yield self.activity, term("ckg:toolVersion"), Literal(self.tool)
        node = self.node
        yield node, _TYPE, term("ckg:Document")
        yield node, term("dcterms:language"), Literal(document.language)
        yield node, term("ckg:fileName"), Literal(document.name)
        yield node, term("ckg:digest"), Literal(document.digest)
        yield node, term("prov:wasGeneratedBy"), self.activity
        if document.title:
            yield node, term("dcterms:title"), Literal(document.title)
        if document.publisher:
            yield node, term("dcterms:publisher"), Literal(document.publisher)
        if document.url:
            yield node, term("dcterms:source"), _web(document.url)
        if document.published:
            yield node, term("ckg:published"), Literal(document.published)
            for name, value in _days(document.published, "ckg:publishedEarliest", "ckg:publishedLatest"):
                yield node, name, value

    def _language(self, start: int) -> str:
        """The language of the block at an offset, else the document's."""
        document = self.reading.document
        place = bisect_right(document.blocks, start, key=lambda block: block.start) - 1
        if place >= 0 and start < document.blocks[place].end:
            return document.blocks[place].language
        return document.language

    def _words(self, text: str, start: int) -> Literal:
        """Words of the text as a label, in one line."""
        return Literal(" ".join(text.split()), language=self._language(start))

    def _entity(self, entity: Entity) -> Iterator[Fact]:
        node = NamedNode(entity.iri)
        yield node, _TYPE, term(f"ckg:{entity.cls}")
        for predicate, value in _entity_facts(entity):
            yield node, predicate, value
        for mention in entity.mentions:
            if mention.form != "pronoun":
                yield node, term("skos:altLabel"), self._words(mention.text, mention.start)
            at = NamedNode(names.mention_iri(mention, entity.iri, self.document, self.base))
            yield at, _TYPE, term("ckg:Mention")
            yield at, term("ckg:entity"), node
            yield at, term("ckg:surface"), Literal(mention.text)
            yield at, term("ckg:form"), Literal(mention.form)
            yield from self._evidence(at, mention.start, mention.end)

    def _evidence(self, of: NamedNode, start: int, end: int) -> Iterator[Fact]:
        node = NamedNode(names.span_iri(self.document, start, end))
        yield of, term("ckg:evidence"), node
        if (start, end) in self.cited:
            return
        self.cited.add((start, end))
        selector = NamedNode(f"{node.value};selector")
        yield node, _TYPE, term("ckg:Evidence")
        yield node, _TYPE, term("oa:SpecificResource")
        yield node, term("oa:hasSource"), self.node
        yield node, term("oa:hasSelector"), selector
        yield selector, _TYPE, term("oa:TextQuoteSelector")
        yield selector, _TYPE, term("oa:TextPositionSelector")
        yield selector, term("oa:exact"), Literal(self.reading.document.text[start:end])
        yield selector, term("oa:start"), _offset(start)
        yield selector, term("oa:end"), _offset(end)

    def _origin(self, node: NamedNode, cls: str, evidence: Evidence) -> Iterator[Fact]:
        yield node, _TYPE, term(cls)
        yield node, term("ckg:rule"), Literal(evidence.rule)
        yield node, term("prov:wasDerivedFrom"), self.node
        yield node, term("prov:wasGeneratedBy"), self.activity
        yield from self._evidence(node, evidence.start, evidence.end)

    def _claim(self, claim: Claim, node: NamedNode) -> Iterator[Fact]:
        yield from self._origin(node, "ckg:Claim", claim.evidence)
        yield node, term("ckg:eventClass"), term(f"ckg:{claim.cls}")
        yield node, term("ckg:trigger"), Literal(claim.trigger)
        yield node, term("ckg:triggerStart"), _offset(claim.trigger_start)
        yield node, term("ckg:status"), term(f"ckg:{claim.status}")
        if claim.date:
            yield node, term("ckg:date"), Literal(claim.date)
            for name, value in _days(claim.date, "ckg:earliest", "ckg:latest"):
                yield node, name, value
        for role, fillers in claim.roles:
            yield from self._fillers(node, role, fillers)
        if claim.source:
            yield from self._fillers(node, "source", (claim.source,))
        for number, quantity in enumerate(claim.quantities, 1):
            part = NamedNode(f"{node.value}#quantity-{number}")
            yield node, term("ckg:quantity"), part
            yield from _quantity_facts(part, quantity)

    def _fillers(self, node: NamedNode, role: str, fillers: tuple[Filler, ...]) -> Iterator[Fact]:
        for number, filler in enumerate(fillers, 1):
            entity, part = NamedNode(filler.entity), NamedNode(f"{node.value}#{role}-{number}")
            yield node, term(f"ckg:{role}"), entity
            yield node, term("ckg:filler"), part
            yield part, term("ckg:role"), term(f"ckg:{role}")
            yield part, term("ckg:entity"), entity
            yield part, term("ckg:surface"), Literal(filler.mention)

    def _relation(self, relation: Relation) -> Iterator[Fact]:
        node = NamedNode(names.relation_iri(relation, self.document, self.base))
        subject, predicate = NamedNode(relation.subject), term(f"ckg:{relation.predicate}")
        target: NamedNode | Literal = (
            NamedNode(relation.object) if not relation.literal else Literal(relation.object, language="en")
        )
        yield from self._origin(node, "ckg:RelationClaim", relation.evidence)
        yield node, term("rdf:subject"), subject
        yield node, term("rdf:predicate"), predicate
        yield node, term("rdf:object"), target
        yield subject, predicate, target

    def _objective(self, objective: Objective) -> Iterator[Fact]:
        node = NamedNode(names.objective_iri(objective, self.document, self.base))
        yield from self._origin(node, "ckg:Objective", objective.evidence)
        yield node, _LABEL, self._words(objective.evidence.quote, objective.evidence.start)
        yield node, term("ckg:category"), term(f"ckg:category-{objective.category}")
        if objective.deadline:
            yield node, term("ckg:deadline"), Literal(objective.deadline)
        if objective.event is not None:
            yield node, term("ckg:aimsAt"), self.claims[objective.event]
        yield from self._fillers(node, "holder", objective.holders)


def _entity_facts(entity: Entity) -> Iterator[Pair]:
    """What holds of a thing wherever it is mentioned; its first English label is its name."""
    yield _LABEL, Literal(entity.name, language="en")
    for language, label in entity.labels:
        if language != "en":
            yield _LABEL, Literal(label, language=language)
        elif label != entity.name:
            yield term("skos:altLabel"), Literal(label, language=language)
    yield term("ckg:known"), Literal(entity.known)
    for iri in entity.same_as:
        yield term("skos:exactMatch"), NamedNode(iri)
    if entity.within:
        yield term("ckg:within"), NamedNode(entity.within)
    if entity.country:
        yield term("ckg:country"), NamedNode(entity.country)
    if entity.point:
        latitude, longitude = (_number(degrees) for degrees in entity.point)
        wkt = f"POINT({longitude} {latitude})"
        yield term("geo:asWKT"), Literal(wkt, datatype=term("geo:wktLiteral"))
        yield term("ckg:latitude"), Literal(latitude, datatype=term("xsd:decimal"))
        yield term("ckg:longitude"), Literal(longitude, datatype=term("xsd:decimal"))


def _quantity_facts(node: NamedNode, quantity: Quantity) -> Iterator[Fact]:
    yield node, term("ckg:quantityKind"), Literal(quantity.kind)
    yield node, term("ckg:surface"), Literal(quantity.text)
    yield node, term("ckg:bound"), Literal(quantity.bound)
    for name, value in (("ckg:low", quantity.low), ("ckg:high", quantity.high)):
        if math.isfinite(value):
            yield node, term(name), Literal(_number(value), datatype=term("xsd:decimal"))
    if quantity.unit:
        yield node, term("ckg:unit"), Literal(quantity.unit)
    if quantity.among:
        yield node, term("ckg:amongOthers"), Literal(value=True)


def _days(edtf: str, earliest: str, latest: str) -> Iterator[tuple[NamedNode, Literal]]:
    for name, day in zip((earliest, latest), bounds(edtf), strict=True):
        if day:
            yield term(name), Literal(day.isoformat(), datatype=term("xsd:date"))


def _number(value: float) -> str:
    """A decimal without exponent, to six places."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _offset(value: int) -> Literal:
    return Literal(str(value), datatype=term("xsd:nonNegativeInteger"))


def _web(url: str) -> NamedNode | Literal:
    """An address as IRI, or as text where it is none."""
    try:
        return NamedNode(url)
    except ValueError:
        return Literal(url)
