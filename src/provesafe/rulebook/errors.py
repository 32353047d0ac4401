"""What can be wrong with the text of a rule, and where."""

from __future__ import annotations

from provesafe.errors import InputError

__all__ = [
    "AmbiguousFormulaError",
    "DefinitionError",
    "EvaluationError",
    "FormulaTooLargeError",
    "ParameterError",
    "ParseError",
    "RenderError",
    "RulebookError",
    "SignatureError",
    "WellFormedError",
]


class ParseError(InputError):
    """The text of a formula is not in the language; the span says where it stops being so."""

    code = "rulebook.parse"


class AmbiguousFormulaError(ParseError):
    """Tools of the field read this text differently; the message spells out two readings."""

    code = "rulebook.ambiguous"


class FormulaTooLargeError(ParseError):
    """A formula is longer, deeper or has more parts than any rule needs."""

    code = "rulebook.formula_too_large"


class ParameterError(ParseError):
    """A `$name` in a formula has no value, or one that cannot stand at its place."""

    code = "rulebook.parameter"


class DefinitionError(InputError):
    """A definition is malformed, unknown, or used with the wrong number of arguments."""

    code = "rulebook.definition"


class SignatureError(InputError):
    """The text of a signature is malformed or declares a predicate twice."""

    code = "rulebook.signature"


class WellFormedError(InputError):
    """The formula parses but cannot be judged: unknown predicate, types, or not safe-range."""

    code = "rulebook.not_well_formed"


class RenderError(InputError):
    """A tree holds a name or a value that MonPoly's text has no way to write."""

    code = "rulebook.render"


class EvaluationError(InputError):
    """A formula was evaluated that well-formedness would have refused."""

    code = "rulebook.evaluation"


class RulebookError(InputError):
    """A rulebook's file says something it cannot, or leaves out what it must say."""

    code = "rulebook.book"
