"""provesafe: the protocol by which a weapon reaches a performer, kept so that it holds."""
