"""Verbs around the app on set."""
