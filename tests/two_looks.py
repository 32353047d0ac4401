"""A protocol small enough that its sets are seen at a glance: shown, looked at, handed over."""

TWO_LOOKS = """
[protocol]
id = "two-looks"
title = "Two looks"
about = "one hand-over"

[[role]]
id = "armorer"
say = "the armorer"

[[role]]
id = "first-ad"
say = "the first AD"

[[state]]
id = "inside"
kind = "so"
values = ["dummies", "live round"]

[[state]]
id = "shown"
kind = "believed"
expires_on = ["put-down"]

[[state]]
id = "looked"
kind = "believed"

[[state]]
id = "given"
kind = "seen"

[[step]]
id = "put-down"
by = "armorer"
say = "puts it down"
needs = { shown = "yes" }

[[step]]
id = "show"
by = "armorer"
say = "shows it"
detects = { inside = "live round" }
does = { shown = "yes" }

[[step]]
id = "look"
by = "first-ad"
say = "looks"
needs = { shown = "yes" }
detects = { inside = "live round" }
does = { looked = "yes" }

[[step]]
id = "give"
by = "armorer"
say = "hands it over"
needs = { looked = "yes" }
does = { given = "yes" }

[[failure]]
id = "live"
kind = "act"
say = "a live round gets in"
needs = { looked = "no" }
does = { inside = "live round" }
chance = { judgement = 0.1, factor = 1 }

[[failure]]
id = "not-shown"
kind = "skip"
at = "show"
say = "does not show it"
chance = { judgement = 0.2, factor = 1 }

[[failure]]
id = "no-look"
kind = "skip"
at = "look"
say = "does not look"
chance = { judgement = 0.3, factor = 1 }

[[failure]]
id = "late"
kind = "skip"
at = "show"
say = "comes late"

[[hazard]]
id = "h"
say = "a live round is handed over"
when = { given = "yes", inside = "live round" }
"""
