"""Parse reports with a large, slow parser, for the pipelines to learn from.

    python -m kg.language.teacher TREEBANKS VECTORS OUTPUT REPORTS… [--encoder en=DIR] [--language en]

Writes the reports' sentences with their dependencies to OUTPUT, ``en.conllu`` and ``fr.conllu``. The
parser learns from the same treebanks as the pipelines, with word vectors and, where DIR is given, from
the states of a BERT encoder. Needs PyTorch, which nothing else of the project does.
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
from kg.language.biaffine import ROOT, Parse, Parser, attachment, train_parser
from kg.language.conllu import Sentence, read_sentences
from kg.language.encoder import Encoder
from kg.language.train import TREEBANKS, treebank_file
from kg.language.vectors import read_vectors

if TYPE_CHECKING:
    from collections.abc import Sequence

SEED = 1
EPOCHS = {"plain": 18, "encoder": 3}  # an encoder knows the language already
LONGEST = 200  # words of a sentence
AT_ONCE = 32  # sentences
VECTORS = 200_000


def report_sentences(folders: Sequence[Path], language: str, left_out: frozenset[str]) -> list[Sentence]:
    """The sentences of reports in one language, as the shipped pipeline parts them."""
    found = []
    for source in find_documents(folders):
        if Path(source.name).stem in left_out:
            continue
        for passage in parse(read_document(source)):
            if passage.block.language != language:
                continue
            for number, span in enumerate(passage.doc.sents):
                if len(span) <= LONGEST:
                    words = [token.text for token in span]
                    spaces = [bool(token.whitespace_) for token in span]
                    found.append(Sentence(words, spaces, starts_paragraph=number == 0))
    return found


def write_trees(sentences: Sequence[Sentence], trees: Sequence[Parse], path: Path) -> None:
    """Write trees as CoNLL-U, without parts of speech and lemmas."""
    lines = []
    for sentence, tree in zip(sentences, trees, strict=True):
        lines += ["# newpar"] if sentence.starts_paragraph else []
        for index, word in enumerate(sentence.words):
            dep = "root" if tree.deps[index] == ROOT else tree.deps[index]
            space = "_" if sentence.spaces[index] else "SpaceAfter=No"
            fields = (index + 1, word, "_", "_", "_", "_", tree.heads[index], dep, "_", space)
            lines.append("\t".join(map(str, fields)))
        lines.append("")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


def parse_reports(
    language: str,
    treebanks: Path,
    vectors: Path,
    reports: Sequence[Path],
    output: Path,
    encoder: Path | None,
    left_out: frozenset[str],
) -> None:
    """Train a parser of one language and write what it makes of reports."""
    random.seed(SEED)
    torch.manual_seed(SEED)
    parts = {
        part: [tree for name in names for tree in read_sentences(treebank_file(treebanks, language, name))]
        for part, names in TREEBANKS[language].items()
    }
    words, numbers = read_vectors(vectors / f"{language}.vec", VECTORS)
    parser = Parser(parts["train"], words, numbers, Encoder(encoder) if encoder else None)
    train_parser(parser, parts["train"], EPOCHS["encoder" if encoder else "plain"])
    print(f"{language}: LAS {attachment(parser, parts['dev']):.1f}", file=sys.stderr)
    sentences = report_sentences(reports, language, left_out)
    order = sorted(range(len(sentences)), key=lambda index: len(sentences[index].words))
    trees: dict[int, Parse] = {}
    for start in range(0, len(order), AT_ONCE):
        chunk = order[start : start + AT_ONCE]
        trees |= zip(chunk, parser.trees([sentences[index].words for index in chunk]), strict=True)
    write_trees(sentences, [trees[index] for index in range(len(sentences))], output / f"{language}.conllu")


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
    for language in args.language or LANGUAGES:
        encoder = Path(encoders[language]) if language in encoders else None
        parse_reports(language, args.treebanks, args.vectors, args.reports, args.output, encoder, left_out)


if __name__ == "__main__":
    main()
