"""Exports of a case: every place reads again, nothing is rated, a reader gets what is for them."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import jsonschema

from made_case import ARTICLE, made_case
from provesafe.casefile import (
    case_document,
    claims_document,
    duties_csv,
    prov_document,
    sources_kept_from,
    timesketch_csv,
    without_words_of,
)

# What a reader of the JSON-LD may count on; a rating of anything is not in it.
CLAIMS = {
    "type": "object",
    "required": ["@context", "@id", "@graph"],
    "properties": {
        "@graph": {
            "type": "array",
            "items": {
                "oneOf": [
                    {
                        "properties": {"@type": {"enum": ["Person", "Organization"]}},
                        "required": ["@id", "description"],
                    },
                    {
                        "properties": {
                            "@type": {"enum": ["Article", "CreativeWork", "DigitalDocument"]},
                            "identifier": {"pattern": "^sha256:[0-9a-f]{64}$"},
                        },
                        "required": ["@id", "identifier"],
                    },
                    {
                        "properties": {"@type": {"enum": ["Claim", "Quotation"]}},
                        "required": ["@id", "text", "additionalType"],
                        "additionalProperties": False,
                        "patternProperties": {
                            "^(@id|@type|text|appearance|isPartOf|additionalType|creator"
                            "|audience|isBasedOn|temporal)$": {}
                        },
                    },
                    {
                        "properties": {
                            "@type": {"const": "oa:Annotation"},
                            "oa:hasTarget": {
                                "properties": {
                                    "oa:hasSelector": {
                                        "prefixItems": [
                                            {"required": ["oa:start", "oa:end"]},
                                            {"required": ["oa:exact", "oa:prefix", "oa:suffix"]},
                                        ],
                                        "minItems": 2,
                                        "maxItems": 2,
                                    }
                                },
                                "required": ["oa:hasSource", "oa:hasSelector"],
                            },
                        },
                        "required": ["oa:hasBody", "oa:hasTarget"],
                    },
                ]
            },
        }
    },
}


def test_claims_have_their_shape_and_both_selectors_find_the_words() -> None:
    """The document fits its schema, and position and quote selectors lead to the same words."""
    document = claims_document(made_case())
    jsonschema.Draft202012Validator(CLAIMS).validate(document)
    found = 0
    for node in document["@graph"]:
        if node["@type"] != "oa:Annotation":
            continue
        position, quote = node["oa:hasTarget"]["oa:hasSelector"]
        exact = ARTICLE[position["oa:start"] : position["oa:end"]]
        assert exact == quote["oa:exact"]
        around = quote["oa:prefix"] + exact + quote["oa:suffix"]
        assert ARTICLE.count(around) == 1
        found += 1
    assert found == 7
    assert "rating" not in json.dumps(document).lower()
    kinds = [node["@type"] for node in document["@graph"]]
    assert (kinds.count("Quotation"), kinds.count("Claim")) == (1, 5)


def test_a_table_for_timesketch_has_what_can_be_placed_and_nothing_else() -> None:
    """Each row has a moment that some line allows; an event that no line places is not in it."""
    text = timesketch_csv(made_case(), moment=lambda minute: f"m{minute}")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["event_kind"] for row in rows] == ["discharge", "realisation"]
    assert rows[0]["datetime"] == rows[0]["latest_possible"] == "m29540691"
    assert rows[0]["timestamp_desc"] == "as entered"
    assert (rows[1]["datetime"], rows[1]["latest_possible"]) == ("m29540736", "m29540751")
    assert rows[1]["timestamp_desc"] == "earliest possible, by all lines together"


def test_the_table_of_duties_has_six_cells_and_no_formula() -> None:
    """Each duty is a row with its cells; what would be a formula in a spreadsheet is not one."""
    case = made_case()
    rows = list(csv.DictReader(io.StringIO(duties_csv(case))))
    assert rows[0]["said_not_done"] == "S1.C1"
    assert rows[0]["no_entry_record_open"] == "S2 entry 17"
    evil = replace(case.duties[0], title="=HYPERLINK(1)")
    rows = list(csv.DictReader(io.StringIO(duties_csv(replace(case, duties=(evil,))))))
    assert rows[0]["title"].startswith("'=")


def test_provenance_names_every_source_and_every_line() -> None:
    """Each line is quoted from its source and attributed to whoever observed it or passed it on."""
    case = made_case()
    document = prov_document(case)
    assert len(document["entity"]) == len(case.sources) + len(case.accounts)
    quoted = [
        one["prov:generatedEntity"]
        for one in document["wasDerivedFrom"].values()
        if one.get("prov:type", {}).get("$") == "prov:Quotation"
    ]
    assert len(quoted) == len(case.accounts)
    assert document == prov_document(case)
    assert document["actedOnBehalfOf"]["_:actedOnBehalfOf1"] == {
        "prov:delegate": "ps:party-p3",
        "prov:responsible": "ps:party-p1",
    }


def test_a_protected_source_gives_no_word_to_whoever_it_is_not_for() -> None:
    """What is for the parties is kept from anyone else; a protected one from all, copies too."""
    case = made_case()
    first, second = case.sources
    for protection, kept_from in (("parties", {"anyone"}), ("protected", {"anyone", "parties"})):
        guarded = replace(
            case,
            sources=(
                replace(first, protection=protection),  # type: ignore[arg-type]
                second,
                replace(first, id="S3", copy_of="S1"),
            ),
        )
        for reader in ("anyone", "parties"):
            kept = sources_kept_from(guarded, reader)
            assert kept == (frozenset({"S1", "S3"}) if reader in kept_from else frozenset())
            text = json.dumps(case_document(without_words_of(guarded, kept)), ensure_ascii=False)
            for words in ("handed it to me", "had been told it was empty", "Cleo Vane"):
                assert (words in text) is (reader not in kept_from)
            assert "went off" in text
