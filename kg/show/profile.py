"""What the graph says of one thing or event, as plain records; the queries stand beside this file."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UnresolvedName
from kg.graph.names import local_name, term
from kg.sparql.results import Term, uri

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.sparql.binding import Value
    from kg.sparql.results import Table
    from kg.sparql.runner import Runner

    Row = dict[str, Term]

_QUERIES = Path(__file__).parent / "queries"
_PLACED = ("ckg:within", "ckg:country")
_DESCRIPTION = "description"
_NAME = "name"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence and where it stands; ``published`` is EDTF."""

    quote: str
    document: str
    publisher: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim; ``roles`` are (role, names), ``event`` is the IRI and label of what it tells of.

    ``hedged`` where the document does not vouch for it: alleged, planned or denied. ``figures`` are its
    numbers in the document's words, each with what it counts and its unit ("" where the words say it).
    """

    what: str
    status: str
    said: Said
    event: tuple[str, str]
    date: str = ""
    roles: tuple[tuple[str, tuple[str, ...]], ...] = ()
    hedged: bool = False
    contradicted: bool = False
    figures: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """A lasting relation, as names, and a sentence that states it."""

    subject: str
    relation: str
    object: str
    said: Said


@dataclass(frozen=True, slots=True)
class Aim:
    """An objective: its category, the words that state it, by when it is to be reached (EDTF)."""

    category: str
    said: Said
    deadline: str = ""


@dataclass(slots=True)
class Profile:
    """One thing or event. ``forms`` are other names, ``described`` descriptions that documents use.

    ``point`` is (latitude, longitude) in degrees as text, ``roles`` what takes part in an event.
    """

    iri: str
    name: str
    classes: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    described: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    point: tuple[str, str] | None = None
    same_as: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    is_event: bool = False
    date: str = ""
    status: str = ""
    publishers: int = 0
    roles: tuple[tuple[str, tuple[str, ...]], ...] = ()
    claims: list[Claimed] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    aims: list[Aim] = field(default_factory=list)


def profile(iri: str, runner: Runner, *, language: str = "en") -> Profile:
    """Everything about the thing or event with this IRI, in labels of ``language`` where there are any.

    Raises UnresolvedName where the graph says nothing of it.
    """
    return _Teller(iri, runner, language).tell()


class _Teller:
    """Asks for the parts of one profile."""

    def __init__(self, iri: str, runner: Runner, language: str) -> None:
        self.iri = iri
        self.runner = runner
        self.language = language
        self.facts: dict[str, list[Term]] = defaultdict(list)
        for row in self._rows("about", thing=uri(iri)):
            self.facts[row["property"].value].append(row["value"])
        if not self.facts:
            raise UnresolvedName(f"the graph says nothing of {iri}")
        self.names: dict[str, str] = {}
        self.fillers: dict[Term, list[Row]] = defaultdict(list)  # by claim
        self.figures: dict[Term, list[Row]] = defaultdict(list)

    def tell(self) -> Profile:
        """The whole profile."""
        event = bool(self._of("ckg:publisherCount"))
        claim_rows = self._rows("claims", **{"event" if event else "thing": uri(self.iri)})
        claims = [row["claim"] for row in claim_rows]
        filler_rows = self._rows("fillers", claims=claims) if claims else []
        contradicted = (
            {row["claim"] for row in self._rows("contradictions", claims=claims)} if claims else set()
        )
        for row in filler_rows:
            self.fillers[row["claim"]].append(row)
        figure_rows = self._rows("quantities", claims=claims) if claims else []
        for row in figure_rows:
            self.figures[row["claim"]].append(row)
        tie_rows = [] if event else self._rows("relations", thing=uri(self.iri))
        aim_rows = [] if event else self._rows("objectives", thing=uri(self.iri))
        self._learn_names([*claim_rows, *filler_rows, *figure_rows, *tie_rows, *aim_rows])
        told = Profile(self.iri, self._name(uri(self.iri)), is_event=event)
        self._describe(told)
        told.claims = [self._claim(row, contradicted) for row in claim_rows]
        told.ties = [
            Tie(self._name(row["from"]), self._name(row["relation"]), self._name(row["to"]), _said(row))
            for row in tie_rows
        ]
        told.aims = [
            Aim(self._name(row["category"]), _said(row), _value(row, "deadline")) for row in aim_rows
        ]
        return told

    def _describe(self, told: Profile) -> None:
        """What holds of the thing itself."""
        forms = self._rows("forms", thing=uri(self.iri))
        spoken = {row["surface"].value: row["form"].value for row in forms}
        names = [row["surface"].value for row in forms if row["form"].value == _NAME]
        names += [
            label.value
            for label in (*self._of("rdfs:label"), *self._of("skos:altLabel"))
            if spoken.get(label.value, _NAME) == _NAME
        ]
        told.forms = tuple(name for name in _plain(names) if name != told.name)
        descriptions = [row["surface"].value for row in forms if row["form"].value == _DESCRIPTION]
        told.described = tuple(text for text in _plain(descriptions) if text not in (told.name, *told.forms))
        told.classes = self._named("rdf:type")
        told.within = tuple(dict.fromkeys(name for place in _PLACED for name in self._named(place)))
        latitude, longitude = self._of("ckg:latitude"), self._of("ckg:longitude")
        told.point = (latitude[0].value, longitude[0].value) if latitude and longitude else None
        told.same_as = tuple(same.value for same in self._of("skos:exactMatch"))
        told.part_of = self._named("ckg:partOf")
        if told.is_event:
            told.date = "".join(date.value for date in self._of("ckg:date")[:1])
            told.status = ", ".join(self._named("ckg:status"))
            told.publishers = int(self._of("ckg:publisherCount")[0].value)
            rows = sorted((row for rows in self.fillers.values() for row in rows), key=_rank)
            told.roles = tuple(
                (self._name(role), tuple(map(self._name, self.facts[role.value])))
                for role in dict.fromkeys(row["role"] for row in rows)
                if role.value in self.facts
            )

    def _claim(self, row: Row, contradicted: set[Term]) -> Claimed:
        roles: dict[str, list[str]] = defaultdict(list)
        for filler in self.fillers[row["claim"]]:
            roles[self._name(filler["role"])].append(self._name(filler["entity"]))
        event = row.get("event")
        return Claimed(
            self._name(row["class"]),
            self._name(row["status"]),
            _said(row),
            (event.value, self._name(event)) if event else (row["claim"].value, self._name(row["class"])),
            _value(row, "date"),
            tuple((role, tuple(names)) for role, names in roles.items()),
            _value(row, "surety") != "1",
            row["claim"] in contradicted,
            tuple(self._figure(figure) for figure in self.figures[row["claim"]]),
        )

    def _figure(self, row: Row) -> tuple[str, str, str]:
        words, unit = " ".join(row["words"].value.split()), _value(row, "unit")
        return self._name(row.get("kind", row["notation"])), words, "" if unit in words else unit

    def _rows(self, query: str, **values: Value) -> list[Row]:
        return _records(self.runner.select(_text(query), values))

    def _of(self, name: str) -> list[Term]:
        return self.facts.get(term(name).value, [])

    def _named(self, name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._name(value) for value in self._of(name)))

    def _learn_names(self, rows: Iterable[Row]) -> None:
        """Ask for the labels of everything that has been met, at once."""
        met = {value.value for values in self.facts.values() for value in values if value.kind == "uri"}
        met |= {value.value for row in rows for value in row.values() if value.kind == "uri"} | {self.iri}
        labels: dict[str, dict[str, str]] = defaultdict(dict)
        for row in self._rows("labels", things=[uri(thing) for thing in sorted(met)]):
            labels[row["thing"].value].setdefault(row["label"].language, row["label"].value)
        for thing, known in labels.items():
            self.names[thing] = known.get(self.language) or known.get("en") or next(iter(known.values()))

    def _name(self, thing: Term) -> str:
        return self.names.get(thing.value) or (
            local_name(thing.value) if thing.kind == "uri" else thing.value
        )


@cache
def _text(name: str) -> str:
    return (_QUERIES / f"{name}.rq").read_text(encoding="utf-8")


def _records(table: Table) -> list[Row]:
    return [
        {name: cell for name, cell in zip(table.columns, row, strict=True) if cell is not None}
        for row in table.rows
    ]


def _value(row: Mapping[str, Term], name: str) -> str:
    return row[name].value if name in row else ""


def _rank(row: Row) -> int:
    return int(_value(row, "rank") or 99)


def _said(row: Row) -> Said:
    return Said(
        " ".join(row["quote"].value.split()),
        _value(row, "title") or row["name"].value,
        _value(row, "publisher"),
        _value(row, "published"),
    )


def _plain(texts: Iterable[str]) -> list[str]:
    """Texts in one line each, each once."""
    return list(dict.fromkeys(" ".join(text.split()) for text in texts))
