"""A parsed document becomes claims: one file for each kind of thing that is read, and for what it needs.

What the text speaks of::

    names            mentions of things, by a trained tagger
    spans            mends what the tagger found
    variants         other ways to take a mention
    choice           which of them to keep
    worth            which things to keep
    pronouns         what pronouns stand for

What happened::

    frames           where frames of the ontology match
    triggers         which words tell of events
    trigger_context  what the words around say of such a word
    syntax           what a word is to a trigger: its subject, its object
    modality         asserted, alleged, planned, denied

Who did it to whom, and who says so::

    roles            who fills which role
    role_context     what other events say of that
    role_grammar     what the grammar of trigger and mention says
    role_relations   how the candidates of an event hang together
    role_sides       who stands with or against whom
    sources          who says so
    source_context   what other events say of that

When::

    dates            expressions of time
    date_grammar     the patterns by which a language writes them
    attachment       which dates an event may have
    date_syntax      how an expression of time stands to an event
    date_numbers     what is known of a date as an event's
    dating           which date an event has

How many::

    numbers          which events the numbers of a text belong to
    number_events    which events a number may belong to
    numerals         values, ranges, sums of money, measures
    cardinals        values in digits and words
    number_grammar   the patterns by which a language writes them
    counted          the noun that a number counts
    counting         where numbers stand before what they count

What lasts, and what is wanted::

    relations        lasting relations between two things
    pairs            things between which they may hold
    pair_features    what a document tells of such a pair
    relation_context what is known of it beyond that
    positions        offices that people hold
    objectives       aims, their category and holder
    objective_context what stands around a clause that may state one

``tokens`` and ``scene`` hold what all of them look at, ``around`` tells what other events say of the same
thing, ``trace`` keeps what was weighed. ``linear``, ``trees`` and ``nets`` are the models that decide,
``word_vectors`` what nets see of words, ``second`` the mean of trees and a net, ``stored`` the file of all;
``annotations``, ``fit``, ``fit_net`` and ``train`` make them.
"""
