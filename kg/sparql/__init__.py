"""Saved and ad-hoc SPARQL queries, on the embedded store or on a remote endpoint.

    catalogue   the files of ``queries/``: what each asks, its parameters, whether it holds together
    tokens      a query as tokens: its form, its variables, its optional lines
    binding     values into a query, as terms
    names       a word of the user ("Mossoul") becomes an IRI of the graph
    results     tables of terms, read from and written to the usual formats
    local       runs a query on the embedded store
    remote      runs a query on a SPARQL 1.1 endpoint
    saved       runs a saved query by name, or one of the user's own

Only ``remote`` loads SPARQLWrapper and with it rdflib; nothing here loads a language pipeline.
"""
