"""What can go wrong in front of a user: one clear line, and the exit code that goes with it."""

STOPPED = "stopped; what was done so far is kept, run the command again to go on."
"""What people read who stop a command."""


class TherapyIndexError(Exception):
    """Could not: the message says what to do. Exit code 1."""

    exit_code = 1


class WrongUse(TherapyIndexError):
    """The user asked for something that cannot be. Exit code 2."""

    exit_code = 2


class BadParameter(WrongUse):
    """A value that a parameter does not take; `parameter` is its contract name, `nearest` what was perhaps meant."""

    def __init__(self, parameter: str, message: str, nearest: list[str] | None = None) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.nearest = nearest or []


class CursorGone(BadParameter):
    """The version in which a cursor goes on is not kept any more: start again from the first page."""

    def __init__(self) -> None:
        super().__init__("cursor", "the index has moved on since: start again from the first page.")


class NothingPublished(TherapyIndexError):
    """No version is live."""


class EngineUnavailable(TherapyIndexError):
    """The search engine does not answer, or answers nonsense."""


class IsLive(EngineUnavailable):
    """A version that was to be deleted is live: what was known of it is out of date."""


class FeedGone(TherapyIndexError):
    """The change feed does not reach back so far: a new export has to be taken."""


class LedgerUnavailable(TherapyIndexError):
    """The ledger cannot be read or written."""


class Unreadable(TherapyIndexError):
    """A run, or a file of one or of the change feed, is gone, damaged or of another shape."""


class DataTooNew(TherapyIndexError):
    """The data directory was written by a newer version."""


class Busy(TherapyIndexError):
    """Another process holds the lease."""
