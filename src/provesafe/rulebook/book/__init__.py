"""Rulebooks: files of rules, read, checked and made ready for engines."""
