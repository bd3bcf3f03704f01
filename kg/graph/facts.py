"""The facts of one named graph as records to look into: subject, property, values."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.graph.names import term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

    Value = BlankNode | Literal | NamedNode | Triple


class Facts:
    """Values by subject and property; properties are prefixed names, values in the order of text."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._values: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
        for quad in quads:
            self._values[_text(quad.subject)][quad.predicate.value].append(quad.object)
        for properties in self._values.values():
            for values in properties.values():
                values.sort(key=str)

    def of_class(self, cls: str) -> list[str]:
        """The subjects of a class (a prefixed name), sorted."""
        wanted = term(cls)
        kind = term("rdf:type").value
        return sorted(s for s, properties in self._values.items() if wanted in properties.get(kind, ()))

    def subjects_with(self, name: str) -> list[str]:
        """The subjects that have a property, sorted."""
        return sorted(s for s, properties in self._values.items() if term(name).value in properties)

    def values(self, subject: str, name: str) -> list[Value]:
        """All values of a property."""
        return self._values.get(subject, {}).get(term(name).value, [])

    def texts(self, subject: str, name: str) -> list[str]:
        """All values of a property as text or IRI."""
        return [_text(value) for value in self.values(subject, name)]

    def text(self, subject: str, name: str) -> str | None:
        """The first value of a property as text or IRI; None where there is none."""
        found = self.texts(subject, name)
        return found[0] if found else None

    def label(self, subject: str, language: str) -> str | None:
        """The first label in a language."""
        for value in self.values(subject, "rdfs:label"):
            if getattr(value, "language", None) == language:
                return _text(value)
        return None

    def quote(self, subject: str) -> tuple[str, int, int]:
        """The words that bear a record out, where they begin and where they end."""
        selector = f"{self.text(subject, 'ckg:evidence')};selector"
        words = self.text(selector, "oa:exact") or ""
        return words, int(self.text(selector, "oa:start") or 0), int(self.text(selector, "oa:end") or 0)

    def fillers(self, subject: str, role: str) -> list[tuple[str, str]]:
        """What fills a role in the order of the text: (IRI, words of the text)."""
        found = []
        for part in self.texts(subject, "ckg:filler"):
            stem, _, number = part.rpartition("-")
            if stem == f"{subject}#{role}":
                entity, words = self.text(part, "ckg:entity") or "", self.text(part, "ckg:surface") or ""
                found.append((int(number), entity, words))
        return [(entity, words) for _, entity, words in sorted(found)]


def _text(value: Value) -> str:
    return str(value) if not hasattr(value, "value") else str(value.value)
