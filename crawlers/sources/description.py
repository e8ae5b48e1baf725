"""Reading a YAML description, and saying where it is wrong: the file, the line, the key."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import msgspec
import yaml
from msgspec import Struct

from records.errors import WrongUse

_Described = TypeVar("_Described", bound=Struct)

_PATH = re.compile(r"`\$\.?([^`]*)`")
_NAMED = re.compile(r"field `([^`]+)`")
_LARGEST = 1_000_000  # bytes


def read_description(
    path: Path, kind: type[_Described], faults: Callable[[_Described, Path], Iterable[tuple[str, str]]]
) -> _Described:
    """What the file describes. `faults` gives (key, what is wrong) of a well-typed description.

    Raises WrongUse naming the line and the key of the first fault.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise WrongUse(f"{path.name} does not describe a source: it is larger than {_LARGEST:,} bytes.")
        text = path.read_text(encoding="utf-8")
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        _check_keys(tree, set())
        described = msgspec.convert(yaml.safe_load(text), kind)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, LookupError, AttributeError, TypeError) as error:
        raise WrongUse(f"{path.name} does not describe a source: {_line(error)}.") from error
    except OSError as error:
        raise WrongUse(f"{path.name} cannot be read: {error.strerror}.") from error
    except (msgspec.ValidationError, ValueError, re.error) as error:
        keys = _keys(str(error))
        raise WrongUse(f"{path.name} does not describe a source: {_place(tree, keys)}{_line(error)}.") from error
    for key, wrong in faults(described, path):
        raise WrongUse(f"{path.name} does not describe a source: {_place(tree, key.split('.'))}{key} {wrong}.")
    return described


def _check_keys(node: yaml.Node | None, seen: set[int]) -> None:
    """Raises ValueError for a key that stands twice: YAML's readers would take the last one without a word."""
    if id(node) in seen:  # an alias; many of them would be a bomb
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        held: set[str] = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in held:
                raise ValueError(f"line {key.start_mark.line + 1}: {key.value} stands there twice")
            held.add(key.value)
    for child in node.value if isinstance(node, yaml.CollectionNode) else ():
        for one in child if isinstance(child, tuple) else (child,):
            _check_keys(one, seen)


def _line(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".")


def _keys(message: str) -> list[str]:
    """The path to the faulty key in a message of msgspec."""
    path = _PATH.search(message)
    keys = [key for key in re.split(r"[.\[\]]+", path[1]) if key] if path else []
    named = _NAMED.search(message)
    return [*keys, named[1]] if named else keys


def _place(node: yaml.Node | None, keys: list[str]) -> str:
    """The line of the innermost key that can be found, counted from 1."""
    line = None
    for key in keys:
        if not isinstance(node, yaml.MappingNode):
            break
        pair = next((pair for pair in node.value if pair[0].value == key), None)
        if pair is None:
            break
        line, node = pair[0].start_mark.line + 1, pair[1]
    return f"line {line}: " if line else ""
