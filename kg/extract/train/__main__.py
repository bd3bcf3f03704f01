"""Train the reader's models from annotated documents, and write them into one file.

    python -m kg.extract.train FOLDER… [--weights NUMBER…] [--held-out FILE] [--output FILE]

A FOLDER holds the texts and their ``documents.toml`` in ``documents/``, one annotation for each in
``gold/``; documents named in FILE are not looked at.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kg.documents import find_documents, read_document
from kg.extract.annotations import Annotated, load_gold
from kg.extract.stored import save_models
from kg.extract.tokens import all_tokens
from kg.extract.train import train
from kg.language import parse
from kg.ontology import THINGS, load_ontology
from kg.reading import MODELS, Reader


def load_examples(folder: Path, weight: float, held_out: frozenset[str]) -> list[Annotated]:
    """Read and parse the annotated documents of a folder that are not held out."""
    examples = []
    for source in find_documents([folder / "documents"]):
        path = folder / "gold" / f"{Path(source.name).stem}.json"
        if path.exists() and path.stem not in held_out:
            document = read_document(source)
            examples.append(Annotated(document, load_gold(path), all_tokens(parse(document)), weight))
    return examples


def main() -> None:
    """Train what the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument(
        "--weights", type=float, nargs="+", help="how much a document of each folder counts (default: 1)"
    )
    parser.add_argument("--held-out", type=Path, help="a file of document stems that are not looked at")
    parser.add_argument("--output", type=Path, default=MODELS)
    args = parser.parse_args()
    held_out = frozenset(args.held_out.read_text(encoding="utf-8").split() if args.held_out else ())
    reader = Reader(load_ontology(), base=str(THINGS))
    weights = args.weights or [1.0] * len(args.folders)
    if len(weights) != len(args.folders):
        parser.error(
            f"{len(args.folders)} folders and {len(weights)} weights; give one weight for each folder"
        )
    examples = [
        example
        for folder, weight in zip(args.folders, weights, strict=True)
        for example in load_examples(folder, weight, held_out)
    ]
    print(f"{len(examples)} documents", file=sys.stderr)
    training = train(reader, examples, lambda line: print(line, file=sys.stderr, flush=True))
    args.output.parent.mkdir(parents=True, exist_ok=True)
    save_models(training.models, args.output)


if __name__ == "__main__":
    main()
