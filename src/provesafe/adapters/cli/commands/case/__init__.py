"""The verbs of `provesafe case`, each in its own file; `case_` puts them together."""
