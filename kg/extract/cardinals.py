"""The values of numbers in digits and words: "12,000", "two hundred and five", "20 to 30"."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kg.extract.number_grammar import TOKEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.extract.number_grammar import NumberGrammar

LONGEST = 15  # digits; more are no count of anything
_YEARS = range(1800, 2101)
_LETTERS = re.compile(r"[^\W\d_]+[€$£]?(?!\w)")


@dataclass(frozen=True, slots=True)
class Value:
    """A number without what stands around it: tokens ``first`` to ``end``."""

    first: int
    end: int
    low: float
    high: float
    about: bool = False
    scaled: bool = False  # a word multiplies it
    single: bool = False
    year: bool = False


class Cardinals:
    """Reads the values of numbers at the tokens of a text; ``spans`` are the tokens' offsets."""

    def __init__(self, text: str, grammar: NumberGrammar) -> None:
        self.text = text
        self.grammar = grammar
        self.joining = grammar.data["joining"]
        self.spans: list[tuple[int, int]] = []
        self.tokens: list[str] = []
        position = 0
        while match := TOKEN.search(text, position):
            if match[0][0].isdecimal():
                match = grammar.digits.match(text, match.start()) or match
            self.spans.append(match.span())
            self.tokens.append(match[0].lower())
            position = match.end()

    def range_at(self, i: int) -> Value | None:
        """One number, or two that are the ends of a range."""
        left = self._number(i)
        if left is None or left.end >= len(self.tokens):
            return left
        sign = self.tokens[left.end]
        opened = i > 0 and self.tokens[i - 1] in self.joining["between"]
        if sign not in self.joining["betweenand" if opened else "to"]:
            return left
        right = self._number(left.end + 1)
        if right is None or left.low != left.high:
            return left
        low = left.low
        if right.scaled and not left.scaled and low < right.low:
            scale = _scale_of(right.high)
            low = low * scale if low * scale < right.high else low
        if not low < right.high:
            return left
        year = left.year and (right.year or right.high < 100)
        return Value(left.first, right.end, low, right.high, scaled=True, year=year)

    def _number(self, i: int) -> Value | None:
        """Digits or words with the scales that follow: "1.5 million", "two hundred and five"."""
        started = self._digits(i) or self._half(i) or self._several(i) or self._cardinal(i)
        return self._scaled(started) if started is not None else self._vague(i)

    def _digits(self, i: int) -> Value | None:
        if i >= len(self.tokens) or not self.tokens[i][0].isdecimal() or not self._stands_alone(i):
            return None
        value = read_digits(self.tokens[i], self.grammar.data["digits"], whole=not self._scale_at(i + 1))
        if value is None:
            return None
        year = self.tokens[i].isdecimal() and len(self.tokens[i]) == 4 and value in _YEARS
        return Value(i, i + 1, value, value, year=year)

    def _stands_alone(self, i: int) -> bool:
        """Whether digits are a number of their own, not part of a name, a time, a code or a phone number."""
        start, end = self.spans[i]
        before, behind = self.text[max(0, start - 2) : start], self.text[end : end + 2]
        if before and (before[-1].isalnum() or before[-1] in "_+#^°"):
            return False
        if len(before) > 1 and before[-1] in ".,:/'-–−" and before[0] != " ":
            chained = re.search(r"\d[-–]\d+[-–]$", self.text[max(0, start - 20) : start])
            joined = before[-1] in "-–" and before[0].isdecimal() and not chained
            joined = joined and not re.match(r"[-–]\d", behind)
            if not joined and not (before[-1] in ",:'" and before[0].isalpha()):
                return False
        if (behind[:1] and behind[0] in "^°_′″²³¹") or re.match(r"[.,:/']+\d", self.text[end : end + 9]):
            return False
        if behind[:1].isalpha():
            return bool(self.suffix(end))
        if re.match(r"[ .]\d", behind) or re.match(r"\d[ .]", before):
            return False  # a row of numbers, as in a table or a phone number
        hyphened = re.match(r"-\d+-|-[^\W\d_]", self.text[end : end + 20])
        units = (self.grammar.strong, self.grammar.units)
        return not hyphened or bool(
            self._scale_at(i + 2) or any(pattern.match(self.text, end) for pattern in units)
        )

    def suffix(self, end: int) -> re.Match[str] | None:
        """A letter directly behind digits that multiplies a sum of money or is a unit."""
        letters = _LETTERS.match(self.text, end)
        known = self.grammar.data["currencies"]["suffixes"]
        if letters and (letters[0].lower() in known or letters[0].lower() in self.grammar.unit_of):
            return letters
        return None

    def _half(self, i: int) -> Value | None:
        """Half a million: the word for half, with an article or without, and a scale."""
        j = i + 1 if i < len(self.tokens) and self.tokens[i] in self.joining["articles"] else i
        if j >= len(self.tokens) or self.tokens[j] not in self.joining["half"]:
            return None
        j += 1
        while j < len(self.tokens) and self.tokens[j] in (*self.joining["articles"], "-"):
            j += 1
        scale = self._scale_at(j)
        if scale is None:
            return None
        return Value(i, j + 1, scale / 2, scale / 2, about=self._rough(j), scaled=True)

    def _several(self, i: int) -> Value | None:
        """A few hundred, plusieurs dizaines: a number that stays open."""
        j = i + 1 if i < len(self.tokens) and self.tokens[i] in self.joining["some"] else i
        if j >= len(self.tokens) or self.tokens[j] not in self.joining["few"]:
            return None
        scale = self._scale_at(j + 1)
        if scale is None:
            return None
        composed = self._composed(j + 1)
        low, high, end = composed or (2 * scale, 10 * scale - 1, j + 2)
        return Value(i, end, low, high, scaled=True)

    def _vague(self, i: int) -> Value | None:
        """Dozens, tens of thousands."""
        if i >= len(self.tokens) or self.tokens[i] not in self.grammar.vague:
            return None
        low, high, end = self._composed(i) or (*self.grammar.vague[self.tokens[i]], i + 1)
        return Value(i, end, low, high, scaled=True)

    def _composed(self, i: int) -> tuple[float, float, int] | None:
        """A vague word multiplied by a scale."""
        if self.tokens[i] not in self.grammar.vague:
            return None
        low, high = self.grammar.vague[self.tokens[i]]
        j = i + 1
        end = j
        if j < len(self.tokens) and self.tokens[j] in self._ofs():
            j += 1 + (self.tokens[j + 1 : j + 2] == ["'"])
            scale = self._scale_at(j)
            if scale is not None:
                return low * scale, (high + 1) * scale - 1, j + 1
        return low, high, end

    def _ofs(self) -> frozenset[str]:
        return frozenset(word.rstrip("'") for word in self.joining["of"])

    def _cardinal(self, i: int) -> Value | None:
        """Words added and multiplied up: "three thousand four hundred", "quatre-vingt-dix-sept"."""
        total = current = 0.0
        j, end, last = i, i, 0.0
        read: list[str] = []
        while j < len(self.tokens):
            if read and self.tokens[j] in ("-", *self.joining["and"]):
                j += 1
                if self._word_at(j) is None:
                    break
                continue
            word = self._word_at(j)
            scale = self._scale_at(j)
            if word is not None:
                value, width = word
                if current and value >= last:
                    break
                current, last = current + value, 10.0 if value >= 20 and value % 10 == 0 else 1.0
                read.append(self.tokens[j])
                j += width
            elif scale is not None and (read or self._bare(j)):
                if scale < 1000 and not self._rough(j):
                    current, last = (current or 1) * scale, scale
                elif current % 1 == 0 and (current < 1000 or not total):
                    total, current, last = total + (current or 1) * scale, 0.0, scale
                else:
                    break
                read.append(self.tokens[j])
                j += 1
            else:
                break
            end = j
        if not read:
            return self._article(i)
        if not self._parted(i, end):
            return None
        single = read == [self.tokens[i]] and self.tokens[i] in self.grammar.data["single"]["words"]
        rough = self._rough(end - 1) and self.tokens[i] in self.joining["articles"]
        value = total + current
        return Value(i, end, value, value, about=rough, scaled=len(read) > 1, single=single)

    def _parted(self, i: int, end: int) -> bool:
        """Whether no hyphen joins number words to others: "three-year", "mid-forty"."""
        start, stop = self.spans[i][0], self.spans[end - 1][1]
        behind = self.text[stop : stop + 20]
        if re.match(r"-[^\W\d_]", behind) and not self.grammar.strong.match(behind):
            return False
        return not re.search(r"[^\W\d_]-$", self.text[max(0, start - 2) : start])

    def _article(self, i: int) -> Value | None:
        """A hundred, une centaine: an article and a scale."""
        if i + 1 >= len(self.tokens) or self.tokens[i] not in self.joining["articles"]:
            return None
        scale = self._scale_at(i + 1)
        if scale is None:
            return None
        return Value(i, i + 2, scale, scale, about=self._rough(i + 1), scaled=True)

    def _scaled(self, value: Value) -> Value:
        """The same number with the scales behind it."""
        end, low, high = value.end, value.low, value.high
        while True:
            j = end + (self.tokens[end : end + 1] == ["-"])
            halves = self._halves(j)
            if halves and (scale := self._scale_at(j + halves)) is not None:
                low, high, end = (low + 0.5) * scale, (high + 0.5) * scale, j + halves + 1
            elif (scale := self._scale_at(j)) is not None and low < 1_000_000 and scale < 1e15 / max(high, 1):
                low, high, end = low * scale, high * scale, j + 1
            else:
                break
        if (halves := self._halves(end)) and (scale := self._scale_at(end - 1)) is not None:
            low, high, end = low + scale / 2, high + scale / 2, end + halves
        if end == value.end:
            return value
        return replace(value, end=end, low=low, high=high, scaled=True, single=False, year=False)

    def _halves(self, j: int) -> int:
        """How many tokens say "and a half" at a place."""
        for phrase in self.joining["andhalf"]:
            words = phrase.split()
            if self.tokens[j : j + len(words)] == words:
                return len(words)
        return 0

    def _word_at(self, i: int) -> tuple[float, int] | None:
        for width in range(min(self.grammar.longest, len(self.tokens) - i), 0, -1):
            value = self.grammar.words.get(tuple(self.tokens[i : i + width]))
            if value is not None:
                return value, width
        return None

    def _scale_at(self, i: int) -> float | None:
        return self.grammar.scales.get(self.tokens[i]) if 0 <= i < len(self.tokens) else None

    def _rough(self, i: int) -> bool:
        return self.tokens[i] in self.grammar.data["rough"]["words"]

    def _bare(self, i: int) -> bool:
        """Whether a scale may stand without a number before it: "mille", "cent" may, plurals may not."""
        return self.tokens[i] in self.joining["bare"]


def read_digits(text: str, signs: Mapping[str, Any], *, whole: bool = True) -> float | None:
    """The value of digits with the separators of a language, None where they make no number.

    Three digits behind the decimal sign are thousands where nothing multiplies the number (``whole``):
    nobody counts in thousandths.
    """
    decimal = re.escape(signs["decimal"])
    for sign in signs["groups"]:
        if re.fullmatch(rf"\d{{1,3}}(?:{re.escape(sign)}\d{{3}})+(?:{decimal}\d+)?", text):
            text = text.replace(sign, "")
            break
    digits, _, fraction = text.partition(signs["decimal"])
    if whole and len(fraction) == 3 and 0 < len(digits) <= 3 and digits != "0":
        digits, fraction = digits + fraction, ""
    if not digits.isdecimal() or len(digits) > LONGEST or (fraction and not fraction.isdecimal()):
        return None
    return float(f"{digits}.{fraction or 0}")


def _scale_of(value: float) -> float:
    """The largest of a thousand, a million and so on in a number."""
    return 1000.0 ** int(math.log10(value) // 3) if value >= 1000 else 1.0
