"""What the store remembers of the documents it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.graph.answer import Rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.graph.answer import Answer

_DOCUMENTS = """
SELECT ?iri ?name ?digest ?tool ?language ?title ?publisher ?published ?url ?original WHERE {
  GRAPH ?iri {
    ?iri a ckg:Document ; ckg:fileName ?name ; ckg:digest ?digest ; dcterms:language ?language ;
      prov:wasGeneratedBy/ckg:toolVersion ?tool .
    OPTIONAL { ?iri dcterms:title ?title }
    OPTIONAL { ?iri dcterms:publisher ?publisher }
    OPTIONAL { ?iri ckg:published ?published }
    OPTIONAL { ?iri dcterms:source ?url }
    OPTIONAL { ?iri ckg:copyOf ?original }
  }
} ORDER BY ?name ?iri
"""


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """What the store knows of a document.

    ``tool`` is the version that read it, ``copy_of`` the IRI of the document that it repeats.
    """

    iri: str
    name: str
    digest: str
    tool: str
    language: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    copy_of: str | None


def stored_documents(query: Callable[[str], Answer]) -> list[StoredDocument]:
    """Every document of a store, in the order of names; ``query`` asks the store."""
    rows = query(_DOCUMENTS)
    assert isinstance(rows, Rows)
    return [
        StoredDocument(*(None if value is None else value.value for value in row))  # type: ignore[arg-type]
        for row in rows
    ]
