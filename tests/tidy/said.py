"""What pages say to people: every text of templates, scripts and page modules, so that each can be
looked for in the catalogue of all languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tidy.source import Module

__all__ = ["script_texts", "spoken_in", "template_bare", "template_texts"]

_SAID = re.compile(r"""\b_\(\s*(?:"((?:[^"\\]|\\.)+)"|'((?:[^'\\]|\\.)+)')""")
_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_CLASS = re.compile(r"\{% block body_class %\}.*?\{% endblock %\}", re.DOTALL)
_UNREAD = re.compile(r"<(style|script|code)\b.*?</\1>|<!--.*?-->|<!doctype[^>]*>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_READ_ALOUD = re.compile(r"""\b(?:aria-label|title|placeholder|alt)="([^"]*)\"""")
_LITERAL = re.compile(r""""((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'""")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_NAMES = {"provesafe", "STOP", "QR", "PIN", "SHA", "iPhone", "Android", "Chrome", "Safari"}


def _found(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    for one in pattern.finditer(text):
        yield (one[1] if one[1] is not None else one[2]).replace('\\"', '"')


def template_texts(text: str) -> set[str]:
    """What a template asks the catalogue for."""
    return set(_found(_SAID, text))


def template_bare(text: str) -> list[str]:
    """What a template says that it asks no catalogue for."""
    text = _CLASS.sub("", text)
    read = _UNREAD.sub(" ", _JINJA.sub("\x00", text))
    bare = [*_READ_ALOUD.findall(read), *_TAG.sub("\x01", read).split("\x01")]
    pieces = [piece for one in bare for piece in one.split("\x00")]
    told = [piece.strip() for piece in pieces if set(_LETTERS.findall(piece)) - _NAMES]
    for shown in re.findall(r"\{\{(.*?)\}\}", text, re.DOTALL):
        rest = _SAID.sub("_(", shown)
        told += [one for one in _found(_LITERAL, rest) if " " in one.strip() or one[:1].isupper()]
    return told


def script_texts(text: str) -> set[str]:
    """What a script asks the catalogue for."""
    return {
        one.encode().decode("unicode_escape") if "\\u" in one else one
        for one in _found(_SAID, text)
    }


_SPOKEN = frozenset(
    {"heading", "words", "hint", "answer", "wrong", "title", "group", "said", "what", "why"}
)


def spoken_in(module: Module) -> set[str]:
    """What a page module says: `say("…")`, what it tells in a message, the errors it raises.

    A text with something put in reads `{name}` there, by the last name of the expression.
    """
    found: set[str] = set()
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        name = node.func.attr if isinstance(node.func, ast.Attribute) else name
        if name in ("say", "_") or name.endswith("Error"):
            found |= {one for arg in node.args[:1] if (one := _text(arg))}
        found |= {
            one
            for keyword in node.keywords
            if keyword.arg in _SPOKEN and (one := _text(keyword.value)) and " " in one
        }
    return found


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if not isinstance(node, ast.JoinedStr):
        return ""
    return "".join(
        str(one.value) if isinstance(one, ast.Constant) else "{" + _last(one) + "}"
        for one in node.values
    )


def _last(node: ast.expr) -> str:
    names = [one.id for one in ast.walk(node) if isinstance(one, ast.Name)]
    names += [one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)]
    return names[-1] if names else "what"
