"""Train the English and French pipelines from Universal Dependencies treebanks.

    python -m kg.language.train TREEBANKS [--language en] [--output DIR]

TREEBANKS holds ``en/`` and ``fr/`` with CoNLL-U files (plain or xz); the README of the project
names the releases. The same treebanks and seed give the same pipelines.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import spacy
from spacy.tokens import DocBin
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config

from kg.language import augment  # noqa: F401 (registers the augmenter)
from kg.language.conllu import group, read_sentences, to_doc

if TYPE_CHECKING:
    from spacy.language import Language

HERE = Path(__file__).parent
TREEBANKS = {
    "en": {"train": ["train_ewt", "train_gum"], "dev": ["dev_ewt"]},
    "fr": {"train": ["train"], "dev": ["dev"]},
}
STEPS = {"en": 7000, "fr": 3600}
DROPOUT = {"en": 0.1, "fr": 0.2}


def treebank_file(folder: Path, language: str, name: str) -> Path:
    """The file of a treebank, packed or not."""
    for suffix in (".conllu", ".conllu.xz"):
        path = folder / language / f"{name}{suffix}"
        if path.exists():
            return path
    sys.exit(f"no treebank {language}/{name}.conllu or .conllu.xz in {folder}")


def write_corpus(
    nlp: Language, folder: Path, language: str, names: list[str], path: Path, *, seed: int
) -> None:
    """Write treebanks as spaCy documents of one to five sentences, headlines and captions among them."""
    chooser = random.Random(seed)
    corpus = DocBin(store_user_data=False)
    for name in names:
        for paragraph in group(read_sentences(treebank_file(folder, language, name)), at_most=10):
            while paragraph:
                size = chooser.choice((1, 2, 3, 4, 6))
                corpus.add(to_doc(nlp.vocab, paragraph[:size]))
                paragraph = paragraph[size:]
    corpus.to_disk(path)


def train_pipeline(language: str, treebanks: Path, output: Path) -> None:
    """Train one language's pipeline and write it to ``output``, ready to ship."""
    settings = TREEBANKS[language]
    with TemporaryDirectory() as scratch:
        work = Path(scratch)
        blank = spacy.blank(language)
        for part in ("train", "dev"):
            write_corpus(blank, treebanks, language, settings[part], work / f"{part}.spacy", seed=17)
        config = load_config(
            HERE / "pipeline.cfg",
            overrides={
                "nlp.lang": language,
                "paths.train": str(work / "train.spacy"),
                "paths.dev": str(work / "dev.spacy"),
                "training.max_steps": STEPS[language],
                "training.dropout": DROPOUT[language],
            },
            interpolate=False,
        )
        (work / "model").mkdir()
        nlp = init_nlp(config.interpolate())
        _trained, _ = train(nlp, work / "model", stdout=sys.stdout, stderr=sys.stderr)
        best = spacy.load(work / "model" / "model-best")
        ship(best, output)


def ship(nlp: Language, output: Path) -> None:
    """Write a trained pipeline without what only training needs."""
    for section in ("paths", "corpora", "training", "initialize", "pretraining"):
        nlp.config.pop(section, None)
    output.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(output, exclude=["vocab.vectors", "lookups"])


def main() -> None:
    """Train what the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("treebanks", type=Path)
    parser.add_argument("--language", choices=sorted(TREEBANKS), action="append")
    parser.add_argument("--output", type=Path, default=HERE)
    args = parser.parse_args()
    for language in args.language or sorted(TREEBANKS):
        train_pipeline(language, args.treebanks, args.output / language / "pipeline")


if __name__ == "__main__":
    main()
