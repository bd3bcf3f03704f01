"""All inflected forms of French verbs, nouns and adjectives, from rules and a table of patterns.

Rules read the end of the lemma; ``inflection.toml`` beside this file holds what they need. Reflexive
and elided pronouns are no part of a form. Method: the conjugation tables of Bescherelle.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_ACCENTED = str.maketrans("aiu", "âîû")
_GRAVE_ACUTE = re.compile(r"é(?=(?:[bcdfgptv][rl]|[gq]u|ch|gn|[bcdfgjklmnpqrstvxz])$)")
_GRAVE_MUTE = re.compile(r"e(?=(?:[bcdfgptv]r|[bcdfgjklmnpqrstvxz])$)")


@cache
def _table() -> Mapping[str, Any]:
    """Return the content of ``inflection.toml``."""
    text = (Path(__file__).parent / "inflection.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def verb_forms(lemma: str) -> frozenset[str]:
    """All forms of the verb ``lemma``, lower case; a word that is no infinitive stays as it is.

    >>> sorted(verb_forms("prendre"))[:3]
    ['prenaient', 'prenais', 'prenait']
    """
    try:
        return frozenset().union(*verb_paradigm(lemma).values())
    except ValueError:
        return frozenset({lemma.lower()})


@cache
def verb_paradigm(lemma: str) -> Mapping[str, frozenset[str]]:
    """Return the forms of the verb ``lemma`` by kind.

    Keys: "infinitive", "present" (with imperative), "past" (imperfect and simple past), "future",
    "conditional", "subjunctive" (present, and the third persons of the imperfect), "participle" (past
    participle in all agreements), "gerund" (present participle). Raises ValueError for a lemma
    that is no French infinitive.

    >>> sorted(verb_paradigm("libérer")["participle"])
    ['libéré', 'libérée', 'libérées', 'libérés']
    """
    lemma = lemma.lower()
    found = _pattern(lemma)
    if found is not None:
        return _from_pattern(lemma, *found)
    if lemma.endswith("er"):
        return _first_group(lemma)
    raise ValueError(f"{lemma!r} is no French infinitive")


@cache
def noun_forms(lemma: str) -> frozenset[str]:
    """Singular and plural of the noun ``lemma``, lower case.

    >>> sorted(noun_forms("attaque-suicide"))
    ['attaque-suicide', 'attaques-suicide', 'attaques-suicides']
    """
    lemma = lemma.lower()
    nouns = _table()["noun"]
    if lemma in nouns["invariable"]:
        return frozenset({lemma})
    first, hyphen, last = lemma.partition("-")
    if not hyphen or lemma in nouns["irregular"]:
        return frozenset({lemma, _plural(lemma)})
    if first in nouns["prefixes"]:
        return frozenset(f"{first}-{form}" for form in noun_forms(last))
    plural = _plural(first)
    return frozenset({lemma, f"{plural}-{last}", *(f"{plural}-{form}" for form in noun_forms(last))})


@cache
def adjective_forms(lemma: str) -> frozenset[str]:
    """Masculine and feminine, singular and plural of the adjective ``lemma``, lower case.

    >>> sorted(adjective_forms("aérien"))
    ['aérien', 'aérienne', 'aériennes', 'aériens']
    """
    lemma = lemma.lower()
    table = _table()["adjective"]
    feminine = _replace_ending(lemma, table["feminine"])
    plural = table["plural"].get(lemma) or _plural(lemma)
    return frozenset({lemma, plural, feminine, f"{feminine}s", table["masculine"].get(lemma, lemma)})


def _plural(noun: str) -> str:
    """Return the plural of a word without hyphens."""
    nouns = _table()["noun"]
    return str(nouns["irregular"].get(noun) or _replace_ending(noun, nouns["endings"]))


def _replace_ending(word: str, endings: Mapping[str, str]) -> str:
    """``word`` with the longest of ``endings`` that it has replaced."""
    ending = max((ending for ending in endings if word.endswith(ending)), key=len)
    return word.removesuffix(ending) + endings[ending]


def _pattern(lemma: str) -> tuple[str, Mapping[str, str]] | None:
    """Find the prefix of ``lemma`` and the pattern for the rest; None for the first group."""
    patterns = _table()["pattern"]
    fitting = [
        ending
        for ending, pattern in patterns.items()
        if lemma.endswith(ending) and lemma in pattern.get("only", (lemma,))
    ]
    if not fitting:
        return None
    ending = max(fitting, key=len)
    return lemma.removesuffix(ending), patterns[ending]


def _from_pattern(lemma: str, prefix: str, pattern: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    """Build the paradigm of a verb whose ``prefix`` stands before the forms of ``pattern``."""

    def forms(key: str) -> list[str]:
        return [prefix + form for form in pattern.get(key, "").split()]

    present = forms("present")
    plural = present[3].removesuffix("ons")
    imperfect = (forms("imperfect") or [plural])[0]
    simple, imperfect_subjunctive = _simple_past(forms("simple_past"))
    subjunctive = forms("subjunctive") or _subjunctive(present[5].removesuffix("ent"), plural)
    participle = forms("participle")
    gerund = forms("gerund") or [imperfect + "ant"]
    return {
        "infinitive": frozenset({lemma}),
        "present": frozenset({*present, *forms("imperative")}),
        "past": frozenset({*_imperfect(imperfect), *simple}),
        **_future_and_conditional([prefix + pattern["future"]]),
        "subjunctive": frozenset({*subjunctive, *imperfect_subjunctive}),
        "participle": frozenset(participle if len(participle) > 1 else _agreement(participle[0])),
        "gerund": frozenset(gerund),
    }


def _first_group(lemma: str) -> Mapping[str, frozenset[str]]:
    """Build the paradigm of a regular verb in -er with the changes of its stem."""
    stem = lemma.removesuffix("er")
    mute, future = _mute_stems(stem)
    soft = _softened(stem)
    present = [m + end for m in mute for end in ("e", "es", "ent")]
    simple = [soft + end for end in ("ai", "as", "a", "âmes", "âtes")]
    imperfect = [soft + end for end in ("ais", "ait", "aient")]
    plural_endings = ("ions", "iez")
    return {
        "infinitive": frozenset({lemma}),
        "present": frozenset({*present, soft + "ons", stem + "ez"}),
        "past": frozenset({*imperfect, *(stem + end for end in (*plural_endings, "èrent")), *simple}),
        **_future_and_conditional([f + "er" for f in future]),
        "subjunctive": frozenset(
            {*present, *(stem + end for end in plural_endings), soft + "ât", soft + "assent"}
        ),
        "participle": frozenset(_agreement(stem + "é")),
        "gerund": frozenset({soft + "ant"}),
    }


def _mute_stems(stem: str) -> tuple[set[str], set[str]]:
    """Stems of a verb in -er before a mute e: in the present, and in the future."""
    if (stem + "er").endswith(tuple(_table()["er"]["doubling"])):
        doubled = stem + stem[-1]
        return {doubled}, {doubled}
    if stem.endswith("ay"):
        both = {stem, stem[:-1] + "i"}
        return both, both
    if stem.endswith(("oy", "uy")):
        softened = stem[:-1] + "i"
        return {softened}, {softened}
    grave = _GRAVE_ACUTE.sub("è", stem)
    if grave != stem:
        return {grave}, {stem, grave}  # the future takes either accent since the reform of 1990
    grave = _GRAVE_MUTE.sub("è", stem)
    return {grave}, {grave}


def _softened(stem: str) -> str:
    """Return the stem of a verb in -er before a or o: c and g keep their sound."""
    if stem.endswith("c"):
        return stem[:-1] + "ç"
    return stem + "e" if stem.endswith("g") else stem


def _imperfect(stem: str) -> list[str]:
    """Build the imperfect on ``stem``."""
    return [stem + end for end in ("ais", "ait", "ions", "iez", "aient")]


def _subjunctive(third_plural: str, first_plural: str) -> list[str]:
    """Build the present subjunctive on the two stems of the present."""
    singular = [third_plural + end for end in ("e", "es", "ent")]
    return [*singular, first_plural + "ions", first_plural + "iez"]


def _simple_past(third_singular: list[str]) -> tuple[list[str], list[str]]:
    """Build simple past and imperfect subjunctive (third persons) from "prit", "tint", "alla"."""
    if not third_singular:
        return [], []
    form = third_singular[0]
    if form.endswith("a"):
        stem = form[:-1]
        simple = [stem + end for end in ("ai", "as", "a", "âmes", "âtes", "èrent")]
        return simple, [stem + "ât", stem + "assent"]
    base = form.removesuffix("t")
    vowel = -2 if base.endswith("n") else -1
    accented = base[:vowel] + base[vowel:].translate(_ACCENTED)
    simple = [base + "s", form, accented + "mes", accented + "tes", base + "rent"]
    return simple, [accented + "t", base + "ssent"]


def _future_and_conditional(stems: list[str]) -> dict[str, frozenset[str]]:
    """Future and conditional on their common stems."""
    future = ("ai", "as", "a", "ons", "ez", "ont")
    conditional = ("ais", "ait", "ions", "iez", "aient")
    return {
        "future": frozenset(stem + end for stem in stems for end in future),
        "conditional": frozenset(stem + end for stem in stems for end in conditional),
    }


def _agreement(participle: str) -> list[str]:
    """Masculine and feminine, singular and plural of a past participle."""
    plural = participle if participle.endswith("s") else participle + "s"
    return [participle, plural, participle + "e", participle + "es"]
