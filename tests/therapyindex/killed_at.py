"""A command that kills itself at one step: `python -m tests.therapyindex.killed_at before|after STEP ARGS...`.

STEP is a function as `module:name` or `module:Class.name`, as the code that calls it finds it.
"""

import os
import signal
import sys
from importlib import import_module
from typing import Any


def main() -> None:
    """Puts the step's deadly double in its place, and runs the command line."""
    moment, step, *arguments = sys.argv[1:]
    module, _, path = step.partition(":")
    *owners, name = path.split(".")
    owner: Any = import_module(module)
    for one in owners:
        owner = getattr(owner, one)
    real = getattr(owner, name)

    def deadly(*args: Any, **kwargs: Any) -> Any:
        if moment == "after":
            real(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, deadly)
    sys.argv = ["therapyindex", *arguments]
    from therapyindex.cli import main as run

    run()


if __name__ == "__main__":
    main()
