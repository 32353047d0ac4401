"""Which words a formula's text is made of: MonPoly's own, found by its own rules.

At each place the longest match wins and, of two equally long, the first kind in this list:
symbol or keyword, number with a unit, integer, fraction, string, name. What follows from that:

- a name may hold `-`, `/`, `:` and quotes, so `a-1` and `a/b` are each *one* name to MonPoly, and
  `x -1` is a name followed by the number -1. In strict texts such names are refused;
- `x<-1` holds the arrow `<-`, not a comparison with -1: write `x < -1`;
- `(*` opens a comment wherever it stands; comments do not nest; `#` opens one up to the line's end;
- strings stand in double quotes and have no escapes: none can hold a double quote;
- `30m` is a number with a unit, `30 m` is a number and a name.

Our only additions are `$name` for a parameter and `namespace.name` for a definition.

Source: MonPoly, src/formula_lexer.mll (the language it accepts; no code is taken from it).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from provesafe.errors import Span
from provesafe.rulebook.errors import FormulaTooLargeError, ParseError

__all__ = ["INTEGER_MAX", "KEYWORDS", "PLAIN_NAME", "TEXT_BYTES_MAX", "SourceText", "Token", "lex"]

TEXT_BYTES_MAX = 1 << 20
"""LIMIT: a formula's text in UTF-8 bytes; the longest shipped rule is under 2 KiB."""

TOKENS_MAX = 150_000
"""LIMIT: words of a formula; what is longer has more parts than any formula may have."""

INTEGER_MAX = (1 << 53) - 1
"""LIMIT: MonPoly reads integers through a double and would silently round a larger one."""

_DIGITS_MAX = 17  # a sign and the 16 digits of INTEGER_MAX

PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_']*\Z")
"""What may name a variable or a predicate in a rule."""

KEYWORDS = frozenset(
    {
        *("LET", "LETPAST", "IN", "NOT", "AND", "OR", "IMPLIES", "EQUIV", "EXISTS", "FORALL"),
        *("PREV", "PREVIOUS", "NEXT", "EVENTUALLY", "SOMETIMES", "ONCE", "ALWAYS"),
        *("PAST_ALWAYS", "HISTORICALLY", "SINCE", "UNTIL", "TRUE", "FALSE", "MOD"),
        *("CNT", "MIN", "MAX", "SUM", "AVG", "MED", "SUBSTRING", "MATCHES", "r2s", "s2r"),
        *("f2i", "i2f", "DAY_OF_MONTH", "MONTH", "YEAR", "FORMAT_DATE"),
        *("FORWARD", "BACKWARD", "MATCHF", "MATCHP"),
    }
)
"""Reserved words; none can be a variable or a predicate."""

_SYNONYMS = {"PREV": "PREVIOUS", "SOMETIMES": "EVENTUALLY", "PAST_ALWAYS": "HISTORICALLY"}

_OTHER_SPELLINGS = {
    "∧": "AND", "&": "AND", "∨": "OR", "|": "OR", "¬": "NOT", "!": "NOT", "∃": "EXISTS",
    "∀": "FORALL", "→": "IMPLIES", "⇒": "IMPLIES", "↔": "EQUIV", "⇔": "EQUIV", "≤": "<=",
    "≥": ">=", "≠": "NOT x = y", "⧫": "ONCE", "◆": "ONCE", "♦": "ONCE", "■": "HISTORICALLY",
    "◇": "EVENTUALLY", "◊": "EVENTUALLY", "□": "ALWAYS", "●": "PREVIOUS", "○": "NEXT",
    "⊤": "TRUE", "⊥": "FALSE", "∞": "*", "←": "<-", "{": "(", "}": ")", "%": "MOD",
}  # fmt: skip

TokenKind: TypeAlias = Literal[
    "symbol", "keyword", "unit", "int", "fraction", "string", "name", "parameter", "end"
]

# In MonPoly's order, which decides between matches of the same length.
_PATTERNS: tuple[tuple[TokenKind, re.Pattern[str]], ...] = (
    ("symbol", re.compile(r"\|>|<\||[▷◁]|<-|<=|>=|[()\[\],;?+\-.*/=<>|]")),
    ("unit", re.compile(r"[0-9]+[A-Za-z]")),
    ("int", re.compile(r"-?[0-9]+")),
    ("fraction", re.compile(r"-?[0-9]+\.[0-9]*")),
    ("string", re.compile(r"\"[^\"]*\"|'[^']*'")),
    ("name", re.compile(r"[A-Za-z0-9_][A-Za-z0-9_\-/:'\"]*")),
    ("parameter", re.compile(r"\$[A-Za-z_][A-Za-z0-9_]*")),
)
_SPACE = re.compile(r"[ \t\n\r]+")
_LINE_COMMENT = re.compile(r"#[^\n\r]*")


@dataclass(frozen=True, slots=True)
class Token:
    """One word: keywords in their canonical spelling, strings without quotes, `$` cut off."""

    kind: TokenKind
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class SourceText:
    """A text the user wrote, with its name, from which spans are cut."""

    source: str
    text: str

    @cached_property
    def _line_starts(self) -> tuple[int, ...]:
        return (0, *(i + 1 for i, c in enumerate(self.text) if c == "\n"))

    def span(self, start: int, end: int) -> Span:
        """The range `[start, end)` with its line and column."""
        line = bisect_right(self._line_starts, start)
        column = start - self._line_starts[line - 1] + 1
        return Span(source=self.source, start=start, end=end, line=line, column=column)


def lex(source: SourceText, *, strict: bool) -> tuple[Token, ...]:
    """Cut a text into tokens, the last of kind `end`.

    Args:
        source: the text, at most TEXT_BYTES_MAX bytes in UTF-8.
        strict: refuse names that hold anything but letters, digits, `_` and `'`.

    Raises:
        ParseError: a character, name, number or string that is not in the language.
        FormulaTooLargeError: the text is too long.
    """
    text = source.text
    if len(text) > TEXT_BYTES_MAX or len(text.encode("utf-8", "surrogatepass")) > TEXT_BYTES_MAX:
        raise FormulaTooLargeError(
            f"a formula's text may have at most {TEXT_BYTES_MAX} bytes",
            span=source.span(0, len(text)),
        )
    tokens: list[Token] = []
    at = 0
    while (at := _skip(source, at)) < len(text):
        token = _token(source, at, strict=strict)
        if len(tokens) >= TOKENS_MAX:
            raise FormulaTooLargeError(
                f"a formula may have at most {TOKENS_MAX} words",
                span=source.span(token.start, token.end),
            )
        tokens.append(token)
        at = token.end
    tokens.append(Token("end", "", at, at))
    return tuple(tokens)


def _skip(source: SourceText, at: int) -> int:
    """The first place from `at` on that is neither space nor comment."""
    text = source.text
    while at < len(text):
        if found := _SPACE.match(text, at) or _LINE_COMMENT.match(text, at):
            at = found.end()
        elif text.startswith("(*", at):
            end = text.find("*)", at + 2)
            if end < 0:
                raise ParseError(
                    "the comment that opens here with `(*` is never closed",
                    hint="close it with `*)`, or put a space between `(` and `*`",
                    span=source.span(at, at + 2),
                )
            at = end + 2
        else:
            break
    return at


def _token(source: SourceText, at: int, *, strict: bool) -> Token:
    text = source.text
    matches = ((kind, found) for kind, p in _PATTERNS if (found := p.match(text, at)))
    best = max(matches, key=lambda match: match[1].end(), default=None)  # max keeps the first
    if best is None:
        raise _unknown_character(source, at)
    kind, end = best[0], best[1].end()
    word = text[at:end]
    span = source.span(at, end)
    match kind:
        case "name" if word in KEYWORDS:
            return Token("keyword", _SYNONYMS.get(word, word), at, end)
        case "name" if strict and not PLAIN_NAME.match(word):
            raise _odd_name(word, span)
        case "string" if word[0] == "'":
            raise ParseError(
                "a string in single quotes stops MonPoly",
                hint=f'write it in double quotes: `"{word[1:-1]}"`',
                span=span,
            )
        case "string":
            return Token(kind, word[1:-1], at, end)
        case "fraction":
            raise ParseError(f"`{word}` is not a whole number", span=span)
        case "int" if len(word) > _DIGITS_MAX or abs(int(word)) > INTEGER_MAX:
            raise ParseError(
                f"`{word[:24]}` is larger than {INTEGER_MAX}",
                hint="MonPoly would round it without a word",
                span=span,
            )
        case "symbol" if word in {"|>", "<|", "▷", "◁", "|", "?"}:
            raise ParseError(
                f"`{word}` is not supported",
                hint="`OR` joins two conditions; regular expressions over time are left out",
                span=span,
            )
        case "parameter":
            return Token(kind, word[1:], at, end)
        case _:
            return Token(kind, word, at, end)


def _odd_name(word: str, span: Span) -> ParseError:
    operator = next((c for c in "-/" if c in word), None)
    if operator is not None:
        hint = f"put spaces around `{operator}` if you mean arithmetic"
    elif '"' in word:
        hint = "put a space or a comma before the quote"
    else:
        hint = "a name has letters, digits, `_` and `'`, and begins with a letter"
    return ParseError(f"`{word}` is one name to MonPoly", hint=hint, span=span)


def _unknown_character(source: SourceText, at: int) -> ParseError:
    character = source.text[at]
    span = source.span(at, at + 1)
    if character in "\"'":
        return ParseError("the string that opens here is never closed", span=span)
    if character == "$":
        return ParseError("`$` must be followed by a parameter's name", span=span)
    if source.text.startswith("!=", at):
        return ParseError("`!=` is not in the language", hint="write `NOT x = y`", span=span)
    spelling = _OTHER_SPELLINGS.get(character)
    hint = f"write `{spelling}`" if spelling else ""
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    return ParseError(f"`{shown}` is not in the language", hint=hint, span=span)
