"""Answers: decisions with their reasons, and the documented JSON of them."""

from provesafe.service.answers.decision import Decision, Opens, Reason, Remedy

__all__ = ["Decision", "Opens", "Reason", "Remedy"]
