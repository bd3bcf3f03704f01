"""A knowledge graph of military campaigns, read from reports, traceable to every sentence."""

__version__ = "0.1.0"
