"""Whether a mention that holds a listed name speaks of the listed thing.

"Taliban fighters" are the Taliban; their spokesman, their prisoners, and a coalition against them
are something else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.language.words import descriptions
from kg.link.persons import bears_more
from kg.link.things import (
    SETTLEMENTS,
    beyond,
    naming,
    only_described,
    person_start,
    plain_adjectives,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.link.lookup import Known
    from kg.link.things import Spoken
    from kg.ontology import GazetteerEntry, Ontology

_WITHOUT = ("DET", "PUNCT", "ADP", "PART")  # parts of speech that say nothing of what is meant


def speaks_of(
    mention: Spoken, match: Known, entry: GazetteerEntry, inside: Sequence[Known], ontology: Ontology
) -> bool:
    """Whether a mention names one of the entries of a listed name in it, alone or with a common noun."""
    if match.kind == "adjective":
        return mention.end - mention.first == 1 and (mention.cls == "State" or mention.pos == ("ADJ",))
    settled = mention.cls in SETTLEMENTS and entry.cls in SETTLEMENTS  # not "the second city of Iraq"
    named = (*naming(entry.iri, inside), *naming(entry.state, inside))  # "the Islamic State (IS) group"
    rest = beyond(mention, [match, *named], _WITHOUT, named=settled)
    if not rest:
        return True
    if entry.cls == "State" == mention.cls and only_described(mention, match):
        return True
    if (
        entry.cls == "State"
        or ontology.is_a(entry.cls, "Place")
        or not _of_a_kind(mention.cls, entry.cls, ontology)
        or _leads_away(mention, match)
    ):
        return False
    if match.end == mention.end and _introduces(mention, match.first - mention.first):
        return True
    words = descriptions(mention.language)
    if not words.offshoots.isdisjoint(rest):
        return False
    described, adjectives = words.classes, plain_adjectives(mention) | words.members
    if all(w in described or w in adjectives or not (w.isalpha() or _counts(w)) for w in rest):
        return True
    if entry.cls != "Person":
        return False
    own = person_start(mention)
    somebody_else = own is not None and match.end - mention.first <= own  # "Putin's envoy Ali Tor"
    return not somebody_else and not bears_more(mention, match, inside)


def _of_a_kind(said: str, listed: str, ontology: Ontology) -> bool:
    """Whether what is said to be of one class may be a listed thing of another.

    Of forces and groups one is often called the other; nobody is the body that they belong to.
    """
    if said == listed:
        return True
    apart = "Person" in (said, listed) or said == "PopulationGroup"
    organised = ontology.is_a(said, "Organisation") == ontology.is_a(listed, "Organisation")
    return not apart and organised and ontology.is_a(said, "Actor") and ontology.is_a(listed, "Actor")


def _introduces(mention: Spoken, end: int) -> bool:
    """Whether what stands before a place says what bears the name behind it: "the UN aid office OCHA".

    It is a common noun with what describes it; "fighters of the militia" are not the militia.
    """
    noun = end - 1
    while noun > 0 and mention.pos[noun] in ("ADJ", "PUNCT"):
        noun -= 1
    if noun < 0 or mention.pos[noun] != "NOUN" or not written(mention)[noun].islower():
        return False
    pairs = zip(mention.pos[:noun], mention.pos[1 : noun + 1], strict=True)
    whole = all(pos != "ADP" or after == "NOUN" for pos, after in pairs)  # "agence de presse"
    words = descriptions(mention.language)
    return whole and (mention.words[noun] in words.classes or mention.words[noun] in words.offshoots)


def _leads_away(mention: Spoken, match: Known) -> bool:
    """Whether a preposition tells the listed name from what is meant ("against", of a person any)."""
    words = descriptions(mention.language)
    place = match.first - mention.first - 1
    while place > 0 and (
        mention.pos[place] == "DET"
        or words.is_title(mention.words[place])
        or mention.words[place] in words.generic
    ):
        place -= 1
    if place <= 0 or mention.pos[place] != "ADP":
        return False
    return mention.cls == "Person" or mention.words[place] not in words.belonging


def _counts(word: str) -> bool:
    """Whether a word numbers one of several, as "13th" does and "13" or "8.700" does not."""
    return any(letter.isdigit() for letter in word) and any(letter.isalpha() for letter in word)
