"""A witness as a program, and asking one: files, HTTP, the clock."""

from provesafe.adapters.witnessing.asking import post
from provesafe.adapters.witnessing.keeping import Witness, begin_witness, open_witness
from provesafe.adapters.witnessing.serving import serve_witness

__all__ = ["Witness", "begin_witness", "open_witness", "post", "serve_witness"]
