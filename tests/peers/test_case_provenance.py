"""The provenance of a case, as a library that we did not write reads it."""

from __future__ import annotations

import json

from prov.model import ProvDocument

from made_case import made_case
from provesafe.casefile import by_role, prov_document


def test_the_library_of_the_standard_reads_it_and_writes_the_same() -> None:
    """`prov` takes the PROV-JSON, writes PROV-N, and what it writes back is the same document."""
    for case in (made_case(), by_role(made_case())):
        read = ProvDocument.deserialize(content=json.dumps(prov_document(case)), format="json")
        assert len(list(read.get_records())) > 40
        again = ProvDocument.deserialize(content=read.serialize(format="json"), format="json")
        assert again == read
        notation = read.get_provn()
        assert "actedOnBehalfOf(ps:party-p3, ps:party-p1" in notation
        assert "prov:type='prov:Quotation'" in notation
