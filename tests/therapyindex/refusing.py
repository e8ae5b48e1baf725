"""A command whose engine does not take one document: `python -m tests.therapyindex.refusing WORD ARGS...`.

Refused is every document whose record holds WORD; as an engine may for reasons of its own.
"""

import json
import sys
from typing import Any

from index_config.schema import Unfit
from search.engines import elasticsearch_bulk, tantivy_writer


def main() -> None:
    """Puts the refusal in, and runs the command line."""
    word, *arguments = sys.argv[1:]
    fault_of, encoded = vars(tantivy_writer)["fault_of"], vars(elasticsearch_bulk)["encoded"]

    def found_fault(document: Any, index: Any) -> str | None:
        return (
            "a fault that was put in"
            if word in json.dumps(document["record"])
            else str(fault_of(document, index) or "") or None
        )

    def refused(document: Any, index: Any) -> bytes:
        if reason := found_fault(document, index):
            raise Unfit(reason)
        return bytes(encoded(document, index))

    vars(tantivy_writer)["fault_of"] = found_fault
    vars(elasticsearch_bulk)["encoded"] = refused
    sys.argv = ["therapyindex", *arguments]
    from therapyindex.cli import main as run

    run()


if __name__ == "__main__":
    main()
