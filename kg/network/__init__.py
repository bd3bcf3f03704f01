"""The graph as a neutral network of actors, places, operations and objectives."""
