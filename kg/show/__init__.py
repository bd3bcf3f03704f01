"""All about one thing or event: what the graph says of it, with every sentence that says so."""

from kg.show.find import find_thing
from kg.show.profile import Aim, Claimed, Profile, Said, Tie, profile
from kg.show.text import write_profile

__all__ = ["Aim", "Claimed", "Profile", "Said", "Tie", "find_thing", "profile", "write_profile"]
