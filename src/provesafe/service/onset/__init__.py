"""What people on set ask of an open record: the list, a showing, codes on badges and tags."""
