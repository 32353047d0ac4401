"""The machinery below the gate: formulas compiled to closures over tables of what was true when.

normal → unfold → order → plan: a formula is brought to few operators, its past is taken out into
tables, its conjuncts are put in order, and it is compiled. `nodes` and `table` are the memory,
`owed` is what has a deadline. Nothing here knows of rules.
"""
