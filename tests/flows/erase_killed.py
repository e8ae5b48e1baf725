"""Erases as `tests.flows.erasing` has it, and dies: `python -m tests.flows.erase_killed DATA MOMENT`.

Moments are counted: each file that is opened for writing, renamed or removed, each commit before and after. With 0 it
lives, and says how many there were.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from flows.erase import erase
from search.settings import SearchSettings
from store.ledger import open_ledger
from store.optouts import load_optouts
from store.settings import StoreSettings

_CHANGES = ("os.rename", "os.remove", "os.rmdir", "os.truncate")


def main() -> None:
    """Counts and dies."""
    data, moment = Path(sys.argv[1]), int(sys.argv[2])
    passed = 0

    def pass_moment(*_: Any) -> None:
        nonlocal passed
        passed += 1
        if passed == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    def hear(name: str, arguments: tuple[Any, ...]) -> None:
        writes = name == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if name in _CHANGES or (writes and str(data) in str(arguments[0])):
            pass_moment()

    sys.addaudithook(hear)
    event.listen(Engine, "commit", pass_moment)
    store = StoreSettings(data=data)
    erase(store, [SearchSettings(index=data / "index")], load_optouts(open_ledger(store)))
    print(passed)


if __name__ == "__main__":
    main()
