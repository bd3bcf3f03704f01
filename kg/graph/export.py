"""The graph in other formats: the open list of what ``kg export`` writes from the store.

``STREAMS`` are written to one binary stream, ``FOLDERS`` as files of a folder. The same graph gives
the same bytes.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from pyoxigraph import Quad, RdfFormat, serialize

from kg.errors import UsageError
from kg.graph.annotations import annotation_files
from kg.graph.names import PREFIXES
from kg.graph.tables import table_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from kg.graph.store import Store


_DECLARED = b"@prefix "  # lines that the serializer writes in no fixed order


def write_nquads(store: Store, out: IO[bytes]) -> None:
    """Every quad with its graph, sorted."""
    for line in store.dump_nquads():
        out.write(line.encode())


def write_turtle(store: Store, out: IO[bytes]) -> None:
    """The union of all graphs, each statement once."""
    triples = {quad.triple for quad in store.quads()}
    ordered = sorted(triples, key=lambda t: (str(t.subject), str(t.predicate), str(t.object)))
    text = serialize(ordered, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    lines = text.splitlines(keepends=True)
    out.writelines(sorted(line for line in lines if line.startswith(_DECLARED)))
    out.writelines(line for line in lines if not line.startswith(_DECLARED))


def write_jsonld(store: Store, out: IO[bytes]) -> None:
    """Every graph as a named graph of JSON-LD 1.1."""
    serialize(_in_order(store), out, format=RdfFormat.JSON_LD, prefixes=PREFIXES)


def _in_order(store: Store) -> Iterator[Quad]:
    """All quads, those of one graph and one subject together."""
    for graph in store.graphs():
        yield from sorted(store.quads(graph), key=lambda q: (str(q.subject), str(q.predicate), str(q.object)))


def write_csv(store: Store, folder: Path) -> list[Path]:
    """One table per kind of record; returns the files."""
    return _write(folder, table_files(store))


def write_annotations(store: Store, folder: Path) -> list[Path]:
    """One JSON file per document; returns the files."""
    return _write(folder, annotation_files(store))


def _write(folder: Path, files: Iterator[tuple[str, str]]) -> list[Path]:
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files:
            path = folder / name
            path.write_text(text, encoding="utf-8", newline="")
            written.append(path)
    except OSError as error:
        raise UsageError(
            f"{folder} cannot be written ({error.strerror}); give another folder with -o"
        ) from error
    return written


STREAMS: Mapping[str, Callable[[Store, IO[bytes]], None]] = {
    "nq": write_nquads,
    "ttl": write_turtle,
    "jsonld": write_jsonld,
}
FOLDERS: Mapping[str, Callable[[Store, Path], list[Path]]] = {
    "csv": write_csv,
    "annotations": write_annotations,
}
