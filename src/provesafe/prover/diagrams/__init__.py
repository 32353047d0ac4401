"""Decision diagrams: built by a library, then read as plain tables."""
