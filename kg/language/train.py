"""Train the English and French pipelines from Universal Dependencies treebanks.

    python -m kg.language.train TREEBANKS VECTORS [--parsed DIR] [--language en] [--output DIR]

TREEBANKS holds ``en/`` and ``fr/`` with CoNLL-U files (plain or xz), VECTORS the files of word vectors
``en.vec`` and ``fr.vec``; NOTICE names the releases. DIR holds reports that ``kg.language.teacher``
has parsed, ``en.conllu`` and ``fr.conllu``: the pipelines learn from them too where sentences end
(uptraining, Petrov et al. 2010). ``kg.language.train_parser`` adds the parsers. The same data and seed give
the same pipelines.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import spacy
import srsly
from spacy.tokens import DocBin
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config

from kg.language import augment  # noqa: F401 (registers the augmenter)
from kg.language.conllu import group, read_sentences, to_doc
from kg.language.letters import shorten
from kg.language.vectors import make_vectors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.language.conllu import Sentence

HERE = Path(__file__).parent
TREEBANKS = {
    "en": {"train": ["train_ewt", "train_gum"], "dev": ["dev_ewt"]},
    "fr": {"train": ["train"], "dev": ["dev"]},
}
STEPS = {"en": 4200, "fr": 6000}
DROPOUT = {"en": 0.1, "fr": 0.2}
REPEATED = {"en": 1, "fr": 2}  # how often a treebank is read for once through the parsed reports


def treebank_file(folder: Path, language: str, name: str) -> Path:
    """The file of a treebank, packed or not."""
    for suffix in (".conllu", ".conllu.xz"):
        path = folder / language / f"{name}{suffix}"
        if path.exists():
            return path
    sys.exit(f"no treebank {language}/{name}.conllu or .conllu.xz in {folder}")


def read_treebanks(folder: Path, language: str) -> dict[str, list[Sentence]]:
    """The trees of a language's treebanks, those to learn from ("train") and to score on ("dev")."""
    return {
        part: [tree for name in names for tree in read_sentences(treebank_file(folder, language, name))]
        for part, names in TREEBANKS[language].items()
    }


def read_corpus(nlp: Language, paths: Iterable[Path], chooser: random.Random) -> list[Doc]:
    """Trees as spaCy documents of one to six sentences, headlines and captions among them."""
    documents = []
    for path in paths:
        for paragraph in group(read_sentences(path), at_most=10):
            while paragraph:
                size = chooser.choice((1, 2, 3, 4, 6))
                documents.append(to_doc(nlp.vocab, paragraph[:size]))
                paragraph = paragraph[size:]
    return documents


def write_corpora(
    nlp: Language, language: str, treebanks: Path, parsed: Path | None, folder: Path, *, seed: int = 17
) -> None:
    """Write what to train and to choose the best pipeline on, ``train.spacy`` and ``dev.spacy``."""
    chooser = random.Random(seed)
    for part, names in TREEBANKS[language].items():
        paths = [treebank_file(treebanks, language, name) for name in names]
        documents = read_corpus(nlp, paths, chooser)
        if part == "train" and parsed is not None:
            documents *= REPEATED[language]
            documents += read_corpus(nlp, [treebank_file(parsed, ".", language)], chooser)
            chooser.shuffle(documents)
        DocBin(store_user_data=False, docs=documents).to_disk(folder / f"{part}.spacy")


def train_pipeline(
    language: str, treebanks: Path, vectors: Path, output: Path, parsed: Path | None = None
) -> None:
    """Train one language's pipeline and write it to ``output``, ready to ship."""
    with TemporaryDirectory() as scratch:
        work = Path(scratch)
        blank = spacy.blank(language)
        write_corpora(blank, language, treebanks, parsed, work)
        blank.vocab.vectors = make_vectors(vectors / f"{language}.vec")
        blank.to_disk(work / "vectors")
        config = load_config(
            HERE / "pipeline.cfg",
            overrides={
                "nlp.lang": language,
                "paths.train": str(work / "train.spacy"),
                "paths.dev": str(work / "dev.spacy"),
                "paths.vectors": str(work / "vectors"),
                "training.max_steps": STEPS[language],
                "training.dropout": DROPOUT[language],
            },
            interpolate=False,
        )
        (work / "model").mkdir()
        nlp = init_nlp(config.interpolate())
        _trained, _ = train(nlp, work / "model", stdout=sys.stdout, stderr=sys.stderr)
        best = spacy.load(work / "model" / "model-best", exclude=["parser"])
        ship(best, output)


def ship(nlp: Language, output: Path) -> None:
    """Write a trained pipeline without what only training needs."""
    for section in ("paths", "corpora", "training", "initialize", "pretraining"):
        nlp.config.pop(section, None)
    shorten(nlp.tokenizer)
    output.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(output, exclude=["lookups"])
    srsly.write_json(output / "vocab" / "strings.json", sorted(_strings(nlp)))


def _strings(nlp: Language) -> set[str]:
    """The strings that a pipeline needs, its labels and parts of lemmas, of all the words it ever read."""
    lemmatizer: Any = nlp.get_pipe("trainable_lemmatizer")
    trees = srsly.msgpack_loads(lemmatizer.trees.to_bytes())["trees"]
    parts = {nlp.vocab.strings[tree[side]] for tree in trees for side in ("orig", "subst") if side in tree}
    labels = {str(label) for labels in nlp.pipe_labels.values() for label in labels}
    return parts | labels | set(spacy.blank(str(nlp.lang)).vocab.strings)


def options(description: str | None) -> argparse.ArgumentParser:
    """The options of a program that trains what is shipped in the languages' folders."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("treebanks", type=Path)
    parser.add_argument("--parsed", type=Path, metavar="DIR")
    parser.add_argument("--language", choices=sorted(TREEBANKS), action="append")
    parser.add_argument("--output", type=Path, default=HERE)
    return parser


def main() -> None:
    """Train what the command line names."""
    parser = options(__doc__)
    parser.add_argument("vectors", type=Path)
    args = parser.parse_args()
    for language in args.language or sorted(TREEBANKS):
        train_pipeline(
            language, args.treebanks, args.vectors, args.output / language / "pipeline", args.parsed
        )


if __name__ == "__main__":
    main()
