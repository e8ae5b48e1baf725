"""corrections.yaml in the data directory: written by the operator, read by every run, never changed by us."""

from pathlib import Path

import msgspec
import yaml

from records import Corrections
from records.errors import WrongUse

FILE = "corrections.yaml"


def load_corrections(data: Path) -> Corrections:
    """The corrections; none where there is no file. Raises WrongUse saying what is wrong with it and where."""
    path = data / FILE
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return msgspec.convert(content or {}, Corrections)
    except FileNotFoundError:
        return Corrections()
    except (yaml.YAMLError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise WrongUse(f"{path} cannot be read: {' '.join(str(error).split())}") from error
    except OSError as error:
        raise WrongUse(f"{path} cannot be read: {error.strerror}") from error
