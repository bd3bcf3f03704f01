"""A name becomes a thing: the gazetteer, the places of the world, and what a document says."""
