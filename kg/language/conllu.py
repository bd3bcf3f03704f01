"""Read Universal Dependencies treebanks (CoNLL-U, plain or xz) as spaCy documents; write trees."""

from __future__ import annotations

import lzma
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

from spacy.tokens import Doc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from spacy.vocab import Vocab

_ID, _FORM, _LEMMA, _UPOS, _XPOS, _FEATS, _HEAD, _DEPREL, _DEPS, _MISC = range(10)


@dataclass
class Sentence:
    """One tree: parallel lists, heads as indices into the sentence (the root points at itself)."""

    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    morphs: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    starts_paragraph: bool = False


def open_text(path: Path) -> TextIO:
    """A file of text to read, plain or xz."""
    return lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8")


def read_sentences(path: Path) -> Iterator[Sentence]:
    """Yield the trees of a treebank file, surface tokens only.

    A multi-word token whose parts spell its form ("don't") stays apart; one whose parts do not
    ("du" for "de le") becomes one token that carries the analysis of its outermost part.
    """
    with open_text(path) as lines:
        rows: list[list[str]] = []
        comments: list[str] = []
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("#"):
                comments.append(line)
            elif line:
                rows.append(line.split("\t"))
            elif rows:
                yield _sentence(rows, comments)
                rows, comments = [], []
        if rows:
            yield _sentence(rows, comments)


def write_sentences(sentences: Iterable[Sentence], path: Path) -> None:
    """Write trees without parts of speech, forms and lemmas."""
    lines = []
    for sentence in sentences:
        lines += ["# newpar"] if sentence.starts_paragraph else []
        for index, (word, head, dep) in enumerate(
            zip(sentence.words, sentence.heads, sentence.deps, strict=True)
        ):
            up = (0, "root") if head == index else (head + 1, dep)
            space = "_" if sentence.spaces[index] else "SpaceAfter=No"
            lines.append("\t".join(map(str, (index + 1, word, *["_"] * 4, *up, "_", space))))
        lines.append("")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


def _sentence(rows: list[list[str]], comments: list[str]) -> Sentence:
    words = [row for row in rows if row[_ID].isdigit()]
    groups: list[tuple[list[list[str]], str, bool]] = []
    ranges = {}
    for row in rows:
        if "-" in row[_ID]:
            first, last = (int(part) for part in row[_ID].split("-"))
            ranges[first] = (last, row)
    position = 0
    while position < len(words):
        number = position + 1
        if number in ranges:
            last, surface = ranges[number]
            parts = words[position:last]
            after = "SpaceAfter=No" not in surface[_MISC]
            if "".join(part[_FORM] for part in parts) == surface[_FORM]:
                groups += [([part], part[_FORM], after and part is parts[-1]) for part in parts]
            else:
                groups.append((parts, surface[_FORM], after))
            position = last
        else:
            row = words[position]
            groups.append(([row], row[_FORM], "SpaceAfter=No" not in row[_MISC]))
            position += 1
    token_of = {int(row[_ID]): index for index, (parts, _, _) in enumerate(groups) for row in parts}
    tree = Sentence(starts_paragraph=any(c.startswith(("# newpar", "# newdoc")) for c in comments))
    for index, (parts, form, after) in enumerate(groups):
        inside = {row[_ID] for row in parts}
        outer = next((row for row in parts if row[_HEAD] not in inside), parts[0])
        tree.words.append(form)
        tree.spaces.append(after)
        tree.lemmas.append("" if outer[_LEMMA] == "_" and outer[_FORM] != "_" else outer[_LEMMA])
        tree.pos.append("" if outer[_UPOS] == "_" else outer[_UPOS])
        tree.morphs.append("" if outer[_FEATS] == "_" else _plain(outer[_FEATS]))
        head = int(outer[_HEAD]) if outer[_HEAD].isdigit() else 0
        tree.heads.append(token_of[head] if head else index)
        tree.deps.append("ROOT" if outer[_DEPREL] == "root" else outer[_DEPREL])
    return tree


def _plain(feats: str) -> str:
    """Drop layered and rare features ("Gender[ctxt]"), which only multiply the classes to learn."""
    return "|".join(feat for feat in feats.split("|") if "[" not in feat.split("=")[0])


def to_doc(vocab: Vocab, sentences: list[Sentence]) -> Doc:
    """Join trees into one spaCy document that spells the text they were made from.

    Where no word has a part of speech, parts of speech and forms are unknown, not empty.
    """
    words: list[str] = []
    spaces: list[bool] = []
    lemmas: list[str] = []
    pos: list[str] = []
    morphs: list[str] = []
    heads: list[int] = []
    deps: list[str] = []
    starts: list[bool | int | None] = []
    for tree in sentences:
        offset = len(words)
        words += tree.words
        spaces += [*tree.spaces[:-1], True]
        lemmas += tree.lemmas
        pos += tree.pos
        morphs += tree.morphs
        heads += [head + offset for head in tree.heads]
        deps += tree.deps
        starts += [index == 0 for index in range(len(tree.words))]
    return Doc(
        vocab,
        words=words,
        spaces=spaces,
        lemmas=lemmas,
        pos=pos if any(pos) else None,
        morphs=morphs if any(pos) else None,
        heads=heads,
        deps=deps,
        sent_starts=starts,
    )


def group(sentences: Iterator[Sentence], at_most: int) -> Iterator[list[Sentence]]:
    """Group trees into paragraphs of at most so many sentences."""
    paragraph: list[Sentence] = []
    for tree in sentences:
        if paragraph and (tree.starts_paragraph or len(paragraph) == at_most):
            yield paragraph
            paragraph = []
        paragraph.append(tree)
    if paragraph:
        yield paragraph
