"""What a word of a sentence is to a verb or noun that tells of an event: its subject, its object and so on.

The grammar is that of the Universal Dependencies guidelines, release 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.language.words import counting_nouns, descriptions, grammar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.extract.tokens import Tokens

SUBJECTS = ("nsubj", "csubj")
_PASSIVE = ("nsubj:pass", "aux:pass", "csubj:pass")
OBJECTS = ("obj", "iobj")
_OBLIQUE = ("obl", "nmod", "acl", "advcl", "advmod")
_MODIFIERS = ("acl", "amod")  # of a noun
_RELATIVE = "acl:relcl"
_CONNECTIVES = ("PRON", "SCONJ")  # "que" and "that" are both, and taggers confuse them
_SHARED = ("conj", "xcomp", "advcl", "parataxis", "ccomp")  # clauses that may lack a subject of their own
_NOMINAL = ("obj", "obl", "nsubj")
_NAMING_ACTS = ("NOUN", "VERB")  # "fighting" is a noun where it is the subject, whatever the tagger says
_COUNTING = ("NUM", "ADV", "PRON", "DET")  # "one of the rebels"
CORE = ("subject", "object", "indirect", "possessor", "compound", "head", "oblique")
"""The places that no preposition names."""
WITH_PARTS = ("subject", "object", "verb-subject", "verb-object", "up-subject", "passive-subject")
_CLIMB = 4  # clauses above a trigger that are asked for its subject


def determiner(tokens: Tokens, index: int) -> str:
    """The article or the like that a noun governs, "" for none."""
    found = (tokens.words[child] for child in tokens.children[index] if tokens.pos[child] == "DET")
    return next(found, "")


def grammatical_places(tokens: Tokens, trigger: int) -> Mapping[int, str]:
    """The grammatical place of each token that stands in one to a trigger.

    Gives "subject", "object", "indirect", "possessor", "compound", "head" or the preposition; in a
    passive the subject is the object and the agent phrase the subject. Through conjuncts,
    relative clauses, participles and infinitives the subject of a clause above is taken over, and by
    a noun or an adjective beside an object the places of its verb ("verb-subject"), first by a noun those
    of its participles and relative clauses ("the attack led by the rebels").
    """
    if trigger not in tokens.places:
        tokens.places[trigger] = _places(tokens, trigger)
    return tokens.places[trigger]


def _places(tokens: Tokens, trigger: int) -> dict[int, str]:
    places: dict[int, str] = {}
    passive = _is_passive(tokens, trigger)
    for child in tokens.children[trigger]:
        for noun, joined in _behind_expression(tokens, child):
            _spread(tokens, noun, joined, places)
        if place := _place(tokens, child, passive):
            _spread(tokens, child, place, places)
    if tokens.pos[trigger] == "NOUN":
        _from_modifiers(tokens, trigger, places)
    _inherit(tokens, trigger, passive, places)
    return places


def with_parts(tokens: Tokens, places: Mapping[int, str]) -> dict[int, str]:
    """Places, and what stands in a noun's own: "subject:compound" for "rebel" in "rebel drones hit".

    Whose forces act acts: in "its troops left" the possessive has the place of the troops.
    """
    parts = dict(places)
    words = descriptions(tokens.language)
    for token, place in places.items():
        if place in WITH_PARTS and tokens.pos[token] == "NOUN":
            for child in tokens.children[token]:
                if is_possessive(tokens, child) and tokens.words[token] in words.own:
                    parts.setdefault(child, place)
                elif own := _place(tokens, child, passive=False):
                    parts.setdefault(child, f"{place}:{own}")
    return parts


def is_possessive(tokens: Tokens, index: int) -> bool:
    """Whether a token says of the noun above it whose it is, as "its" and "leurs" do."""
    base = tokens.deps[index].split(":")[0]
    return base in ("det", "nmod") and tokens.words[index] in descriptions(tokens.language).possessive


def place_in(places: Mapping[int, str], first: int, end: int) -> str:
    """The place of the first of some tokens that has one, "" where none has."""
    return next((places[i] for i in range(first, end) if i in places), "")


def _is_passive(tokens: Tokens, trigger: int) -> bool:
    deps = [tokens.deps[c] for c in tokens.children[trigger]]
    if any(dep in _PASSIVE for dep in deps):
        return True
    if tokens.pos[trigger] not in ("VERB", "ADJ") or any(dep in OBJECTS for dep in deps):
        return False
    words = grammar(tokens.language)
    if tokens.deps[trigger] in ("acl", "amod"):
        return not tokens.words[trigger].endswith(words.active)
    bare = tokens.words[trigger] in words.bare and any(dep in SUBJECTS for dep in deps)
    return bare and not any(dep.startswith("aux") for dep in deps)


def _place(tokens: Tokens, child: int, passive: bool) -> str:
    dep = tokens.deps[child]
    base = dep.split(":")[0]
    if base in SUBJECTS:
        return "object" if passive or dep in _PASSIVE else "subject"
    if dep == "obl:agent":
        return "subject"
    if passive and base == "obl" and not grammar(tokens.language).agents.isdisjoint(cases(tokens, child)):
        return "subject"  # parsers do not tell all of them from other obliques
    if dep in OBJECTS:
        return "object" if dep == "obj" else "indirect"
    if dep == "nmod:poss" or is_possessive(tokens, child):
        return "possessor"
    if base == "compound" or base == "amod":
        return "compound"
    if base in _OBLIQUE:
        leads = [c for c in tokens.children[child] if tokens.deps[c] in ("case", "mark")]
        if not leads:
            return "oblique"
        fixed = [c for lead in leads for c in tokens.children[lead] if tokens.deps[c] == "fixed"]  # "due to"
        case = [tokens.words[c] for c in sorted([*leads, *fixed])]
        return "_".join(map(grammar(tokens.language).preposition, case))
    return ""


def _from_modifiers(tokens: Tokens, noun: int, places: dict[int, str]) -> None:
    """Take over what participles and relative clauses say of a noun as its verb would."""
    for clause in tokens.children[noun]:
        if not tokens.deps[clause].startswith("acl") or _is_infinitive(tokens, clause):
            continue
        joined = [c for c in tokens.children[clause] if tokens.deps[c] == "conj"]
        for verb in (clause, *joined):
            for child, place in _verb_places(tokens, verb):
                if _meant(tokens, clause, child) == child:
                    _spread(tokens, child, place, places)


def _verb_places(tokens: Tokens, verb: int) -> Iterator[tuple[int, str]]:
    """What stands in a place of a verb, and what that place is to a noun in another or by the verb."""
    passive = _is_passive(tokens, verb)
    for child in tokens.children[verb]:
        for noun, joined in _behind_expression(tokens, child):
            yield noun, f"verb-{joined}"
        if place := _place(tokens, child, passive):
            yield child, f"verb-{place}"


def cases(tokens: Tokens, noun: int) -> list[str]:
    """The prepositions before a noun."""
    return [tokens.words[c] for c in tokens.children[noun] if tokens.deps[c] == "case"]


def _behind_expression(tokens: Tokens, word: int) -> Iterator[tuple[int, str]]:
    """What stands behind an expression that serves as a preposition: "aux_mains_de" leads to the rebels.

    A number behind it is told as such: "près de 300 soldats" are not near anything.
    """
    words = grammar(tokens.language)
    begin = min((c for c in tokens.children[word] if tokens.deps[c] == "case"), default=word)
    for child in tokens.children[word]:
        counted = any(tokens.deps[c] == "nummod" for c in tokens.children[child])
        if tokens.deps[child].split(":")[0] in ("nmod", "obl") and not counted:
            end = min((c for c in tokens.children[child] if tokens.deps[c] == "case"), default=child)
            before = "_".join(tokens.words[begin:end]).replace("'_", "'")
            preposition = "_".join(map(words.preposition, cases(tokens, child)))
            expression = "_".join(filter(None, (before, preposition)))
            if expression in words.expressions:
                yield child, expression
            elif preposition and tokens.deps[word] == "advmod" and preposition not in words.adverbial:
                yield child, preposition  # "took it away from the rebels"


def _spread(tokens: Tokens, index: int, place: str, places: dict[int, str]) -> None:
    """Give a place to a token, its conjuncts and appositions, and to what it is a number of."""
    places.setdefault(index, place)
    counts = tokens.pos[index] in _COUNTING or tokens.words[index] in counting_nouns(tokens.language)
    for child in tokens.children[index]:
        dep = tokens.deps[child].split(":")[0]
        if dep in ("conj", "appos", "flat") or (counts and dep in ("nmod", "obl") and child > index):
            _spread(tokens, child, place, places)


def _inherit(tokens: Tokens, trigger: int, passive: bool, places: dict[int, str]) -> None:
    """Take over what the clauses around a trigger say."""
    head, dep = tokens.heads[trigger], tokens.deps[trigger].split(":")[0]
    if head == trigger:
        return
    if accused := _accused(tokens, trigger):
        for word in accused:
            _spread(tokens, word, "verb-subject", places)
        return
    predicate = dep == "xcomp" and tokens.pos[trigger] == "ADJ"  # "left 14 people dead"
    if predicate or (dep in _NOMINAL and tokens.pos[trigger] in _NAMING_ACTS):
        told = "verb-subject" in places.values()
        for child, place in _verb_places(tokens, head):
            if child != trigger and not (told and place == "verb-subject"):
                _spread(tokens, _meant(tokens, head, child), place, places)
        if dep != "nsubj" and "verb-subject" not in places.values():
            _climb(tokens, head, "verb-subject", places)
        return
    if dep in _MODIFIERS:
        _of_noun(tokens, trigger, passive, places)
    if "subject" not in places.values() and not (passive and "object" in places.values()):
        _climb(tokens, trigger, "object" if passive else "subject", places)


def _accused(tokens: Tokens, noun: int) -> list[int]:
    """Who is accused of what a noun tells: "them" for the attack in "blamed them for the attack"."""
    control = grammar(tokens.language).control
    if control.charges.isdisjoint(cases(tokens, noun)):
        return []
    head = tokens.heads[noun]
    if tokens.deps[noun].startswith("nmod"):  # parsers take "Moscow of crimes" for one
        verb, accused = tokens.heads[head], [head]
    else:
        verb, accused = head, [c for c in tokens.children[head] if c != noun]
    if tokens.words[verb] not in control.charging:
        return []
    passive = _is_passive(tokens, verb)
    return [word for word in accused if _place(tokens, word, passive) == "object"]


def _of_noun(tokens: Tokens, trigger: int, passive: bool, places: dict[int, str]) -> None:
    """Give a place to the noun that a participle, relative clause or adjective tells of."""
    noun = tokens.heads[trigger]
    if tokens.deps[trigger] == "amod" and tokens.pos[trigger] == "ADJ":
        _spread(tokens, noun, "head", places)
    elif tokens.deps[trigger] == _RELATIVE:
        _spread(tokens, noun, _relative_place(tokens, trigger, passive, places), places)
    elif not _is_infinitive(tokens, trigger):
        _spread(tokens, noun, "object" if passive else "subject", places)


def _is_infinitive(tokens: Tokens, verb: int) -> bool:
    """Whether a clause that modifies a noun is one as "to retake the town"."""
    return any(tokens.deps[c] == "mark" for c in tokens.children[verb])


def _relative_place(tokens: Tokens, verb: int, passive: bool, places: dict[int, str]) -> str:
    """The place of the noun of a relative clause: that of the clause's first word, where it has one.

    A clause without such a word ("the town the rebels took") tells of its object.
    """
    first = min(tokens.children[verb], default=verb)
    if tokens.pos[first] in _CONNECTIVES and first in places:
        return places[first]
    if tokens.pos[first] in ("ADV", "ADP"):
        return "oblique"
    if "subject" in places.values():
        return "oblique" if "object" in places.values() else "object"
    return "object" if passive else "subject"


def _meant(tokens: Tokens, verb: int, subject: int) -> int:
    """The noun that a relative pronoun stands for; any other word itself."""
    relative = tokens.deps[verb] == _RELATIVE and tokens.pos[subject] == "PRON"
    return tokens.heads[verb] if relative and subject == min(tokens.children[verb]) else subject


def _climb(tokens: Tokens, node: int, place: str, places: dict[int, str]) -> None:
    """Give a place to the subject that a clause shares with one above it.

    Past the first clause the place is named "up-…", and "passive-…" beside a passive, as it is less sure.
    """
    for step in range(_CLIMB):
        head, dep = tokens.heads[node], tokens.deps[node].split(":")[0]
        if head == node:
            return
        if dep in _SHARED:
            shared = _shared(tokens, head, node, dep)
        elif dep in _MODIFIERS and not _is_infinitive(tokens, node):
            shared = [head]
        elif dep in _NOMINAL:
            shared = _subjects(tokens, head, node)
        elif dep in (*_MODIFIERS, "nmod"):
            shared = []
        else:
            return
        if shared:
            named = place if step == 0 and dep in _SHARED else f"up-{place}"
            if dep == "conj" and _is_passive(tokens, head):
                named = f"passive-{named}"
            for word in shared:
                _spread(tokens, word, named, places)
            return
        node = head


def _shared(tokens: Tokens, head: int, node: int, dep: str) -> list[int]:
    """Who does what a clause without subject tells: the object in "force them to leave", or the subject."""
    control = grammar(tokens.language).control
    if tokens.words[head] not in control.verbs:
        marks = {tokens.words[c] for c in tokens.children[node] if tokens.deps[c] == "mark"}
        complement = dep == "xcomp" or tokens.words[head] in control.asking
        if complement or (dep == "advcl" and not marks.isdisjoint(control.marks)):
            others = [c for c in tokens.children[head] if c != node]
            objects = [c for c in others if tokens.deps[c] in OBJECTS]
            asked = [
                c
                for c in others
                if complement
                and tokens.deps[c].split(":")[0] == "obl"
                and not control.cases.isdisjoint(cases(tokens, c))
            ]
            if objects or asked:
                return objects or asked
    return _subjects(tokens, head, node)


def _subjects(tokens: Tokens, verb: int, node: int) -> list[int]:
    return [
        _meant(tokens, verb, c)
        for c in tokens.children[verb]
        if tokens.deps[c].split(":")[0] in SUBJECTS and c != node
    ]
