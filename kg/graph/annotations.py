"""What was read from each document as JSON, in the format of the annotation guidelines.

Role fillers, sources and holders are {"name", "mention", "id"} objects: the thing's usual English
name, the words of the text ("" where the role is inherited) and its IRI.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from kg.claim import ROLES
from kg.fold import fold
from kg.graph.facts import Facts
from kg.graph.names import local_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.manifest import StoredDocument
    from kg.graph.store import Store


def annotation_files(store: Store) -> Iterator[tuple[str, str]]:
    """For each document the name of its file, without folders, and the JSON text.

    The file is named after the document's stem, after its whole path where two have one stem.
    """
    documents = store.documents()
    stems = Counter(_stem(document.name) for document in documents)
    for document in documents:
        stem = _stem(document.name)
        name = stem if stems[stem] == 1 else document.name.replace("/", "__")
        content = _document(Facts(store.quads(document.iri)), document)
        yield f"{name}.json", json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _stem(name: str) -> str:
    return name.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _document(facts: Facts, document: StoredDocument) -> dict[str, Any]:
    claims = sorted(facts.of_class("ckg:Claim"), key=lambda claim: _position(facts, claim))
    objectives = sorted(facts.of_class("ckg:Objective"), key=lambda aim: _position(facts, aim))
    relations = sorted(facts.of_class("ckg:RelationClaim"), key=lambda iri: _position(facts, iri))
    entities = list(_entities(facts))
    return {
        "document": _stem(document.name),
        "language": document.language,
        "published": document.published,
        "entities": entities,
        "events": [_event(facts, claim) for claim in claims],
        "relations": list(_relations(facts, relations, {e["id"]: _own_name(e) for e in entities})),
        "objectives": [
            {
                "holder": _fillers(facts, aim, "holder"),
                "category": local_name(facts.text(aim, "ckg:category") or "").removeprefix("category-"),
                "quote": facts.quote(aim)[0],
            }
            for aim in objectives
        ],
    }


def _position(facts: Facts, record: str) -> tuple[int, int, int, str, str]:
    """Where a record stands in the text: its sentence, then its trigger."""
    _, start, end = facts.quote(record)
    trigger = int(facts.text(record, "ckg:triggerStart") or start)
    return start, trigger, end, facts.text(record, "ckg:eventClass") or "", record


def _entities(facts: Facts) -> Iterator[dict[str, Any]]:
    """Everything that the document names or describes, in the order of first mention."""
    surfaces: dict[str, list[tuple[int, str]]] = {}
    for mention in facts.of_class("ckg:Mention"):
        if facts.text(mention, "ckg:form") != "pronoun":
            _, start, _ = facts.quote(mention)
            entity = facts.text(mention, "ckg:entity") or ""
            surfaces.setdefault(entity, []).append((start, facts.text(mention, "ckg:surface") or ""))
    for entity, found in sorted(surfaces.items(), key=lambda item: (min(item[1]), item[0])):
        yield {
            "name": _name(facts, entity),
            "class": local_name(facts.text(entity, "rdf:type") or ""),
            "aliases": list(dict.fromkeys(surface for _, surface in sorted(found))),
            "id": entity,
        }


def _name(facts: Facts, entity: str) -> str:
    return facts.label(entity, "en") or local_name(entity)


def _fillers(facts: Facts, record: str, role: str) -> list[dict[str, str]]:
    return [
        {"name": _name(facts, entity), "mention": words, "id": entity}
        for entity, words in facts.fillers(record, role)
    ]


def _event(facts: Facts, claim: str) -> dict[str, Any]:
    source = _fillers(facts, claim, "source")
    return {
        "class": local_name(facts.text(claim, "ckg:eventClass") or ""),
        "trigger": facts.text(claim, "ckg:trigger"),
        "quote": facts.quote(claim)[0],
        **{role: _fillers(facts, claim, role) for role in ROLES},
        "date": facts.text(claim, "ckg:date"),
        "status": local_name(facts.text(claim, "ckg:status") or ""),
        "source": source[0] if source else None,
        "id": claim,
    }


def _own_name(entity: dict[str, Any]) -> str:
    """What the document calls a thing: its usual name where that is used, else the first used.

    "President Ilan Tor" uses the name "Ilan Tor".
    """
    name: str = entity["name"]
    aliases: list[str] = entity["aliases"]
    whole = f" {fold(name)} "
    return name if any(whole in f" {fold(alias)} " for alias in aliases) else aliases[0]


def _relations(facts: Facts, relations: list[str], names: dict[str, str]) -> Iterator[list[str]]:
    """Each relation once, however many sentences state it, between the document's names of things.

    A relation has room for one name a thing, so that it is one that the document uses.
    """
    told: dict[tuple[str, str, str], None] = {}
    for relation in relations:
        value = facts.values(relation, "rdf:object")[0]
        text = facts.texts(relation, "rdf:object")[0]
        subject = facts.text(relation, "rdf:subject") or ""
        predicate = local_name(facts.text(relation, "rdf:predicate") or "")
        named = [names.get(thing) or _name(facts, thing) for thing in (subject, text)]
        told[named[0], predicate, text if hasattr(value, "datatype") else named[1]] = None
    yield from (list(each) for each in told)
