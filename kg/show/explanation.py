"""An explanation as text for a terminal, and as JSON."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.sparql.results import uri
from kg.sparql.text import cell_width, short, visible, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.explanation import Dating, Event, Explanation, Filling, LeftOut, Name, Sentence, Step, Unused
    from kg.ontology import Ontology

    Row = tuple[str, str]  # a label, and what stands beside it

_STEP = 4  # columns
_FEWEST = 20  # columns for text
_DIGITS = 4  # of a probability
_LONGEST = 60  # characters of a stretch that is not read


def explanation_json(told: Explanation, chosen: Sequence[Sentence]) -> str:
    """``told`` with the chosen sentences as JSON, its records as ``kg.explanation`` describes them."""
    content = asdict(replace(told, sentences=list(chosen)), dict_factory=_rounded)
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _rounded(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {name: round(value, _DIGITS) if isinstance(value, float) else value for name, value in pairs}


def write_explanation(
    told: Explanation,
    chosen: Sequence[Sentence],
    ontology: Ontology,
    *,
    width: int = 80,
    language: str = "en",
) -> str:
    """The chosen sentences of ``told`` in lines of at most ``width`` columns.

    Words and labels are those of ``language``. What of the document is not read stands before its
    sentences, summed up where only some of them were chosen.
    """
    writer = _Writer(told, ontology, width, language)
    whole = len(chosen) == len(told.sentences)
    lines = [*writer.head(whole=whole), *(line for sentence in chosen for line in writer.sentence(sentence))]
    return "".join(f"{visible(line).rstrip()}\n" for line in lines)


@cache
def words_of(language: str) -> dict[str, str]:
    """The words around an explanation in a language."""
    path = Path(__file__).with_suffix(".toml")
    words: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))[language]
    return words


class _Writer:
    def __init__(self, told: Explanation, ontology: Ontology, width: int, language: str) -> None:
        self.told = told
        self.ontology = ontology
        self.width = width
        self.language = language
        self.words = words_of(language)

    def head(self, *, whole: bool) -> Iterator[str]:
        """The document, how much was read of it, and what was not."""
        told, words = self.told, self.words
        yield from self._wrapped(told.title or told.document)
        numbers = words["counts"].format(
            sentences=len(told.sentences),
            events=sum(len(sentence.events) for sentence in told.sentences),
            unused=sum(len(sentence.unused) for sentence in told.sentences),
        )
        rows = [
            (words["file"], told.document if told.title else ""),
            (words["publisher"], told.publisher or ""),
            (words["published"], told.published or ""),
            (words["language"], words.get(told.language, told.language)),
            (words["read"], numbers),
        ]
        unread = self._unread() if whole else self._unread_reasons()
        yield from self._table([*(row for row in rows if row[1]), *unread], _STEP)

    def _unread(self) -> Iterator[Row]:
        for stretch in self.told.unread:
            text = _line(stretch.text)
            text = text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
            line = self.words["line"].format(line=stretch.line)
            yield self.words["unread"], f"{line}, {stretch.reason}: “{text}”"

    def _unread_reasons(self) -> Iterator[Row]:
        reasons = Counter(stretch.reason for stretch in self.told.unread)
        if reasons:
            told = ", ".join(f"{number} × {reason}" for reason, number in reasons.most_common())
            yield self.words["unread"], told

    def sentence(self, sentence: Sentence) -> Iterator[str]:
        """A sentence with all that was read from it."""
        words = self.words
        yield ""
        yield from self._hung(f"{sentence.number}  ", f"“{_line(sentence.text)}”")
        rows = [(words["names"], self._name(name)) for name in dict.fromkeys(sentence.names)]
        rows += [(words["left_out"], self._left_out(name)) for name in sentence.left_out]
        rows += [
            (words["relation"], f"{t.subject} – {self._label(t.relation)} – {t.object} · {t.rule}")
            for t in sentence.relations
        ]
        for aim in sentence.objectives:
            holders = words["holders"].format(names=", ".join(aim.holders)) if aim.holders else ""
            category = self._label(self.ontology.category(aim.category))
            rows.append((words["objective"], _joined(category, holders, f"“{_line(aim.quote)}”", aim.rule)))
        if not (rows or sentence.events or sentence.unused):
            rows.append((words["empty"], ""))
        yield from self._table(rows, _STEP)
        for event in sentence.events:
            yield from self._event(event, sentence.number)
        yield from self._table(
            [(words["unused"], self._missed_word(word)) for word in sentence.unused], _STEP
        )

    def _label(self, name: str) -> str:
        return self.ontology.label(name, self.language)

    def _name(self, name: Name) -> str:
        """What a mention means, and how that is known."""
        origin = self.words[name.known]
        form = self.words.get(name.form, "") if name.form != "name" else ""
        within = self.words["within"].format(name=name.within) if name.within else ""
        facts = ", ".join(filter(None, (self._label(name.cls), within, origin, short(uri(name.iri)))))
        return _joined(_called(name.name, name.text), form, facts)

    def _left_out(self, name: LeftOut) -> str:
        return f"“{_line(name.text)}” · {self._label(name.cls)} · {_against(name.chance, name.limit)}"

    def _missed_word(self, word: Unused) -> str:
        frames = self.words["frames"].format(frames=", ".join(word.frames)) if word.frames else ""
        return _joined(
            f"“{word.word}” {self._label(word.cls)} {_against(word.chance, word.limit)}",
            self._beside(word, word.chance),
            frames or self.words["learned"],
        )

    def _beside(self, told: Event | Unused, chance: float) -> str:
        """How likely a word is alone, and which others may tell of the same, where that is another chance."""
        alone = f"{told.alone:.2f}"
        if not told.beside or alone == f"{chance:.2f}":
            return ""
        return self.words["beside"].format(alone=alone, words=", ".join(f"“{word}”" for word in told.beside))

    # -- events

    def _event(self, event: Event, here: int) -> Iterator[str]:
        words = self.words
        frame = words["frame"].format(frame=event.frame) if event.frame else words["learned"]
        title = f"{self._label(event.cls)} “{event.trigger}” {event.score:.2f}"
        yield from self._wrapped(_joined(title, self._beside(event, event.score), frame), _STEP)
        rows: list[Row] = []
        for role in self.ontology.roles:
            for item in (*event.roles, *event.missed):
                if item.role == role:
                    rows.append((self._label(role), self._filling(item, event, here)))
        for date, kept in ((event.date, True), (event.missed_date, False)):
            if date is not None:
                rows.append((words["date"], self._dating(date, here, kept=kept)))
        for status, chance in event.statuses:
            name = f"{self._label(status)} {chance:.2f}"
            kept = status == event.status
            rule = words[event.status_rule] if kept and event.status_rule else ""
            told = name if kept else words["rejected"].format(what=name)
            rows.append((words["status"], _joined(told, rule)))
        for source in filter(None, (event.source, event.missed_source)):
            name = f"{_called(source.name, source.mention)} {_against(source.chance, source.limit)}"
            if source is event.missed_source:
                name = words["rejected"].format(what=name)
            rows.append((words["source"], _joined(name, self._from(source.sentence, here))))
        for amount in event.amounts:
            unit = f"({amount.unit})" if amount.unit else ""
            rows.append((words["number"], " ".join(filter(None, (f"{amount.kind}:", amount.text, unit)))))
        yield from self._table(rows, 2 * _STEP)

    def _filling(self, item: Filling, event: Event, here: int) -> str:
        """An entity weighed for a role: how likely it is, and how it hangs on the trigger."""
        against = _against(item.chance, item.limit)
        name = f"{_called(item.name, item.mention)} {against}"
        why = ""
        if item.why:
            name = self.words["rejected"].format(what=name)
        if item.why == "class":
            why = self.words["unexpected"].format(cls=self._label(item.cls))
        if item.why == "role":
            why = self.words["taken"].format(role=self._label(item.other))
        if item.why == "side":
            why = self.words["opposed"]
        place = item.place.replace("_", " ")
        if item.slot:
            roles = ", ".join(map(self._label, item.slot))
            place = self.words["slot"].format(place=place, roles=roles)
        path = _path(event.trigger, item.path) if item.path else ""
        where = self.words["elsewhere"] if item.sentence is None else self._from(item.sentence, here)
        return _joined(name, why, where, place, path)

    def _dating(self, date: Dating, here: int, *, kept: bool) -> str:
        text = f"{date.edtf} {_against(date.chance, date.limit)}"
        if not kept:
            text = self.words["rejected"].format(what=text)
        why = self.words["likelier"] if not kept and date.chance >= date.limit else ""
        words = f"“{_line(date.text)}”" if date.text else self.words["publication"]
        return _joined(text, why, words, self._from(date.sentence, here))

    def _from(self, sentence: int | None, here: int) -> str:
        if sentence is None or sentence == here:
            return ""
        return self.words["from"].format(sentence=sentence)

    # -- layout

    def _wrapped(self, text: str, indent: int = 0) -> Iterator[str]:
        for line in wrap(text, max(_FEWEST, self.width - indent)):
            yield f"{'':{indent}}{line}"

    def _hung(self, label: str, text: str) -> Iterator[str]:
        """Text beside a label, and all its lines below one another."""
        size = cell_width(label)
        for number, line in enumerate(wrap(text, max(_FEWEST, self.width - size))):
            yield f"{label if not number else '':{size}}{line}"

    def _table(self, rows: Iterable[Row], indent: int) -> Iterator[str]:
        """Rows under one another; a label that several have in turn stands beside the first of them."""
        rows = list(rows)
        size = max((cell_width(label) for label, _ in rows), default=0) + 2
        last = ""
        for label, text in rows:
            shown = "" if label == last else label
            last = label
            yield from self._hung(f"{'':{indent}}{shown}{'':{size - cell_width(shown)}}", text)


def _line(text: str) -> str:
    """Text in one line."""
    return " ".join(text.split())


def _called(name: str, mention: str) -> str:
    """A thing by its name, and by the words of the text where these are others."""
    words = _line(mention)
    return f"{name} “{words}”" if words and words != name else name


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _distinct(one: float, two: float) -> tuple[str, str]:
    """Two probabilities with as many digits as tell them apart."""
    digits = next((d for d in (2, 3, 4) if f"{one:.{d}f}" != f"{two:.{d}f}"), 2)
    return f"{one:.{digits}f}", f"{two:.{digits}f}"


def _against(chance: float, limit: float) -> str:
    """A probability against its limit."""
    left, right = _distinct(chance, limit)
    return f"{left} {'≥' if chance >= limit else '<'} {right}"


def _path(trigger: str, path: Sequence[Step]) -> str:
    """The way through the tree: up to heads, down to what they govern."""
    steps = (f"<-{s.dependency}- {s.word}" if s.up else f"-{s.dependency}-> {s.word}" for s in path)
    return " ".join((trigger, *steps))
