"""A parsed document becomes claims: one file for each kind of thing that is read.

    names        mentions of things              triggers     words that tell of events
    spans        mends what names found          roles        who fills which role
    variants     ways to take a mention          choice       which of them to keep
    worth        which things to keep            attachment   which date an event has
    pronouns     what pronouns stand for         modality     asserted, alleged, planned, denied
    dates        expressions of time             sources      who says so
    relations    lasting relations               positions    offices that people hold
    objectives   aims, their category and holder

``tokens`` and ``scene`` hold what they look at, ``frames`` matches the ontology's frames, ``linear``
the models that decide; ``annotations``, ``fit`` and ``train`` make those models.
"""
