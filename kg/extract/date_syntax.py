"""How an expression of time stands to an event in the grammar of a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.modality import cues_at
from kg.extract.scene import head_of

if TYPE_CHECKING:
    from kg.extract.scene import PlacedTime
    from kg.extract.tokens import Tokens

CUES = ("alleged", "planned", "negation", "speech", "purpose")
"""The kinds of cues that numbers tell of."""


def cue_kinds(tokens: Tokens, trigger: int) -> list[str]:
    """The cues of plans, hearsay and negation on a trigger, its helpers and what governs it."""
    near = [trigger, *tokens.children[trigger], *tokens.path_up(trigger)[1:3]]
    return sorted({kind for i in near for kind in cues_at(tokens, i)})


def clause_verb(tokens: Tokens, index: int) -> int:
    """The verb of the clause in which a token stands, else the root of its sentence."""
    path = tokens.path_up(index)
    return next((i for i in path if tokens.pos[i] == "VERB"), path[-1])


def helpers(tokens: Tokens, trigger: int) -> list[str]:
    """The auxiliaries of the clause of a trigger: they tell its tense."""
    return [tokens.words[i] for i in tokens.children[clause_verb(tokens, trigger)] if tokens.pos[i] == "AUX"]


def clause_of_time(tokens: Tokens, trigger: int, time: PlacedTime) -> str:
    """Whether an expression is of the clause of a trigger, of one over it or under it, and of speech.

    "The army said on Monday that it had taken the town" dates what was said, seldom what was done.
    """
    mine = clause_verb(tokens, trigger)
    other = clause_verb(tokens, head_of(tokens, time.first, time.end))
    if mine == other:
        where = "same"
    elif other in tokens.path_up(mine):
        where = "over"
    else:
        where = "under" if mine in tokens.path_up(other) else "beside"
    return f"{where}|{'speech' in cues_at(tokens, other)}"
