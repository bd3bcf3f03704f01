"""Numbers as a text writes them: values, ranges, bounds, sums of money, shares and measures.

How a language writes them stands in ``kg/language/<language>/numbers.toml``. Nothing here knows what
a number counts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.extract.cardinals import LONGEST, Cardinals
from kg.extract.number_grammar import number_grammar

if TYPE_CHECKING:
    from kg.extract.cardinals import Value
    from kg.extract.number_grammar import NumberGrammar

_BEFORE = 40  # characters looked back for words that belong to a number
_SURE = 10**9  # letters from this on multiply any number: "3bn"; "5m" may be metres


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text: offsets of all its words, and of the number itself without bound and unit.

    ``low`` and ``high`` are what the words allow, ``bound`` says how (see ``kg.claim.Quantity``).
    ``measure`` is the kind of unit ("money", "percent", …) with its ``unit``. ``single`` marks words
    for one that may be a mere article, ``year`` what could be a year, ``part`` a number of things that
    another number counts too, ``whole`` one that only says of how many.
    """

    start: int
    end: int
    first: int
    last: int
    low: float
    high: float
    bound: str = "exact"
    measure: str = ""
    unit: str = ""
    single: bool = False
    year: bool = False
    part: bool = False
    whole: bool = False


def find_numerals(text: str, language: str) -> list[Numeral]:
    """The numbers of a text in order; what cannot be read as a number is left out.

    >>> [(n.low, n.high, n.bound) for n in find_numerals("At least 12 of the 1.5 million", "en")]
    [(12.0, inf, 'at least'), (1500000.0, 1500000.0, 'exact')]
    """
    grammar = number_grammar(language)
    return _Finder(text, grammar).find() if grammar.hint.search(text) else []


class _Finder:
    """Reads the numbers of one text from left to right."""

    def __init__(self, text: str, grammar: NumberGrammar) -> None:
        self.text = text
        self.grammar = grammar
        self.cardinals = Cardinals(text, grammar)

    def find(self) -> list[Numeral]:
        """Every number, with what stands around it."""
        found: list[Numeral] = []
        spans, i = self.cardinals.spans, 0
        while i < len(spans):
            value = self.cardinals.range_at(i)
            if value is None:
                i += 1
                continue
            numeral = self._complete(value)
            i = value.end
            if numeral is not None:
                found.append(self._related(numeral, found[-1] if found else None))
                while i < len(spans) and spans[i][0] < numeral.end:
                    i += 1
        return found

    def _complete(self, value: Value) -> Numeral | None:
        """The number with its unit and bound; None where it counts nothing."""
        spans, grammar, text = self.cardinals.spans, self.grammar, self.text
        first, last = spans[value.first][0], spans[value.end - 1][1]
        if not 0 < value.high < 10**LONGEST:
            return None
        measured = self._money(first, last) or self._measure(first, last)
        if measured is None:
            return None
        measure, unit, scale, start, end = measured
        low, high = value.low * scale, value.high * scale
        if not measure and (
            grammar.never_after.match(text, end)
            or grammar.never_before.search(text, max(0, start - _BEFORE), start)
        ):
            return None
        bound = "between" if low < high else "about" if value.about else "exact"
        bound, start, end = self._bound(bound, start, end)
        low, high = _opened(bound, low, high)
        part = grammar.part_before.search(text, max(0, start - _BEFORE), start)
        part = part or grammar.part_after.match(text, end)
        return Numeral(
            start, end, first, last, low, high, bound, measure, unit,
            single=value.single and bound == "exact", year=value.year and not measure, part=bool(part),
        )  # fmt: skip

    def _money(self, start: int, end: int) -> tuple[str, str, float, int, int] | None:
        """The currency that a sign before a number names: "$40", "US$40m", "€3bn"."""
        sign = self.grammar.currency.search(self.text, max(0, start - _BEFORE), start)
        if sign is None:
            return None
        currencies, scale = self.grammar.data["currencies"], 1.0
        if suffix := self.cardinals.suffix(end):
            scale, end = currencies["suffixes"].get(suffix[0].lower(), 1), suffix.end()
        return "money", currencies["before"][_key(sign[1])], scale, sign.start(), end

    def _measure(self, start: int, end: int) -> tuple[str, str, float, int, int] | None:
        """The unit behind a number, "" where there is none; None where letters or a unit rule it out.

        Gives what is measured, the unit, what multiplies the number, and where number and unit begin
        and end.
        """
        scale = 1.0
        suffixes = self.grammar.data["currencies"]["suffixes"]
        if (suffix := self.cardinals.suffix(end)) and suffix[0].lower() in suffixes:
            scale = suffixes[suffix[0].lower()]
            if scale < _SURE and not self.grammar.units.match(self.text, suffix.end()):
                return None
            end = suffix.end()
        named = self.grammar.units.match(self.text, end)
        if named is None:
            return "", "", scale, start, end
        measure, unit = self.grammar.unit_of[_key(named[1])]
        unit, _, multiplied = unit.partition(" ")
        return (measure, unit, scale * float(multiplied or 1), start, named.end()) if unit else None

    def _bound(self, bound: str, start: int, end: int) -> tuple[str, int, int]:
        """How the words before and behind limit the number, and how far they reach."""
        grammar, text = self.grammar, self.text
        if bound == "between" and (opener := grammar.opener.search(text, max(0, start - _BEFORE), start)):
            start = opener.start()
        said = None
        while found := grammar.before.search(text, max(0, start - _BEFORE), start):
            told = grammar.bounds[_key(found[1])]
            said = told if said in (None, "about") else said
            start = found.start()
        if found := grammar.after.match(text, end):
            told = grammar.after_bounds[_key(found[1])]
            said = told if said in (None, "about") else said
            end = found.end()
        if said is None or (said == "about" and bound == "between"):
            return bound, start, end
        return said, start, end

    def _related(self, numeral: Numeral, before: Numeral | None) -> Numeral:
        """The same number, marked where it only says of how many the one before it is a part."""
        if before is None or before.measure or numeral.measure:
            return numeral
        between = self.text[before.last : numeral.first]
        return replace(numeral, whole=bool(self.grammar.whole.match(between)))


def _opened(bound: str, low: float, high: float) -> tuple[float, float]:
    """The bounds of a number that words leave open on one side."""
    if bound in ("at least", "more than"):
        return low, math.inf
    if bound in ("at most", "fewer than"):
        return 0.0, high
    return low, high


def _key(text: str) -> str:
    return " ".join(text.lower().split())
