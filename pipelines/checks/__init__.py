"""What a new version must pass before it replaces the live one."""

from pipelines.checks.result import CheckResult

__all__ = ["CheckResult"]
