"""English inflection: every form of a verb, noun or adjective, from its base form.

Rules of regular inflection (Quirk et al., A Comprehensive Grammar of the English Language, 1985,
sections 3.5-3.10, 5.80-5.81 and 7.75-7.79) over the lists in ``inflection.toml``. British and
American spellings count as one word: the forms of both are given, whichever one is asked for.
Rules give a form for words that exist and words that do not; nothing here tells them apart.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_VOWELS = tuple("aeiou")
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")
_GROUPS = re.compile(r"[aeiouy]+")
# One vowel and one consonant at the end, the vowel not part of a pair ("qu" is a consonant).
_SHORT = re.compile(r"(?:^|[^aeiou]|qu)[aeiouy][bcdfgklmnprstvz]$")
_ISE = re.compile(r"(?<=..)(?:i|y)[sz](?=(?:e|ed|er|ing|ation|ational)$)")


@cache
def verb_paradigm(lemma: str) -> Mapping[str, frozenset[str]]:
    """Give the forms of a verb by kind: "base", "third", "past", "participle", "gerund".

    >>> sorted(verb_paradigm("withdraw")["participle"])
    ['withdrawn']
    """
    kinds: dict[str, set[str]] = {kind: set() for kind in ("base", "third", "past", "participle", "gerund")}
    for verb in _spellings(lemma.lower()):
        prefix, core = _split_verb(verb)
        for kind, forms in _core_paradigm(core).items():
            kinds[kind].update(prefix + form for form in forms)
    return MappingProxyType({kind: frozenset(forms) for kind, forms in kinds.items()})


@cache
def verb_forms(lemma: str) -> frozenset[str]:
    """Give all forms of a verb, in lower case.

    >>> sorted(verb_forms("shell"))
    ['shell', 'shelled', 'shelling', 'shells']
    """
    return frozenset().union(*verb_paradigm(lemma).values())


@cache
def noun_forms(lemma: str) -> frozenset[str]:
    """Give singular and plural forms of a noun, in lower case.

    >>> sorted(noun_forms("spokesman"))
    ['spokesman', 'spokesmen']
    """
    forms: set[str] = set()
    for noun in _spellings(lemma.lower()):
        forms.update((noun, *_plurals(noun)))
    return frozenset(forms)


@cache
def adjective_forms(lemma: str) -> frozenset[str]:
    """Give positive, comparative and superlative forms of an adjective, in lower case.

    Participles and long adjectives have the positive form alone.

    >>> sorted(adjective_forms("heavy"))
    ['heavier', 'heaviest', 'heavy']
    """
    forms: set[str] = set()
    for adjective in _spellings(lemma.lower()):
        forms.update((adjective, *_compared(adjective)))
    return frozenset(forms)


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("inflection.toml").read_text(encoding="utf-8"))


@cache
def _words(part: str, name: str) -> frozenset[str]:
    return frozenset(_data()[part][name])


def _irregular(part: str, name: str = "irregular") -> Mapping[str, Any]:
    table: Mapping[str, Any] = _data()[part][name]
    return table


@cache
def _spelling_pairs() -> Mapping[str, frozenset[str]]:
    groups: dict[str, frozenset[str]] = {}
    for pair in _data()["spelling"]["pairs"]:
        for word in pair:
            groups[word] = groups.get(word, frozenset()) | frozenset(pair)
    return groups


def _spellings(word: str) -> frozenset[str]:
    """Spell the word in British and American spelling."""
    found = _spelling_pairs().get(word, frozenset((word,)))
    match = _ISE.search(word)
    if not match or f"{word[: match.end()]}e" in _words("spelling", "fixed_ise"):
        return found
    before, after = word[: match.end() - 1], word[match.end() :]
    return found | {before + letter + after for letter in "sz"}


@cache
def _split_verb(verb: str) -> tuple[str, str]:
    """Part prefix and verb to inflect: "counter-", "attack"; "over", "run"; "", "shell"."""
    irregular = _irregular("verbs")
    head, hyphen, last = verb.rpartition("-")
    if hyphen:
        prefix, core = _split_verb(last)
        return head + hyphen + prefix, core
    if verb not in irregular and verb not in _words("verbs", "regular"):
        for prefix in _words("verbs", "prefixes"):
            if verb.startswith(prefix) and verb[len(prefix) :] in irregular:
                return prefix, verb[len(prefix) :]
    return "", verb


def _core_paradigm(verb: str) -> Mapping[str, Iterable[str]]:
    past, participle = _irregular("verbs").get(verb, (None, None))
    regular = _pasts(verb)
    return {
        "base": (verb, *_irregular("verbs", "base").get(verb, "").split()),
        "third": _irregular("verbs", "third").get(verb, "").split() or (_with_s(verb),),
        "past": past.split() if past else regular,
        "participle": participle.split() if participle else regular,
        "gerund": _gerunds(verb),
    }


def _with_s(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in _VOWELS and len(word) > 1:
        return word[:-1] + "ies"
    if _SIBILANT.search(word):
        doubled = word[-1] in "sz" and _SHORT.search(word) and _syllables(word) == 1
        return word + word[-1] * bool(doubled) + "es"
    if word.endswith("o") and word[-2:-1] not in _VOWELS:
        return word + "es"
    return word + "s"


def _pasts(verb: str) -> tuple[str, ...]:
    if verb.endswith("e"):
        return (verb + "d",)
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return (verb[:-1] + "ied",)
    return tuple(stem + "ed" for stem in _stems(verb))


def _gerunds(verb: str) -> tuple[str, ...]:
    if verb.endswith("ie"):
        return (verb[:-2] + "ying",)
    if verb.endswith("e") and not verb.endswith("ee") and verb not in _words("verbs", "keep_e"):
        short = verb[:-1] + "ing"
        return (short, verb + "ing") if verb in _words("verbs", "either_e") else (short,)
    return tuple(stem + "ing" for stem in _stems(verb))


def _stems(verb: str) -> tuple[str, ...]:
    """Give what "-ed" and "-ing" are put to: the verb, or the verb with its last consonant doubled."""
    if verb.endswith("c") and verb[-2:-1] in _VOWELS:
        return (verb + "k",)
    doubled = verb + verb[-1:]
    if verb in _words("verbs", "either"):
        return (verb, doubled)
    if not _SHORT.search(verb):
        return (verb,)
    if _syllables(verb) == 1 or verb in _words("verbs", "doubling"):
        return (doubled,)
    return (verb, doubled) if verb.endswith("l") else (verb,)


def _syllables(word: str) -> int:
    sound = word.replace("qu", "q")
    groups = len(_GROUPS.findall(sound))
    silent = sound.endswith("e") and not sound.endswith(("le", "ee"))
    return max(1, groups - silent)


def _plurals(noun: str) -> tuple[str, ...]:
    irregular = _irregular("nouns").get(noun)
    if irregular:
        return tuple(irregular.split())
    head, hyphen, last = noun.rpartition("-")
    if hyphen:
        return tuple(head + hyphen + plural for plural in _plurals(last))
    if noun.endswith(tuple(_words("nouns", "invariant"))):
        return (noun,)
    for ending, plurals in _irregular("nouns", "endings").items():
        if noun.endswith(ending):
            return tuple(noun[: -len(ending)] + plural for plural in plurals.split())
    return (_regular_plural(noun), *_second_plural(noun))


def _regular_plural(noun: str) -> str:
    if noun.endswith("man") and noun not in _words("nouns", "not_man"):
        return noun[:-3] + "men"
    if noun.endswith("sis"):
        return noun[:-2] + "es"
    if noun.endswith(tuple(_words("nouns", "ves"))):
        return noun.removesuffix("e").removesuffix("f") + "ves"
    if noun.endswith(tuple(_words("nouns", "hard_ch"))):
        return noun + "s"
    if noun.endswith("o") and noun not in _words("nouns", "oes") | _words("nouns", "oes_or_os"):
        return noun + "s"
    if _SIBILANT.search(noun):
        return noun + "es"
    return _with_s(noun)


def _second_plural(noun: str) -> tuple[str, ...]:
    return (noun + "s",) if noun in _words("nouns", "oes_or_os") else ()


def _compared(adjective: str) -> tuple[str, ...]:
    irregular = _irregular("adjectives").get(adjective)
    if irregular:
        return tuple(irregular.split())
    if not _comparable(adjective):
        return ()
    if adjective.endswith("y") and adjective[-2:-1] not in _VOWELS:
        stem = adjective[:-1] + "i"
    elif adjective.endswith("e"):
        stem = adjective[:-1]
    elif _SHORT.search(adjective) and _syllables(adjective) == 1:
        stem = adjective + adjective[-1]
    else:
        stem = adjective
    return stem + "er", stem + "est"


def _comparable(adjective: str) -> bool:
    if (
        "-" in adjective
        or adjective.endswith("eed")
        or adjective in _words("adjectives", "uncompared") | _participles()
    ):
        return False
    syllables = _syllables(adjective)
    if syllables == 1:
        return True
    short_ending = adjective.endswith(("y", "le", "ow")) and not adjective.endswith(("able", "ible"))
    return adjective in _words("adjectives", "compared") or (syllables == 2 and short_ending)


@cache
def _participles() -> frozenset[str]:
    """Collect irregular participles; those in "-ed" and "-ing" are long enough or caught by their ending."""
    forms: set[str] = set()
    for _, participle in _irregular("verbs").values():
        forms.update(participle.split())
    return frozenset(forms)
