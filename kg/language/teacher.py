"""Parse reports with a large, slow parser, for the pipelines to learn from.

    python -m kg.language.teacher TREEBANKS VECTORS OUTPUT REPORTS… [--encoder en=DIR] [--language en]

Writes the reports' sentences with their dependencies to OUTPUT, ``en.conllu`` and ``fr.conllu``. The
parser learns from the same treebanks as the pipelines, with word vectors and, where DIR is given, from
the states of a BERT encoder. Needs PyTorch, as training a parser does and nothing else.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from kg.documents import find_documents, read_document
from kg.language import LANGUAGES, parse
from kg.language.biaffine import SHAPES, Parser, attachment, train_parser
from kg.language.conllu import Sentence, write_sentences
from kg.language.encoder import Encoder
from kg.language.train import read_treebanks
from kg.language.vectors import read_vectors

if TYPE_CHECKING:
    from collections.abc import Sequence

SEED = 1
EPOCHS = {"teacher": 18, "encoder": 8}  # an encoder knows the language already
BATCH = 500  # words
LONGEST = 200  # words of a sentence
AT_ONCE = 32  # sentences
VECTORS = 200_000


def report_sentences(folders: Sequence[Path], left_out: frozenset[str]) -> dict[str, list[Sentence]]:
    """The sentences of reports by language, as the shipped pipelines part them."""
    found: dict[str, list[Sentence]] = {language: [] for language in LANGUAGES}
    for source in find_documents(folders):
        if Path(source.name).stem in left_out:
            continue
        for passage in parse(read_document(source)):
            for number, span in enumerate(passage.doc.sents):
                if len(span) <= LONGEST:
                    words = [token.text for token in span]
                    spaces = [bool(token.whitespace_) for token in span]
                    sentence = Sentence(words, spaces, starts_paragraph=number == 0)
                    found[passage.block.language].append(sentence)
    return found


def parse_reports(
    language: str,
    treebanks: Path,
    vectors: Path,
    sentences: Sequence[Sentence],
    encoder: Path | None,
) -> None:
    """Train a parser of one language and give the sentences of reports the trees that it finds."""
    random.seed(SEED)
    torch.manual_seed(SEED)
    parts = read_treebanks(treebanks, language)
    words, numbers = read_vectors(vectors / f"{language}.vec", VECTORS)
    kind = "encoder" if encoder else "teacher"
    parser = Parser(parts["train"], words, 3 * numbers, SHAPES[kind], Encoder(encoder) if encoder else None)
    train_parser(parser, parts["train"], EPOCHS[kind], BATCH)
    print(f"{language}: LAS {attachment(parser, parts['dev']):.1f}", file=sys.stderr)
    order = sorted(sentences, key=lambda sentence: len(sentence.words))
    for start in range(0, len(order), AT_ONCE):
        chunk = order[start : start + AT_ONCE]
        for sentence, tree in zip(chunk, parser.trees([s.words for s in chunk]), strict=True):
            sentence.heads = [head - 1 if head else index for index, head in enumerate(tree.heads)]
            sentence.deps = tree.deps


def main() -> None:
    """Parse what the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("treebanks", type=Path)
    parser.add_argument("vectors", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("reports", type=Path, nargs="+")
    parser.add_argument("--encoder", action="append", default=[], metavar="LANGUAGE=DIR")
    parser.add_argument("--language", choices=LANGUAGES, action="append")
    parser.add_argument("--held-out", type=Path, help="a file of document stems that are not looked at")
    args = parser.parse_args()
    encoders = dict(named.split("=", 1) for named in args.encoder)
    left_out = frozenset(args.held_out.read_text(encoding="utf-8").split() if args.held_out else ())
    reports = report_sentences(args.reports, left_out)
    for language in args.language or LANGUAGES:
        encoder = Path(encoders[language]) if language in encoders else None
        parse_reports(language, args.treebanks, args.vectors, reports[language], encoder)
        write_sentences(reports[language], args.output / f"{language}.conllu")


if __name__ == "__main__":
    main()
