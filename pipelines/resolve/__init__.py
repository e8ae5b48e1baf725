"""Whom pages mean: mentions -> therapists with an identity, their statements, approaches and provenance."""

from pipelines.resolve.resolve import Before, Resolved, resolve

__all__ = ["Before", "Resolved", "resolve"]
