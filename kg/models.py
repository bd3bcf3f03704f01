"""The trained models of the reader, each with the limits that training found for a language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.choice import SpanModel
from kg.extract.dating import DateModel
from kg.extract.modality import StatusModel
from kg.extract.names import Tagger
from kg.extract.objectives import ObjectiveModel
from kg.extract.pronouns import PronounModel
from kg.extract.relations import RelationModel
from kg.extract.roles import RoleModel
from kg.extract.sources import SourceModel
from kg.extract.triggers import TriggerModel
from kg.link.metonyms import Metonyms
from kg.link.resolve import ModelResolver

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.extract.linear import LinearModel
    from kg.extract.roles import Limits
    from kg.extract.stored import Trained

LIMITS = "limits"
STEPS = "tagger-steps"  # a table of tags by tags, no features
DATED = {True: "dated", False: "undated"}
"""Under which names the limits of dates stand: for documents with a publication date, and without."""


@dataclass(frozen=True, slots=True)
class Models:
    """Everything that decides what is read from a document of one language.

    ``worth`` gives the probability that an entity is worth keeping, ``worth_limit`` from where on
    it is kept.
    """

    tagger: Tagger
    spans: SpanModel
    resolver: ModelResolver
    metonyms: Metonyms
    worth: LinearModel
    worth_limit: float
    pronouns: PronounModel
    triggers: TriggerModel
    roles: RoleModel
    dates: DateModel
    statuses: StatusModel
    sources: SourceModel
    relations: RelationModel
    objectives: ObjectiveModel


def limit_name(name: str, language: str) -> str:
    """Under which label a limit stands in the model of limits."""
    return f"{name}@{language}"


def role_limits(values: Mapping[str, float], language: str, roles: Sequence[str]) -> Limits:
    """From where on the likeliest filler of each role counts, and from where on others do."""
    return {
        role: (
            values[limit_name(f"role-{role}", language)],
            values[limit_name(f"role-{role}-more", language)],
        )
        for role in roles
    }


def make_models(
    trained: Trained, language: str, roles: Sequence[str], general: Sequence[frozenset[str]]
) -> Models:
    """The models for a language.

    ``roles`` are the ontology's; ``general`` its classes of those who can act, and of places.
    """
    actors, _ = general
    packed = trained.linear[LIMITS]
    values = dict(zip(packed.labels, packed.weights[0].tolist(), strict=True))

    def limit(name: str) -> float:
        return float(values[limit_name(name, language)])

    return Models(
        make_tagger(trained, language),
        SpanModel(trained.linear["spans"]),
        ModelResolver(trained.linear["resolver"]),
        Metonyms(trained.linear["metonyms"]),
        trained.linear["worth"],
        limit("worth"),
        PronounModel(trained.linear["pronouns"]),
        TriggerModel(trained.linear["triggers"], trained.trees["triggers"], limit("triggers")),
        RoleModel(
            trained.linear["roles"],
            trained.second_look("roles"),
            role_limits(values, language, roles),
        ),
        DateModel(
            trained.linear["dates"],
            trained.nets["dates-again"],
            {dated: values[limit_name("dates", name)] for dated, name in DATED.items()},
        ),
        StatusModel(trained.linear["status"]),
        SourceModel(trained.linear["sources"], trained.second_look("sources"), limit("sources"), actors),
        RelationModel(trained.linear["relations"], trained.nets["relations"], limit("relations"), general),
        ObjectiveModel(
            trained.linear["objectives"],
            trained.nets["objectives"],
            trained.linear["categories"],
            trained.linear["holders"],
            limit("objectives"),
            limit("holders"),
            actors,
        ),
    )


def make_tagger(trained: Trained, language: str) -> Tagger:
    """The recogniser of names and descriptions."""
    return Tagger(trained.linear["tagger"], trained.linear[STEPS].weights[1:])
