"""Reading data files; what is wrong with one is said in one line: the file, the line, and what."""

import re
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

import yaml
from msgspec import ValidationError, convert

from records.errors import TherapyIndexError

ROOT = Path(__file__).parent

Kind = TypeVar("Kind")

_PATH = re.compile(r"`\$\.?([^`]*)`")
_FIELD = re.compile(r"field `([^`]+)`")


def read_yaml(name: str, kind: type[Kind]) -> Kind:
    """The content of a data file, by its path below this room. Raises TherapyIndexError for what is none."""
    return load_yaml(ROOT / name, kind)


def load_yaml(path: Path, kind: type[Kind]) -> Kind:
    """The content of a file, of a kind. Raises TherapyIndexError for what is no such file."""
    content = load_any(path)
    try:
        return convert(content, kind)
    except ValidationError as error:
        keys, reason = _fault(content, kind) or ([], str(error))
        raise wrong(path, reason, _line(path, keys)) from error


def load_any(path: Path) -> Any:
    """The content of a file, whatever it is. Raises TherapyIndexError for what is no YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506  # a CSafeLoader, see above
    except OSError as error:
        raise wrong(path, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise wrong(path, "is no text in UTF-8") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = " ".join(filter(None, [error.context, error.problem]))
        raise wrong(path, reason, mark.line + 1 if mark else None) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # letters that YAML has not, dates that are none
        raise wrong(path, str(error)) from error


def wrong(path: Path, reason: str, line: int | None = None) -> TherapyIndexError:
    """The error for a file and what is wrong with it."""
    where = f"{path}, line {line}" if line else f"{path}"
    return TherapyIndexError(f"{where}: {' '.join(reason.split()).rstrip('.')}.")


class _Loader(yaml.CSafeLoader):
    """YAML in which no entry is lost unseen."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Refuses a key that stands twice: only the second would count."""
        held: set[Any] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in held:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value!r} stands twice", key.start_mark)
            held.add(key.value if isinstance(key, yaml.ScalarNode) else None)
        return super().construct_mapping(node, deep)


def _fault(content: Any, kind: Any) -> tuple[list[str], str] | None:
    """(the keys that lead to what is wrong, what it is); msgspec does not say the keys of a mapping."""
    if get_origin(kind) is dict and isinstance(content, dict):
        for key, value in content.items():
            if inner := _fault(value, get_args(kind)[1]):
                return [str(key), *inner[0]], f"{key}: {inner[1]}"
    try:
        convert(content, kind)
    except ValidationError as error:
        path = ".".join([*_PATH.findall(str(error)), *_FIELD.findall(str(error))])
        return [key for key in re.split(r"[.\[\]]+", path) if key], str(error)
    return None


def _line(path: Path, keys: list[str]) -> int | None:
    """The line, counted from 1, of the innermost of these keys that is there."""
    node, line = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader), None
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            pairs = [(name, value) for name, value in node.value if name.value == key]
        elif isinstance(node, yaml.SequenceNode) and key.isdigit():
            pairs = [(value, value) for value in node.value[int(key) :][:1]]
        else:
            break
        if not pairs:
            break
        named, node = pairs[0]
        line = named.start_mark.line + 1
    return line
