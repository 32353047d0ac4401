"""The machinery below the gate: formulas compiled to closures over tables of what was true when.

normal → safety → plan → nodes: a formula is brought to few operators, checked to be listable,
compiled, and each of its temporal parts gets a table. Nothing here knows of rules.
"""
