"""The graph: claims become quads, quads live in a store, claims merge into events.

pyoxigraph and oxrdflib are used here and nowhere else.
"""
