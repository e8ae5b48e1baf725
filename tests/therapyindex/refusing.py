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
    encoded = vars(elasticsearch_bulk)["encoded"]

    def refused(document: Any, *how: Any) -> bytes:
        if word in json.dumps(document["record"]):
            raise Unfit("a fault that was put in")
        return bytes(encoded(document, *how))

    for module in (tantivy_writer, elasticsearch_bulk):
        vars(module)["encoded"] = refused
    sys.argv = ["therapyindex", *arguments]
    from therapyindex.cli import main as run

    run()


if __name__ == "__main__":
    main()
