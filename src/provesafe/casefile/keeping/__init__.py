"""The history of a case, and what it comes to."""
