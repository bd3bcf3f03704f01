"""Write ``small_words.txt`` of every language: ``python -m kg.language.make_small_words TREEBANKS REPORTS…``.

The words that stand within the sentences of treebanks and reports with a small letter more often than
with a capital. Names and acronyms alone stay out.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from kg.documents import find_documents, read_document
from kg.language import LANGUAGES
from kg.language.casing import SENTENCE, WORD, style
from kg.language.conllu import read_sentences
from kg.language.train import TREEBANKS, treebank_file
from kg.language.words import HERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FEWEST = 2  # times from which on a word counts


def small_words(texts: Iterable[str], language: str) -> list[str]:
    """The words of some sentences that are mostly written with a small letter, in order."""
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    for text in texts:
        if style(text, language) != SENTENCE:
            continue
        for word in WORD.findall(text)[1:]:
            counted = small if word.islower() else large
            counted[word.lower()] += 1
    return sorted(word for word, often in small.items() if often >= _FEWEST and often > large[word])


def sentences(language: str, treebanks: Path, reports: Sequence[Path]) -> Iterable[str]:
    """Sentences of the language's treebanks, and paragraphs of reports."""
    for name in TREEBANKS[language]["train"]:
        for sentence in read_sentences(treebank_file(treebanks, language, name)):
            yield " ".join(sentence.words)
    for source in find_documents(reports):
        document = read_document(source)
        for block in document.blocks:
            if block.language == language:
                yield document.text[block.start : block.end]


def main() -> None:
    """Write the files of this checkout."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("treebanks", type=Path)
    parser.add_argument("reports", type=Path, nargs="+")
    args = parser.parse_args()
    for language in LANGUAGES:
        words = small_words(sentences(language, args.treebanks, args.reports), language)
        (HERE / language / "small_words.txt").write_text("\n".join([*words, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
