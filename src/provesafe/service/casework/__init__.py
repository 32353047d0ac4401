"""A case: sources taken in, lines gone through by named people, and the whole as one value."""
