"""A parsed document becomes claims: one file for each kind of thing that is read.

    names        mentions of things              triggers     words that tell of events
    worth        which things to keep            roles        who fills which role
    pronouns     what pronouns stand for         attachment   which date an event has
    dates        expressions of time             modality     status and source
    relations    lasting relations               positions    offices that people hold
    objectives   aims, their category and holder

``tokens`` and ``scene`` hold what they look at, ``frames`` matches the ontology's frames, ``linear``
the models that decide; ``annotations``, ``fit`` and ``train`` make those models.
"""
