"""Fault trees as Open-PSA XML: writing them, so that others can solve them again.

Law: what is written is read back as the same tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from provesafe.prover.trees.numbers import DISTRIBUTIONS, Expression
from provesafe.prover.trees.tree import Constant, Formula, Gate, Name, Tree

__all__ = ["render_tree"]


def render_tree(tree: Tree) -> str:
    """The whole tree as Open-PSA XML: gates first, then events and parameters."""
    return "\n".join(_lines(tree)) + "\n"


def _lines(tree: Tree) -> Iterator[str]:
    yield '<?xml version="1.0"?>'
    yield "<opsa-mef>"
    yield f"<define-fault-tree name={quoteattr(tree.name or 'tree')}>"
    for name, formula in tree.gates.items():
        inside = _formula(tree, formula)
        yield f"<define-gate name={quoteattr(name)}>{inside}</define-gate>"
    yield "</define-fault-tree>"
    yield "<model-data>"
    for name, event in tree.events.items():
        number = "" if event.probability is None else _expression(event.probability)
        yield f"<define-basic-event name={quoteattr(name)}>{number}</define-basic-event>"
    for name, on in tree.houses.items():
        switch = f'<constant value="{str(on).lower()}"/>'
        yield f"<define-house-event name={quoteattr(name)}>{switch}</define-house-event>"
    for name, expression in tree.parameters.items():
        inside = _expression(expression)
        yield f"<define-parameter name={quoteattr(name)}>{inside}</define-parameter>"
    yield "</model-data>"
    yield "</opsa-mef>"


def _formula(tree: Tree, formula: Formula) -> str:
    match formula:
        case Name(name=name):
            tag = "gate"
            if name not in tree.gates:
                tag = "basic-event" if name in tree.events else "house-event"
            return f"<{tag} name={quoteattr(name)}/>"
        case Constant(value=value):
            return f'<constant value="{str(value).lower()}"/>'
        case Gate(kind=kind, of=of, minimum=minimum):
            least = f' min="{minimum}"' if kind == "atleast" else ""
            return f"<{kind}{least}>{''.join(_formula(tree, one) for one in of)}</{kind}>"


def _expression(expression: Expression) -> str:
    match expression.operation:
        case "float":
            return f'<float value="{expression.value!r}"/>'
        case "parameter":
            return f"<parameter name={quoteattr(expression.name)}/>"
        case "mission-time":
            return "<system-mission-time/>"
    operation = expression.operation
    tag = f"{operation}-deviate" if operation in DISTRIBUTIONS else operation
    return f"<{tag}>{''.join(_expression(one) for one in expression.of)}</{tag}>"
