"""What a formula's text means: from MonPoly's concrete syntax to the tree of `formula`.

    parse_formula("loaded(w) AND (NOT (ONCE[0,30m] inspected(w)))")

- `strict=True` is the reading of rule files: text that the precedence tables of `precedence`
  read differently is refused, and both readings are spelled out.
- `strict=False` is MonPoly's reading, whatever it may surprise.
- `$name` is replaced by its parameter, `namespace.name(…)` by its definition, both at once.
- `_` stands for a variable of its own: `p(_, x)` is `EXISTS any1. p(any1, x)`.
- `[0,10)` is kept as `[0,9]`; an interval without a whole second in it is refused.

Not in the language: floats and their conversions, dates, SUBSTRING, MATCHES, regular expressions,
LETPAST.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from types import MappingProxyType
from typing import Literal, Protocol, cast, get_args

from provesafe.errors import Span
from provesafe.rulebook.errors import (
    AmbiguousFormulaError,
    FormulaTooLargeError,
    ParseError,
)
from provesafe.rulebook.formula import (
    AGGREGATIONS,
    ANY_TIME,
    Aggregate,
    Always,
    And,
    Arith,
    Atom,
    Compare,
    CompareOp,
    Const,
    Eventually,
    Exists,
    Falsity,
    Forall,
    Formula,
    Historically,
    Iff,
    Implies,
    Interval,
    Let,
    Next,
    Not,
    Once,
    Or,
    Previous,
    Since,
    Term,
    Truth,
    Until,
    Var,
    children,
    free_variables,
)
from provesafe.rulebook.lexer import INTEGER_MAX, KEYWORDS, SourceText, Token, lex
from provesafe.rulebook.parameters import Parameters, bound_of, membership_of, term_of
from provesafe.rulebook.precedence import LOOSE, MONPOLY, TIGHT, Table
from provesafe.rulebook.render import spell
from provesafe.rulebook.substitute import Definition, check_size, expand_definitions, substitute

__all__ = ["NESTING_MAX", "DefinitionSource", "parse_formula"]

NESTING_MAX = 210
"""LIMIT: how deep text may nest; a rendered tree of the greatest depth needs two for each level."""

_CONNECTIVES: dict[str, type[And | Or | Implies | Iff]] = {
    "AND": And,
    "OR": Or,
    "IMPLIES": Implies,
    "EQUIV": Iff,
}
_TEMPORAL: dict[
    str, type[Previous | Next | Once | Historically | Eventually | Always]
] = {
    "PREVIOUS": Previous, "NEXT": Next, "ONCE": Once, "HISTORICALLY": Historically,
    "EVENTUALLY": Eventually, "ALWAYS": Always,
}  # fmt: skip
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_LEFT_OUT = frozenset(
    {
        *("LETPAST", "SUBSTRING", "MATCHES", "FORWARD", "BACKWARD", "MATCHF", "MATCHP"),
        *("r2s", "s2r", "f2i", "i2f", "DAY_OF_MONTH", "MONTH", "YEAR", "FORMAT_DATE"),
    }
)


class DefinitionSource(Protocol):
    """Anything that knows definitions by their dotted names."""

    @property
    def by_name(self) -> Mapping[str, Definition]:
        """Dotted name -> definition, its formula already free of other definitions."""


def parse_formula(
    text: str,
    *,
    source: str = "formula",
    strict: bool = True,
    parameters: Parameters | None = None,
    definitions: DefinitionSource | None = None,
) -> Formula:
    """Read a formula.

    Args:
        text: at most `TEXT_BYTES_MAX` bytes in UTF-8.
        source: what the text is called in messages.
        strict: refuse text that is read differently elsewhere; False reads as MonPoly does.
        parameters: the values of the `$name`s in the text.
        definitions: what the dotted names in the text stand for.

    Raises:
        AmbiguousFormulaError: strict, and the text has more than one reading.
        FormulaTooLargeError: longer, deeper or of more parts than the limits.
        ParameterError: a `$name` has no value, or an unfit one.
        DefinitionError: a dotted name is unknown, or has the wrong number of arguments.
        ParseError: anything else that is not in the language.
    """
    whole = SourceText(source, text)
    tokens = lex(whole, strict=strict)
    values = parameters or {}
    formula = _Parser(whole, tokens, MONPOLY, values, strict=strict).whole()
    check_size(formula)
    if strict:
        _check_one_reading(formula, whole, tokens, values)
    known = definitions.by_name if definitions else MappingProxyType[str, Definition]({})
    return expand_definitions(formula, known)


def _check_one_reading(
    formula: Formula, whole: SourceText, tokens: tuple[Token, ...], parameters: Parameters
) -> None:
    for table in (TIGHT, LOOSE):
        try:
            other = _Parser(whole, tokens, table, parameters, strict=True).whole()
            check_size(other)
        except FormulaTooLargeError:
            here, there = formula, ", or otherwise"  # read that way, it does not even fit
        else:
            if other == formula:
                continue
            here, different = _first_difference(formula, other)
            there = f", and as `{_bare(different)}`"
        raise AmbiguousFormulaError(
            f"this can be read as `{_bare(here)}`, as MonPoly does{there}",
            hint="put parentheses around the one you mean",
            span=here.span,
        )


def _first_difference(one: Formula, two: Formula) -> tuple[Formula, Formula]:
    """The smallest part in which two readings of one text differ."""
    while type(one) is type(two):
        inside = [(a, b) for a, b in zip(children(one), children(two), strict=True) if a != b]
        if len(inside) != 1:
            break
        one, two = inside[0]
    return one, two


def _bare(formula: Formula) -> str:
    shown = spell(formula)
    return shown[1:-1] if shown.startswith("(") else shown


class _Parser:
    """Precedence climbing over the tokens of one text, under one table."""

    def __init__(
        self,
        whole: SourceText,
        tokens: tuple[Token, ...],
        table: Table,
        parameters: Parameters,
        *,
        strict: bool,
    ) -> None:
        self._whole = whole
        self._tokens = tokens
        self._table = table
        self._parameters = parameters
        self._strict = strict
        self._at = 0
        self._depth = 0
        taken = {token.text for token in tokens if token.kind == "name"}
        self._fresh = (name for i in count(1) if (name := f"any{i}") not in taken)

    def whole(self) -> Formula:
        """The formula that the whole text is."""
        formula = self._formula(0)
        if self._peek().kind != "end":
            raise self._unexpected("the formula is complete before")
        return formula

    # Tokens -------------------------------------------------------------------------------------

    def _peek(self) -> Token:
        return self._tokens[self._at]

    def _ahead(self, steps: int) -> Token:
        return self._tokens[min(self._at + steps, len(self._tokens) - 1)]

    def _next(self) -> Token:
        token = self._tokens[self._at]
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _is(self, *texts: str, steps: int = 0) -> bool:
        token = self._ahead(steps)
        return token.kind in {"symbol", "keyword"} and token.text in texts

    def _expect(self, text: str, after: str) -> Token:
        if not self._is(text):
            raise self._unexpected(f"`{text}` is needed {after}, not")
        return self._next()

    def _span(self, start: int) -> Span:
        """From `start` to the end of the last token taken."""
        return self._whole.span(start, max(start, self._tokens[max(self._at - 1, 0)].end))

    def _token_span(self, token: Token) -> Span:
        return self._whole.span(token.start, token.end)

    def _unexpected(self, message: str) -> ParseError:
        token = self._peek()
        word = self._whole.text[token.start : token.end]
        shown = "the end" if token.kind == "end" else f"`{word}`"
        return ParseError(f"{message} {shown}", hint=self._hint(), span=self._token_span(token))

    def _hint(self) -> str:
        """What to do about the token that stands here, if it is one of the known traps."""
        token = self._peek()
        before = self._tokens[self._at - 1].text if self._at else ""
        capitals = token.text.upper()
        if token.kind == "int" and token.text.startswith("-"):
            return f"`{token.text}` is one number here; write `- {token.text[1:]}` to subtract"
        if "<-" in (before, token.text):
            return "`<-` is the arrow of an aggregation; write `< -` to compare"
        if token.kind == "name" and capitals in KEYWORDS:
            return f"keywords are in capitals: `{capitals}`"
        if token.kind == "keyword" and token.text in _LEFT_OUT:
            return f"`{token.text}` is left out of this language"
        return ""

    # Expressions --------------------------------------------------------------------------------

    def _formula(self, floor: int) -> Formula:
        start = self._peek()
        node = self._expression(floor)
        if isinstance(node, Var | Const | Arith):
            if self._peek().text in _LEFT_OUT:
                raise self._unexpected("a comparison is needed here, not")
            raise self._needs("a condition", start)
        return node

    def _term(self, floor: int) -> Term:
        start = self._peek()
        node = self._expression(floor)
        if not isinstance(node, Var | Const | Arith):
            raise self._needs("a value", start)
        return node

    def _needs(self, what: str, start: Token) -> ParseError:
        span = self._span(start.start)
        shown = self._whole.text[span.start : span.end][:60]
        return ParseError(f"{what} is needed here, not `{shown}`", hint=self._hint(), span=span)

    def _expression(self, floor: int) -> Formula | Term:
        self._depth += 1
        if self._depth > NESTING_MAX:
            span = self._token_span(self._peek())
            raise FormulaTooLargeError("the formula nests too deeply here", span=span)
        start = self._peek().start
        left = self._operand()
        while self._peek().kind in {"symbol", "keyword"}:
            holds = self._table.infix.get(self._peek().text)
            if holds is None or holds[0] < floor:
                break
            left = self._join(left, self._next(), holds[1], start)
        self._depth -= 1
        return left

    def _join(self, left: Formula | Term, token: Token, floor: int, start: int) -> Formula | Term:
        op = token.text
        joins_conditions = op in _CONNECTIVES or op in {"SINCE", "UNTIL"}
        if isinstance(left, Var | Const | Arith) == joins_conditions:
            wanted, found = ("conditions", "value") if joins_conditions else ("values", "condition")
            raise ParseError(
                f"`{op}` stands between {wanted}, and its left side is a {found}",
                span=self._token_span(token),
            )
        if not isinstance(left, Var | Const | Arith):
            return self._joined_formulas(left, op, floor, start)
        right = self._term(floor)
        if op in get_args(CompareOp):
            return Compare(cast(CompareOp, op), left, right, span=self._span(start))
        arith = cast(Literal["+", "-", "*", "/", "MOD"], op)
        return Arith(arith, left, right, span=self._span(start))

    def _joined_formulas(self, left: Formula, op: str, floor: int, start: int) -> Formula:
        if op in _CONNECTIVES:
            right = self._formula(floor)
            return _CONNECTIVES[op](left, right, span=self._span(start))
        interval = self._interval()
        right = self._formula(floor)
        if op == "SINCE":
            return Since(interval, left, right, span=self._span(start))
        return Until(interval, left, right, span=self._span(start))

    def _operand(self) -> Formula | Term:
        token = self._peek()
        match token.kind:
            case "name":
                return self._named()
            case "int":
                self._next()
                return Const(int(token.text), span=self._token_span(token))
            case "string":
                self._next()
                return Const(token.text, span=self._token_span(token))
            case "parameter":
                return self._parameter()
            case "symbol" if token.text == "(":
                self._next()
                inside = self._expression(0)
                self._expect(")", "to close this")
                return inside
            case "symbol" if token.text == "-":
                self._next()
                value = self._term(self._table.prefix["-"])
                return Arith("NEG", value, None, span=self._span(token.start))
            case "keyword":
                return self._keyword()
            case _:
                raise self._unexpected("a condition or a value is needed, not")

    def _keyword(self) -> Formula:
        token = self._next()
        word, start = token.text, token.start
        if word in _TEMPORAL:
            interval = self._interval()
            body = self._formula(self._table.prefix[word])
            return _TEMPORAL[word](interval, body, span=self._span(start))
        match word:
            case "TRUE":
                return Truth(span=self._token_span(token))
            case "FALSE":
                return Falsity(span=self._token_span(token))
            case "NOT":
                body = self._formula(self._table.prefix["NOT"])
                return Not(body, span=self._span(start))
            case "EXISTS" | "FORALL":
                variables = self._variables(f"after `{word}`")
                self._expect(".", "after the variables")
                body = self._formula(self._table.prefix[word])
                if word == "EXISTS":
                    return Exists(variables, body, span=self._span(start))
                return Forall(variables, body, span=self._span(start))
            case "LET":
                return self._let(start)
            case _:
                self._at -= 1
                raise self._unexpected("a condition or a value is needed, not")

    def _let(self, start: int) -> Let:
        name = self._name("after `LET`")
        self._expect("(", "after the name")
        parameters = () if self._is(")") else self._variables("as parameters")
        self._expect(")", "after the parameters")
        self._expect("=", "after the head")
        definition = self._formula(0)
        self._expect("IN", "after the definition")
        body = self._formula(0)
        return Let(name, parameters, definition, body, span=self._span(start))

    # Names, atoms, aggregations -----------------------------------------------------------------

    def _named(self) -> Formula | Term:
        token = self._next()
        name = token.text
        if self._is("<-"):
            return self._aggregate(token)
        while self._is(".") and self._ahead(1).kind == "name":
            self._next()
            name += f".{self._next().text}"
        if self._is("("):
            return self._atom(name, token.start)
        if "." in name:
            raise self._unexpected(f"the arguments of `{name}` are needed, not")
        if name == "_":
            raise ParseError(
                "`_` can only stand among the arguments of a predicate",
                span=self._token_span(token),
            )
        return Var(name, span=self._token_span(token))

    def _atom(self, predicate: str, start: int) -> Formula:
        self._expect("(", "before the arguments")
        terms: list[Term] = []
        hidden: dict[str, str] = {}
        while not self._is(")"):
            terms.append(self._argument(hidden))
            if self._is(")"):
                break
            self._expect(",", "between arguments")
            if self._is(")") and self._strict:
                raise self._unexpected("an argument is needed after the comma, not")
        self._next()
        span = self._span(start)
        atom = Atom(predicate, tuple(terms), span=span)
        return Exists(tuple(hidden.values()), atom, span=span) if hidden else atom

    def _argument(self, hidden: dict[str, str]) -> Term:
        """One argument; a variable that begins with `_` is hidden from all but its own atom."""
        token = self._peek()
        if (
            token.kind != "name"
            or not token.text.startswith("_")
            or not self._is(",", ")", steps=1)
        ):
            return self._term(0)
        if self._strict and token.text != "_":
            raise ParseError(
                f"MonPoly hides `{token.text}`, as every name that begins with `_`",
                hint="write `_` if you mean that, else another name",
                span=self._token_span(token),
            )
        self._next()
        key = token.text if token.text != "_" else f"_ {token.start}"  # each `_` is its own
        name = hidden.setdefault(key, "") or next(self._fresh)
        hidden[key] = name
        return Var(name, span=self._token_span(token))

    def _aggregate(self, result: Token) -> Aggregate:
        self._expect("<-", "after the result")
        op = next((op for op in AGGREGATIONS if self._is(op)), None)
        if op is None:
            raise self._unexpected(f"one of {', '.join(AGGREGATIONS)} is needed, not")
        self._next()
        over = self._name(f"after `{op}`")
        group: tuple[str, ...] = ()
        if self._is(";"):
            self._next()
            group = self._variables("after `;`") if self._peek().kind == "name" else ()
        body = self._formula(self._table.prefix["<-"])
        span = self._span(result.start)
        if not self._strict and result.text in {*free_variables(body)} - {*group}:
            # To MonPoly the inner variable is another one of the same name.
            inner = next(self._fresh)
            body = substitute(body, {result.text: Var(inner)})
            over = inner if over == result.text else over
        return Aggregate(result.text, op, over, group, body, span=span)

    def _name(self, after: str) -> str:
        if self._peek().kind != "name" or self._peek().text == "_":
            raise self._unexpected(f"a name is needed {after}, not")
        return self._next().text

    def _variables(self, after: str) -> tuple[str, ...]:
        names = [self._name(after)]
        while self._is(","):
            self._next()
            names.append(self._name("after the comma"))
            if names[-1] in names[:-1]:
                self._at -= 1
                raise self._unexpected("a variable is named twice:")
        return tuple(names)

    def _parameter(self) -> Formula | Term:
        token = self._next()
        if not self._is("("):
            return term_of(token.text, self._parameters, span=self._token_span(token))
        self._next()
        subject = self._term(0)
        self._expect(")", "after the one value that a set is asked about")
        span = self._span(token.start)
        return membership_of(token.text, subject, self._parameters, span=span)

    # Intervals ----------------------------------------------------------------------------------

    def _interval(self) -> Interval:
        """The interval that stands here, or any time: `(` opens one only before `number,`."""
        opened = self._is("(") and self._ahead(1).kind in {"int", "unit", "parameter"}
        if not self._is("[") and not (opened and self._is(",", steps=2)):
            return ANY_TIME
        start = self._peek().start
        low_open = self._next().text == "("
        low = self._bound(upper=False) or 0  # only an upper bound is ever None
        self._expect(",", "between the bounds")
        high = self._bound(upper=True)
        if not self._is(")", "]"):
            raise self._unexpected("`)` or `]` is needed after the bounds, not")
        high_open = self._next().text == ")"
        low += low_open
        high = None if high is None else high - high_open
        if high is not None and high < low:
            raise ParseError(
                f"the interval `{self._whole.text[start : self._tokens[self._at - 1].end]}` "
                "holds no whole second",
                span=self._span(start),
            )
        return Interval(low, high)

    def _bound(self, *, upper: bool) -> int | None:
        token = self._peek()
        span = self._token_span(token)
        match token.kind:
            case "parameter":
                self._next()
                return bound_of(token.text, self._parameters, upper=upper, span=span)
            case "symbol" if token.text == "*" and upper:
                self._next()
                return None
            case "int":
                seconds = int(token.text)
            case "unit" if token.text[-1] not in _UNITS:
                raise ParseError(
                    f"`{token.text[-1]}` is not a unit of time",
                    hint="the units are `s`, `m`, `h` and `d`; a day is 86400 s",
                    span=span,
                )
            case "unit" if len(token.text) <= 16:
                seconds = int(token.text[:-1]) * _UNITS[token.text[-1]]
            case _:
                raise self._unexpected("a number of seconds is needed, not")
        self._next()
        if seconds < 0:
            raise ParseError("a bound cannot be negative", span=span)
        if seconds > INTEGER_MAX:
            raise ParseError(f"`{token.text}` is larger than {INTEGER_MAX} seconds", span=span)
        if self._peek().kind == "name" and self._peek().text in _UNITS:
            raise ParseError(
                "a unit stands right after its number",
                hint=f"write `{token.text}{self._peek().text}`",
                span=self._token_span(self._peek()),
            )
        return seconds
