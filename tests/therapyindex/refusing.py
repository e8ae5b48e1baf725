"""A command whose engine does not take one document: `python -m tests.therapyindex.refusing WORD ARGS...`.

Refused is every document whose record holds WORD; as an engine may for reasons of its own.
"""

import json
import sys
from typing import Any

from search.engines import elasticsearch_bulk, tantivy_writer


def main() -> None:
    """Puts the refusal in, and runs the command line."""
    word, *arguments = sys.argv[1:]
    for module in (elasticsearch_bulk, tantivy_writer):
        real = module.fault_of

        def refusing(document: Any, index: Any, real: Any = real) -> str | None:
            return "a fault that was put in" if word in json.dumps(document["record"]) else real(document, index)

        module.fault_of = refusing  # type: ignore[attr-defined]
    sys.argv = ["therapyindex", *arguments]
    from therapyindex.cli import main as run

    run()


if __name__ == "__main__":
    main()
