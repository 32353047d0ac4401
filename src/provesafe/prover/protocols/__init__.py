"""Protocols: files that say how weapons are handled, and what may go wrong."""
