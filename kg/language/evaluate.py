"""Score the shipped pipelines on Universal Dependencies test sets.

    python -m kg.language.evaluate TREEBANKS [--pipelines DIR]

Pipelines read raw text, ten sentences at a time (as ``spacy convert -n 10`` groups them): tokens,
sentences and all else are predicted. Scores are those of spaCy's ``Scorer``, in percent: tags (UPOS),
lemmas, attachments without and with their relation (UAS, LAS; punctuation does not count), and F1 of
sentences. The last column is tokens a second on one core.
"""

from __future__ import annotations

import argparse
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from spacy.training import Example

from kg.language import PIPELINES, graph_parser  # noqa: F401 (registers the parser)
from kg.language.conllu import read_sentences, to_doc
from kg.language.train import treebank_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language
    from spacy.tokens import Doc

TESTS = {"en": ("test_ewt", "test_gum", "test_pud"), "fr": ("test_sequoia", "test_gsd")}
SENTENCES = 10  # a text
COLUMNS = {
    "tags": "pos_acc",
    "lemmas": "lemma_acc",
    "UAS": "dep_uas",
    "LAS": "dep_las",
    "sentence F": "sents_f",
}


def texts(nlp: Language, path: Path) -> Iterator[Doc]:
    """A treebank as annotated documents of ten sentences each."""
    sentences = read_sentences(path)
    while group := list(islice(sentences, SENTENCES)):
        yield to_doc(nlp.vocab, group)


def evaluate(nlp: Language, path: Path) -> dict[str, float]:
    """What a pipeline scores on a treebank: ``COLUMNS`` in percent, and ``tokens/s``."""
    scores = nlp.evaluate([Example(nlp.make_doc(doc.text), doc) for doc in texts(nlp, path)])
    return {name: 100 * scores[key] for name, key in COLUMNS.items()} | {"tokens/s": scores["speed"]}


def main() -> None:
    """Print a table in Markdown, a line for each test set."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("treebanks", type=Path)
    parser.add_argument("--pipelines", type=Path, default=PIPELINES)
    args = parser.parse_args()
    print("| test |", " | ".join((*COLUMNS, "tokens/s")), "|")
    print("|---|" + "---|" * (len(COLUMNS) + 1))
    for language, names in TESTS.items():
        nlp = spacy.load(args.pipelines / language / "pipeline")
        for name in names:
            scores = evaluate(nlp, treebank_file(args.treebanks, language, name))
            figures = [f"{scores[column]:.1f}" for column in COLUMNS]
            print(f"| {language}/{name} |", " | ".join(figures), f"| {scores['tokens/s']:,.0f} |", flush=True)


if __name__ == "__main__":
    main()
