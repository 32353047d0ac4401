"""What people and outsiders can do with a record as such: take it out, vouch for it, keep it."""
