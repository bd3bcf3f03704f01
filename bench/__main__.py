"""Print ratios of speed, each measured within one run.

    python -m bench [--documents FOLDER] [--triples N] [--only NAME]

Figures of different runs or machines do not compare; ratios do.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench.large import repeated
from bench.page import bench_page
from bench.queries import bench_queries
from bench.reading import bench_reading
from bench.shell import bench_shell
from kg.build import build
from kg.graph.store import open_store
from kg.ontology import load_ontology
from kg.resources import resource_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

PARTS = ("reading", "queries", "large", "shell", "page")


def main() -> None:
    """Run the parts that the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=Path, default=resource_folder("sample"))
    parser.add_argument("--triples", type=int, default=500_000, help="of the large graph")
    parser.add_argument("--only", choices=PARTS, action="append")
    args = parser.parse_args()
    with TemporaryDirectory() as scratch:
        run(args.only or PARTS, args.documents, args.triples, Path(scratch))


def run(parts: Iterable[str], documents: Path, triples: int, scratch: Path) -> None:
    """Build the graph once, then print part after part."""
    path, large = scratch / "kg.store", scratch / "large.store"
    build([documents], path, ontology=load_ontology())
    if "reading" in parts:
        for line in bench_reading(documents):
            print(f"reading: {line}", flush=True)
        print()
    if "queries" in parts:
        _queries(path)
    if "large" in parts:
        with open_store(path, read_only=True) as store, open_store(large) as copies:
            copies.engine.bulk_extend(repeated(store, triples))
        _queries(large)
    if "shell" in parts:
        print(f"shell: {bench_shell(path)}\n", flush=True)
    if "page" in parts:
        with open_store(path, read_only=True) as store:
            print(f"page: {bench_page(store)}")


def _queries(path: Path) -> None:
    nquads = path.with_suffix(".nq")
    with open_store(path, read_only=True) as store, nquads.open("w", encoding="utf-8") as file:
        file.writelines(store.dump_nquads())
        print(f"saved queries, {len(store):,} triples")
    for line in bench_queries(path, nquads):
        print(f"  {line}", flush=True)
    print()


if __name__ == "__main__":
    main()
