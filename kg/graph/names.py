"""The IRIs of everything in the graph: namespaces, content hashes, named graphs.

Identity follows from content alone, so the same documents give the same IRIs whatever the order
of files, the number of workers or the machine.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from pyoxigraph import NamedNode

from kg.fold import slug

if TYPE_CHECKING:
    from kg.claim import Claim, Document, Evidence, Filler, Mention, Objective, Relation

Part = TypeVar("Part")

DEFAULT_BASE = "https://w3id.org/campaign-kg/id/"

PREFIXES: dict[str, str] = {
    "ckg": "https://w3id.org/campaign-kg/ontology#",
    "dcterms": "http://purl.org/dc/terms/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))  # json.dumps would make one each time


@lru_cache(maxsize=4096)
def term(name: str) -> NamedNode:
    """The IRI of a prefixed name.

    >>> term("ckg:Capture").value
    'https://w3id.org/campaign-kg/ontology#Capture'
    """
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def rebased(part: Part, base: str) -> Part | NamedNode:
    """A term under ``base`` if it is known by the default base, as things of the gazetteer are."""
    if base != DEFAULT_BASE and isinstance(part, NamedNode) and part.value.startswith(DEFAULT_BASE):
        return NamedNode(base + part.value.removeprefix(DEFAULT_BASE))
    return part


def local_name(iri: str) -> str:
    """What follows the last # or / of an IRI."""
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def content_hash(*parts: object) -> str:
    """Sixteen hexadecimal digits of the SHA-256 of values that JSON can write."""
    return hashlib.sha256(_JSON.encode(parts).encode()).hexdigest()[:16]


def documents_iri(base: str) -> str:
    """What the IRIs of all documents begin with, and of no other graph."""
    return f"{base}document/"


def document_iri(document: Document, base: str) -> str:
    """The IRI of a document, which also names the graph of everything read from it."""
    return f"{documents_iri(base)}{slug(document.stem)}-{document.digest[:12]}"


def span_iri(document: str, start: int, end: int) -> str:
    """The IRI of a stretch of a document (RFC 5147: positions between characters)."""
    return f"{document}#char={start},{end}"


def claim_iri(claim: Claim, document: str, base: str) -> str:
    """The IRI of a claim: what it says, and where."""
    said = content_hash(
        *_where(document, claim.evidence),
        claim.cls,
        claim.trigger,
        claim.trigger_start,
        [[role, [_filled(filler) for filler in fillers]] for role, fillers in claim.roles],
        claim.date,
        claim.status,
        _filled(claim.source) if claim.source else None,
        [[q.kind, q.low, q.high, q.text, q.unit] for q in claim.quantities],
    )
    return f"{base}claim/{said}"


def relation_iri(relation: Relation, document: str, base: str) -> str:
    """The IRI of a stated relation: what it says, and where."""
    said = content_hash(
        *_where(document, relation.evidence), relation.subject, relation.predicate, relation.object
    )
    return f"{base}relation/{said}"


def objective_iri(objective: Objective, document: str, base: str) -> str:
    """The IRI of a stated objective: what it says, and where."""
    said = content_hash(
        *_where(document, objective.evidence),
        objective.category,
        [_filled(holder) for holder in objective.holders],
        objective.deadline,
    )
    return f"{base}objective/{said}"


def mention_iri(mention: Mention, entity: str, document: str, base: str) -> str:
    """The IRI of a mention: of what, and where."""
    return f"{base}mention/{content_hash(document, mention.start, mention.end, entity)}"


def graph_iri(name: str, base: str) -> str:
    """The IRI of the graph "ontology", "gazetteer" or "events"."""
    return f"{base}graph/{name}"


def _where(document: str, evidence: Evidence) -> tuple[object, ...]:
    return document, evidence.start, evidence.end


def _filled(filler: Filler) -> list[object]:
    return [filler.entity, filler.mention, filler.start]
