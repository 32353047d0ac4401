"""A case in the forms other programs read: W3C PROV, schema.org with Web Annotation, tables."""

from provesafe.casefile.exports.claims import claims_document
from provesafe.casefile.exports.prov import prov_document
from provesafe.casefile.exports.tables import duties_csv, timesketch_csv
from provesafe.casefile.exports.withheld import sources_kept_from, without_words_of

__all__ = [
    "claims_document",
    "duties_csv",
    "prov_document",
    "sources_kept_from",
    "timesketch_csv",
    "without_words_of",
]
