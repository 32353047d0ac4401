"""The catalogue: whatever pages, scripts and rules say has every language, with the same put in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from provesafe import custody
from provesafe.adapters.saying import LANGUAGES, page_words, rule_words, say_in
from provesafe.adapters.web import names
from provesafe.adapters.web.house import role_name
from provesafe.service.onset import hour, listing
from tidy.said import script_texts, spoken_in, template_bare, template_texts
from tidy.source import ROOT, listed, planted
from tidy.words import CHARTER, SCREEN

WEB = ROOT / "src" / "provesafe" / "adapters" / "web"
SAYING = ROOT / "src" / "provesafe" / "adapters" / "saying"
SHEETS = ROOT / "src" / "provesafe" / "adapters" / "print" / "templates"
TEMPLATES = sorted((WEB / "templates").glob("*.html"))
SCRIPTS = (WEB / "static" / "live.js", WEB / "static" / "own" / "phone.js")
NOT_ON_SET = ("caseroom/", "api/", "joining/encrypting/", "serving/", "demo.py")
"""The case room is English; programs, terminals and the laptop's keeper are no crew."""
PRINTED = re.compile(r'\bsay\("([^"]+)"\)')
SLOT = re.compile(r"\{[^{}]*\}")
SHEET = ROOT / "src" / "provesafe" / "service" / "onset" / "sheet.py"
STEPS = re.compile(r"""[(\s]f?"([A-Z][^"\n]+\.)\"""")


def _known(language: str) -> set[str]:
    """What the catalogue has, by what stands around the slots."""
    return {SLOT.sub("{}", text) for text in page_words(language)}


def _unsaid(texts: Iterable[str], language: str) -> list[str]:
    known = _known(language)
    return sorted({one for one in texts if SLOT.sub("{}", one.replace("`", "")) not in known})


def _spoken() -> set[str]:
    found: set[str] = set()
    for file in sorted(WEB.rglob("*.py")):
        place = str(file.relative_to(WEB))
        if not place.startswith(NOT_ON_SET):
            found |= spoken_in(planted(place, file.read_text("utf-8")))
    return {one for one in found if re.search(r"[^\W\d_]{2}", SLOT.sub("", one))}


@pytest.mark.parametrize("file", sorted(SAYING.glob("*.txt")), ids=lambda file: file.stem)
def test_a_text_has_every_language_and_the_same_put_in(file: Path) -> None:
    """Each line has all languages, each puts in the same, none a word that screens never say."""
    lines = file.read_text("utf-8").splitlines()
    for line in lines:
        texts = line.split(" | ")
        assert len(texts) == len(LANGUAGES), line
        assert len({tuple(sorted(re.findall(r"\{\w+\}", text))) for text in texts}) == 1, line
        assert all(text.strip() == text and text for text in texts), line
        assert not [text for text in texts if CHARTER.search(text)], line
        assert not SCREEN.search(texts[0]), line
    assert len(lines) == len({line.split(" | ")[0] for line in lines})
    assert lines == sorted(lines)


@pytest.mark.parametrize("language", ["es", "fr"])
def test_no_page_says_anything_outside_the_catalogue(language: str) -> None:
    """Every text of every template, script and page module has its translation."""
    texts = {text for file in TEMPLATES for text in template_texts(file.read_text("utf-8"))}
    texts |= {text for file in SCRIPTS for text in script_texts(file.read_text("utf-8"))}
    assert len(texts) > 300
    assert not _unsaid(texts | _spoken(), language), listed(_unsaid(texts | _spoken(), language))


@pytest.mark.parametrize("language", ["es", "fr"])
def test_what_the_crew_holds_on_paper_has_every_language(language: str) -> None:
    """Badges, cards and plans say nothing outside the catalogue."""
    texts = {
        text
        for name in ("base", "badges", "cards", "plan")
        for text in PRINTED.findall((SHEETS / f"{name}.typ").read_text("utf-8"))
    }
    assert len(texts) > 15
    assert not _unsaid(texts, language), listed(_unsaid(texts, language))


def test_no_template_has_bare_words() -> None:
    """No template says a word that it does not ask the catalogue for."""
    bare = [f"{file.name}: {one}" for file in TEMPLATES for one in template_bare(file.read_text())]
    assert not bare, listed(bare)


@pytest.mark.parametrize("language", ["es", "fr"])
def test_acts_fields_values_and_roles_have_every_language(language: str) -> None:
    """What forms are made of (acts, fields, offered words, roles, groups) is translated."""
    acts = list(custody.VOCABULARY.values())
    fields = [field for act in acts for field in act.fields]
    texts = [
        *(names.act_name(act.name) for act in acts),
        *(names.field_name(field.name) for field in fields),
        *(names.value_name(one) for field in fields for one in (*field.values, *field.usual)),
        *(role_name(role) for role in custody.ROLES),
        *names.GROUPS.values(),
        *(said for _, said in (*names.KINDS, *names.MEANS)),
        hour.NOT_ASKED,
        *listing.ASIDE.values(),
        *STEPS.findall(SHEET.read_text("utf-8")),
    ]
    assert not _unsaid(texts, language), listed(_unsaid(texts, language))


@pytest.mark.parametrize("language", ["es", "fr"])
def test_every_shipped_rule_speaks_every_language(language: str) -> None:
    """What a rule says has its translation, by the rule's own sentence."""
    said = {
        rule["say"]["en"]
        for file in (ROOT / "src" / "provesafe" / "rulebooks").glob("*/rules/*.toml")
        for rule in tomllib.loads(file.read_text("utf-8")).get("rule", [])
    }
    assert len(said) > 150
    missing = sorted(said - set(rule_words(language)))
    assert not missing, listed(missing)


def test_what_was_put_together_elsewhere_is_known_by_its_words() -> None:
    """A message with something in it is said in the language; what was put in stays as it was."""
    say = say_in("es")
    told = say("something was entered about colt {x} meanwhile; nothing was entered by this press")
    assert told == "entretanto se anotó algo sobre colt {x}; con este toque no se anotó nada"
    assert say("{a} {b}", a="{b}", b="x") == "{b} x"
    assert say("what nobody translated") == "what nobody translated"
    assert say_in("xx")("The list") == "The list"


def test_an_open_point_is_said_from_its_rule_and_what_it_found() -> None:
    """A reason is the rule's sentence in the language with the finding put in, not a rendering."""
    point = {
        "say": "Cleo has not been shown colt-2 by Ada, so it counts as loaded.",
        "template": "{receiver} has not been shown {w} by {giver}, so it counts as loaded.",
        "spoken": {"receiver": "Cleo", "w": "colt-2", "giver": "Ada"},
        "mends": "Ada: show colt-2 to Cleo",
        "mend": {"who": "Ada", "act": "show", "whom": "Cleo", "things": ["colt-2"], "wait": 0},
    }
    assert names.point_said(point, say_in("en")) == point["say"]
    assert names.mends_said(point, say_in("en")) == point["mends"]
    said = names.point_said(point, say_in("fr"))
    assert said == "Ada n’a pas montré colt-2 à Cleo, donc elle compte comme chargée."
    assert names.mends_said(point, say_in("es")) == "Ada: Se enseñó, colt-2 → Cleo"


@pytest.mark.parametrize(
    ("template", "bare"),
    [
        ("<p>Not asked for</p>", ["Not asked for"]),
        ('<p>{{ _("Asked for") }} STOP <code>provesafe case</code></p>', []),
        ('<a aria-label="The way">{{ name }}</a>', ["The way"]),
        ('{{ "Two words" if one else _("x") }}', ["Two words"]),
        ("<p>{{ name }} leaves</p>", ["leaves"]),
    ],
)
def test_bare_words_are_found(template: str, bare: list[str]) -> None:
    """Words beside the catalogue are found in texts, in what is read aloud, in expressions."""
    assert template_bare(template) == bare


def test_what_a_module_says_is_found() -> None:
    """`say`, messages and errors of a page module are found, with slots for what is put in."""
    module = planted(
        "src/provesafe/adapters/web/x.py",
        'say("One {a}")\nraise AError(f"two `{b.c}`", hint="the third")\npage(title="Four five")\n',
    )
    assert spoken_in(module) == {"One {a}", "two `{c}`", "the third", "Four five"}
