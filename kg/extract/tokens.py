"""A parsed passage as plain lists: what every kind of claim looks at, taken from spaCy once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spacy.attrs import DEP, HEAD, IDX, ORTH, POS, SENT_START  # type: ignore[import-not-found]

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Doc

    from kg.extract.numerals import Numeral
    from kg.language import Passage


_SMALL = ("ADP", "ADV", "AUX", "CCONJ", "DET", "PRON", "SCONJ")


@dataclass(slots=True)
class Tokens:
    """Parallel lists over the tokens of one passage.

    ``heads`` are token indices (a root heads itself); ``sentence`` numbers the sentence of each
    token within the document; ``starts`` and ``ends`` are offsets in the document's text.
    """

    passage: Passage
    language: str
    texts: list[str]
    words: list[str]  # lower case
    pos: list[str]
    deps: list[str]
    heads: list[int]
    sentence: list[int]
    starts: list[int]
    ends: list[int]
    children: list[list[int]]
    sentences: list[tuple[int, int]] = field(default_factory=list)  # token bounds
    first_sentence: int = 0
    paths: dict[int, list[int]] = field(default_factory=dict)  # to the root, of tokens asked for
    ways: dict[tuple[int, int], tuple[str, int] | None] = field(default_factory=dict)  # of pairs asked for
    places: dict[int, Mapping[int, str]] = field(default_factory=dict)  # grammatical, to tokens asked for
    quoted: list[bool] = field(default_factory=list)  # of all tokens, once asked for
    numerals: list[Numeral] | None = None  # once asked for
    counting: list[tuple[int, int]] | None = None  # token bounds of what counts, once asked for

    def __len__(self) -> int:
        return len(self.texts)

    def bounds(self, index: int) -> tuple[int, int]:
        """Token bounds of the sentence that holds a token."""
        return self.sentences[self.sentence[index] - self.first_sentence]

    def said(self, document: str, first: int, end: int) -> str:
        """The text of some tokens in the document, in the letters in which they were parsed."""
        start = self.starts[first]
        text = document[start : self.ends[end - 1]]
        if not self.passage.recased:
            return text
        for i in range(first, end):
            low, high = self.starts[i] - start, self.ends[i] - start
            if text[low:high].lower() == self.words[i]:
                text = text[:low] + self.texts[i] + text[high:]
        return text

    def path_up(self, index: int) -> list[int]:
        """The token, its head, and so on to the root."""
        if index not in self.paths:
            path = [index]
            while self.heads[path[-1]] != path[-1] and len(path) < 60:
                path.append(self.heads[path[-1]])
            self.paths[index] = path
        return self.paths[index]

    def way(self, start: int, end: int) -> tuple[str, int] | None:
        """The dependencies up from one token and down to another, "obj^nsubj", and how many they are.

        None where the two do not stand in one tree.
        """
        if (start, end) not in self.ways:
            self.ways[start, end] = self._way(start, end)
        return self.ways[start, end]

    def _way(self, start: int, end: int) -> tuple[str, int] | None:
        nodes = self.nodes_between(start, end)
        if nodes is None:
            return None
        rise = [self.deps[node].split(":")[0] for node in nodes[0]]
        fall = [self.deps[node] for node in nodes[1]]
        return "<".join(rise) + "^" + ">".join(fall), len(rise) + len(fall)

    def nodes_between(self, start: int, end: int) -> tuple[list[int], list[int]] | None:
        """The tokens from one up to below what both stand under, and from there down to the other."""
        up, down = self.path_up(start), self.path_up(end)
        common = next((node for node in up if node in down), None)
        if common is None:
            return None
        return up[: up.index(common)], down[: down.index(common)][::-1]

    def first_conjunct(self, index: int) -> int:
        """The first of the words that one is coordinated with ("Ankara and Moscow"), else itself."""
        while self.deps[index].split(":")[0] == "conj" and self.heads[index] != index:
            index = self.heads[index]
        return index

    def subtree(self, index: int) -> tuple[int, int]:
        """First token and end of the stretch that a token governs (within its sentence)."""
        low = high = index
        stack = [index]
        while stack:
            node = stack.pop()
            low, high = min(low, node), max(high, node)
            stack.extend(self.children[node])
        return low, high + 1


def tokens_of(passage: Passage, first_sentence: int) -> Tokens:
    """Take everything needed from a spaCy document in one go."""
    doc: Doc = passage.doc
    table = doc.to_array([ORTH, POS, DEP, IDX, HEAD, SENT_START])
    texts, pos, deps = (_strings(doc, column.tolist()) for column in table[:, :3].T)
    for i, text in passage.hidden.items():
        texts[i] = text
    places, offsets, is_start = table[:, 3:].T.astype("int64").tolist()
    heads = [i + offset for i, offset in enumerate(offsets)]
    sentence: list[int] = []
    sentences: list[tuple[int, int]] = []
    begin = 0
    for i in range(len(texts)):
        if i and is_start[i] == 1:
            sentences.append((begin, i))
            begin = i
        sentence.append(first_sentence + len(sentences))
    if texts:
        sentences.append((begin, len(texts)))
    for begin, end in sentences:
        _name_acronyms(texts, pos, deps, begin, end)
        if deps[begin] == "nummod" and pos[begin] == "PROPN":
            pos[begin] = "NUM"  # "Nine people": its capital is the sentence's
        for i in range(begin, end):
            if pos[i] == "X" and texts[i][0].isupper():
                pos[i] = "PROPN"  # a name that the tagger takes for a foreign word
    children: list[list[int]] = [[] for _ in texts]
    for i, head in enumerate(heads):
        if head != i:
            children[head].append(i)
    starts = [passage.starts[place] for place in places]
    ends = [passage.starts[place + len(text) - 1] + 1 for place, text in zip(places, texts, strict=True)]
    return Tokens(
        passage,
        passage.block.language,
        texts,
        [text.lower() for text in texts],
        pos,
        deps,
        heads,
        sentence,
        starts,
        ends,
        children,
        sentences,
        first_sentence,
    )


def _name_acronyms(texts: list[str], pos: list[str], deps: list[str], begin: int, end: int) -> None:
    """Mend how acronyms are parsed that spell a small word: "IS seized the town".

    Only a word in capitals amid small letters is one; as the auxiliary of a verb it is its subject.
    """
    if not any(texts[i].islower() for i in range(begin, end)):
        return
    for i in range(begin, end):
        if pos[i] in _SMALL and len(texts[i]) > 1 and texts[i].isalpha() and texts[i].isupper():
            pos[i] = "PROPN"
            if deps[i].startswith("aux"):
                deps[i] = "nsubj"


def _strings(doc: Doc, column: Sequence[int]) -> list[str]:
    """What the numbers of spaCy's string store stand for, "" where there is none."""
    strings = {value: doc.vocab.strings[value] if value else "" for value in set(column)}
    return [strings[value] for value in column]


def all_tokens(passages: Sequence[Passage]) -> list[Tokens]:
    """Every passage of a document, its sentences numbered from 0 on."""
    result: list[Tokens] = []
    count = 0
    for passage in passages:
        tokens = tokens_of(passage, count)
        count += len(tokens.sentences)
        result.append(tokens)
    return result
