"""Train the parsers that ship from treebanks and from reports that a larger parser has read.

    python -m kg.language.train_parser TREEBANKS [--parsed DIR] [--language en] [--output PIPELINES]

TREEBANKS are those of ``kg.language.train``, DIR has what ``kg.language.teacher`` wrote (uptraining, Petrov
et al. 2010), PIPELINES holds ``en/pipeline`` and ``fr/pipeline``, which get the parsers. Needs
PyTorch. The same data and seed give the same parsers.
"""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import spacy
import torch
from spacy.strings import get_string_id

from kg.language.biaffine import SHAPES, Parser, attachment, train_parser
from kg.language.conllu import read_sentences
from kg.language.graph_parser import NAME
from kg.language.train import REPEATED, TREEBANKS, options, read_treebanks, ship, treebank_file

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.vectors import Vectors  # type: ignore[import-not-found]

    from kg.language.conllu import Sentence

SEED = 1
EPOCHS = 8
BATCH = 1000  # words


def known_vectors(vectors: Vectors, sentences: list[Sentence]) -> tuple[list[str], Any]:
    """The words of sentences that have a vector, in lower case, and their vectors (words x width)."""
    words = sorted({word.lower() for sentence in sentences for word in sentence.words})
    known = [word for word in words if get_string_id(word) in vectors.key2row]
    return known, vectors.data[[vectors.key2row[get_string_id(word)] for word in known]]


def train_pupil(language: str, treebanks: Path, folder: Path, parsed: Path | None = None) -> None:
    """Train one language's parser and put it into its pipeline in ``folder``."""
    random.seed(SEED)
    torch.manual_seed(SEED)
    nlp = spacy.load(folder)
    parts = read_treebanks(treebanks, language)
    sentences = parts["train"] * REPEATED[language]
    if parsed is not None:
        sentences += read_sentences(treebank_file(parsed, ".", language))
    words, vectors = known_vectors(nlp.vocab.vectors, sentences + parts["dev"])
    parser = Parser(sentences, words, vectors, SHAPES["pupil"])
    train_parser(parser, sentences, EPOCHS, BATCH)
    print(f"{language}: LAS {attachment(parser, parts['dev']):.1f}", file=sys.stderr)
    labels = {"deps": parser.deps, "words": list(parser.words), "letters": list(parser.letters)}
    weights = {
        name: tensor.numpy().astype(np.float32)
        for name, tensor in parser.state_dict().items()
        if name != "vector.weight"
    }
    known = "parser" in nlp.pipe_names
    made: Any = nlp.get_pipe("parser") if known else nlp.add_pipe(NAME, name="parser", last=True)
    made.load(labels, weights)
    ship(nlp, folder)


def main() -> None:
    """Train what the command line names."""
    args = options(__doc__).parse_args()
    for language in args.language or sorted(TREEBANKS):
        train_pupil(language, args.treebanks, args.output / language / "pipeline", args.parsed)


if __name__ == "__main__":
    main()
