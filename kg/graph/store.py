"""The store: Oxigraph on disk or in memory, one named graph per document.

>>> from kg.graph.store import open_store
>>> with open_store(None) as store:
...     bool(store.query("ASK { ?s ?p ?o }"))
False
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Self

import pyoxigraph as ox

from kg import __version__
from kg.errors import OntologyError, QueryError, StoreError
from kg.graph import folder, names
from kg.graph.answer import Answer, Bindings, Rows, Triples
from kg.graph.events import Labeller, event_quads
from kg.graph.manifest import StoredDocument, stored_documents
from kg.graph.names import DEFAULT_BASE, PREFIXES
from kg.graph.quads import reading_quads
from kg.graph.vocabulary import Vocabulary, vocabulary_quads

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

    from rdflib import Dataset

    from kg.claim import Document, Reading

_writing: set[Path] = set()  # folders that this process writes: its own record locks do not keep it out
_BULK = 1_000
"""Quads from which Oxigraph's bulk loader is faster than a transaction."""


class Store:
    """A graph of documents, events, ontology and gazetteer; open it with ``open_store``.

    ``base`` is where the IRIs of things begin; ``path`` is None in memory. Queries see the union
    of all named graphs as their default graph. Each change is made in one step: what dies half way
    leaves the former state.
    """

    def __init__(
        self, inner: ox.Store, base: str, path: Path | None = None, lock: IO[bytes] | None = None
    ) -> None:
        self._inner: ox.Store | None = inner
        self._lock = lock
        self.base = base
        self.path = path

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write what is pending and let others in; a second call does nothing."""
        if self._inner is not None and self.path is not None and self._lock is None:
            with self._mapped():
                self._inner.flush()
            _writing.discard(self.path)
        self._inner = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    @property
    def engine(self) -> ox.Store:
        """Oxigraph's own store, for kg.graph alone; StoreError once closed."""
        if self._inner is None:
            raise StoreError(self.path or "the store in memory", "is closed; open it again")
        return self._inner

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        try:
            yield
        except (OSError, RuntimeError) as error:
            raise folder.unusable(self.path, error) from error

    # -- writing ---------------------------------------------------------------------------

    def replace_document(self, reading: Reading, *, tool: str = __version__) -> str:
        """Store what was read from a document instead of anything read from that file before.

        Returns the document's IRI. ``tool`` is remembered as the version that read it.
        """
        iri = names.document_iri(reading.document, self.base)
        former = self.former_graphs(reading.document)
        self.replace_graphs([iri, *former], reading_quads(reading, base=self.base, tool=tool))
        return iri

    def former_graphs(self, document: Document) -> list[str]:
        """The IRIs of the graphs with anything read from a document's file before."""
        name = ox.Literal(document.name)
        told = self.engine.quads_for_pattern(None, names.term("ckg:fileName"), name, None)
        return [quad.graph_name.value for quad in told if isinstance(quad.graph_name, ox.NamedNode)]

    def mark_copies(self, copies: Mapping[str, str]) -> None:
        """Say which documents are copies of others, by file names, and forget what was said before.

        Copies do not corroborate one another; names that the store does not know are left out.
        """
        known = {d.name: ox.NamedNode(d.iri) for d in self.documents()}
        copy_of = names.term("ckg:copyOf")
        said = set(self.engine.quads_for_pattern(None, copy_of, None, None))
        new = {
            ox.Quad(known[copy], copy_of, known[original], known[copy])
            for copy, original in copies.items()
            if copy in known and original in known
        }
        self._change(said - new, new - said)

    def remove_document(self, iri: str) -> None:
        """Remove everything read from a document; nothing happens where it is unknown."""
        with self._mapped():
            self.engine.remove_graph(ox.NamedNode(iri))

    def load_ontology(self, ontology: Vocabulary) -> None:
        """Store the model and the gazetteer, each in its graph, instead of former ones."""
        for name, paths in (("ontology", ontology.model_files), ("gazetteer", ontology.gazetteer_files)):
            graph = names.graph_iri(name, self.base)
            try:
                self.replace_graphs([graph], vocabulary_quads(paths, graph=graph, base=self.base))
            except (SyntaxError, OSError) as error:
                raise OntologyError(f"{' or '.join(map(str, paths))} cannot be read: {error}") from error

    def rebuild_events(self, ontology: Labeller) -> None:
        """Compute the events anew from all claims; ``ontology`` names them."""
        graph = names.graph_iri("events", self.base)
        mark = ox.Quad(
            ox.NamedNode(graph),
            names.term("owl:versionInfo"),
            ox.Literal(self._digest()),
            ox.NamedNode(graph),
        )
        self.replace_graphs([graph], [*event_quads(self, ontology), mark])

    def events_current(self) -> bool:
        """Whether the events were computed from the documents that the store holds now."""
        mark = ox.NamedNode(names.graph_iri("events", self.base))
        found = self.engine.quads_for_pattern(
            mark, names.term("owl:versionInfo"), ox.Literal(self._digest()), mark
        )
        return next(found, None) is not None

    def _digest(self) -> str:
        return names.content_hash(
            __version__, [[d.iri, d.digest, d.tool, d.copy_of] for d in self.documents()]
        )

    def replace_graphs(self, former: Collection[str], quads: Iterable[ox.Quad]) -> None:
        """Put quads in the place of whole graphs, in one step; what stays is not written again."""
        new = set(quads)
        old = {quad for graph in set(former) for quad in self.quads(graph)}
        self._change(old - new, new - old)
        filled = {quad.graph_name for quad in new}
        with self._mapped():
            for graph in {ox.NamedNode(graph) for graph in former}:
                if graph not in filled:  # the engine would keep its name
                    self.engine.remove_graph(graph)

    def add(self, quads: Collection[ox.Quad]) -> None:
        """Put quads to those that are there, in one step if they are fewer than a million."""
        with self._mapped():
            if len(quads) < _BULK:
                self.engine.extend(quads)
            else:  # builds the files of all indices and takes them in at once, past the transaction log
                self.engine.bulk_extend(quads)

    def _change(self, old: set[ox.Quad], new: set[ox.Quad]) -> None:
        if old:
            with self._mapped():
                self.engine.update(f"DELETE DATA {_block(old)} ; INSERT DATA {_block(new)}")
        else:
            self.add(new)

    # -- reading ---------------------------------------------------------------------------

    def documents(self) -> list[StoredDocument]:
        """Every document of the store, in the order of names."""
        return stored_documents(self.query)

    def query(self, text: str, bindings: Bindings | None = None) -> Answer:
        """Answer a SPARQL 1.1 query over the union of all graphs.

        ``bindings`` are values, bound as terms, of variables that the query returns. The prefixes
        of the project are known without declaration. Raises QueryError where the text is no query.
        """
        substitutions: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {
            ox.Variable(name): value for name, value in (bindings or {}).items()
        }
        try:
            answer = self.engine.query(
                text, prefixes=PREFIXES, use_default_graph_as_union=True, substitutions=substitutions
            )
        except OSError as error:
            raise folder.unusable(self.path, error) from error
        except SyntaxError as error:
            raise QueryError(f"the query cannot be read: {error}") from error
        except (RuntimeError, ValueError) as error:
            raise QueryError(f"the query cannot be run: {error}") from error
        if isinstance(answer, ox.QuerySolutions):
            return Rows(answer)
        return Triples(answer) if isinstance(answer, ox.QueryTriples) else bool(answer)

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """Every quad, or those of one named graph, in no order."""
        name = None if graph is None else ox.NamedNode(graph)
        with self._mapped():
            yield from self.engine.quads_for_pattern(None, None, None, name)

    def labels(self, iri: str) -> set[tuple[str, str]]:
        """The labels of a thing in all graphs: (language or "", label)."""
        found = self.engine.quads_for_pattern(ox.NamedNode(iri), names.term("rdfs:label"), None, None)
        return {(q.object.language or "", q.object.value) for q in found if isinstance(q.object, ox.Literal)}

    def graphs(self) -> list[str]:
        """The IRIs of all named graphs, sorted."""
        return sorted(str(graph.value) for graph in self.engine.named_graphs())

    def dump_nquads(self) -> Iterator[str]:
        """Every quad as a line of N-Quads, sorted: the same graph gives the same bytes."""
        return iter(sorted(f"{quad} .\n" for quad in self.quads()))

    def dataset(self) -> Dataset:
        """The same store as an rdflib Dataset, through rdflib's Oxigraph plugin."""
        from oxrdflib import OxigraphStore
        from rdflib import Dataset

        return Dataset(store=OxigraphStore(store=self.engine), default_union=True)

    def __len__(self) -> int:
        return len(self.engine)


def open_store(path: Path | None, *, read_only: bool = False, base: str | None = None) -> Store:
    """Open a store on disk, or in memory where ``path`` is None.

    For writing, a missing or empty folder becomes a store whose IRIs begin with ``base``. Raises
    StoreError where the folder is no store, a store of another version or with another base, held
    by another process, or cannot be read; with ``read_only`` also where there is none.
    """
    if path is None:
        return Store(ox.Store(), base or DEFAULT_BASE)
    path = path.absolute()
    marker = folder.read_marker(path)
    if marker is None and read_only:
        raise StoreError(path, "there is no store here; run kg build first, or give another --store")
    if marker and base and marker.base != base:
        raise StoreError(path, f"was built with --base {marker.base}; use that, or give another --store")
    if path in _writing:
        raise StoreError(path, "is already open for writing here; close it first")
    base = marker.base if marker else base or DEFAULT_BASE
    if read_only:
        return _open_reading(path, base)
    if marker is None:
        folder.write_marker(path, folder.Marker(base))
    try:
        inner = ox.Store(str(path))
    except (OSError, RuntimeError) as error:
        raise folder.unusable(path, error) from error
    _writing.add(path)
    return Store(inner, base, path)


def _open_reading(path: Path, base: str) -> Store:
    lock = folder.share_lock(path)
    try:
        return Store(ox.Store.read_only(str(path)), base, path, lock)
    except (OSError, RuntimeError) as error:
        if lock:
            lock.close()
        raise folder.unusable(path, error) from error


def _block(quads: Iterable[ox.Quad]) -> str:
    """Quads as SPARQL Update writes them."""
    graphs: dict[str, list[str]] = {}
    for quad in quads:
        graphs.setdefault(str(quad.graph_name), []).append(f"{quad.triple} .")
    return (
        "{\n"
        + "\n".join(f"GRAPH {name} {{\n{chr(10).join(facts)}\n}}" for name, facts in graphs.items())
        + "}"
    )
