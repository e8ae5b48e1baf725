"""What a check came to."""

from typing import Literal

from msgspec import Struct

Outcome = Literal["passed", "failed", "accepted", "not applicable"]


class CheckResult(Struct, frozen=True, kw_only=True):
    """One check of one `subject` (a source, an index, a field; None: all): its figure, its limit and why it is so.

    `accepted`: it failed and the operator overrode it. `not applicable`: there was nothing to look at.
    """

    check: str
    subject: str | None = None
    outcome: Outcome
    figure: float | None = None
    limit: float | None = None
    reason: str

    @property
    def line(self) -> str:
        """The result as a sentence for people."""
        return f"{self.check}{f' ({self.subject})' if self.subject else ''}: {self.reason}"
