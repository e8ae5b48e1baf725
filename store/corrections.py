"""corrections.yaml in the data directory: written by the operator, read by every run, never changed by us."""

from pathlib import Path
from typing import Any

import msgspec
import yaml

from records import Corrections
from records.errors import WrongUse

FILE = "corrections.yaml"


def load_corrections(data: Path) -> Corrections:
    """The corrections; none where there is no file. Raises WrongUse saying what is wrong with it and where."""
    path = data / FILE
    try:
        if not path.exists() and not path.is_symlink():  # a link that leads nowhere is no empty file
            return Corrections()
        content = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506  # a safe one
        return Corrections() if content is None else msgspec.convert(content, Corrections)
    except RecursionError:
        raise WrongUse(f"{path} cannot be read: it is nested too deeply") from None
    except (yaml.YAMLError, ValueError) as error:  # also no UTF-8, no date, no such field
        raise WrongUse(f"{path} cannot be read: {' '.join(str(error).split())}") from error
    except OSError as error:
        raise WrongUse(f"{path} cannot be read: {error.strerror}") from error


class _Loader(yaml.SafeLoader):
    """YAML in which no correction is lost unseen, and whose texts can be written again."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Refuses a key that stands twice: of two lists only the second would count."""
        names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise yaml.constructor.ConstructorError(None, None, f"{twice!r} stands twice", node.start_mark)
        return super().construct_mapping(node, deep)

    def construct_scalar(self, node: yaml.ScalarNode | yaml.MappingNode) -> Any:
        """Refuses half a character, which an escape can write."""
        if isinstance(node, yaml.ScalarNode):
            node.value.encode()
        return super().construct_scalar(node)
