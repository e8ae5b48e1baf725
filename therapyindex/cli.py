"""The command line: one command per thing a person does, errors as one clear line."""

import errno
import os
import sys
from collections.abc import Iterable

import typer
from typer.exceptions import TyperException

from records.charset import is_unicode
from records.errors import STOPPED, TherapyIndexError, WrongUse
from therapyindex.commands import answer, gather, look, optout, publish

INTERRUPTED = 130  # 128 + SIGINT, as in every shell

app = typer.Typer(
    name="therapyindex",
    help="A nightly pipeline and an approach search for therapist directories.",
    epilog='Start with: therapyindex demo, then: therapyindex search "relational home"',
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
for room in (gather, publish, optout, answer, look):
    room.register(app)


def main() -> None:
    """Runs the command line; exit code 0 = done, 1 = could not, 2 = wrong use."""
    try:
        _check_text(sys.argv[1:])
        # By itself typer shows a wrong use as a box of several lines; without arguments it shows the help.
        code = app(prog_name="therapyindex", standalone_mode=len(sys.argv) == 1)
    except TherapyIndexError as error:
        _fail(str(error), error.exit_code)
    except TyperException as error:
        command = getattr(getattr(error, "ctx", None), "command_path", app.info.name)
        message = error.format_message()
        _fail(f"{message}{'' if message.endswith(('.', '?')) else '.'} See {command} --help.", 2)
    except typer.Abort:  # Ctrl-C at a question
        _fail(STOPPED, INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our answer went away: nothing is left to say, and nobody to say it to
        sys.exit(0)
    except OSError as error:
        where = f" {error.filename}" if error.filename else ""
        hint = {errno.ENOSPC: ": make room on the disk", errno.EROFS: ": choose a writable --data"}
        _fail(f"{error.strerror or error}{where}{hint.get(error.errno or 0, '')}.", 1)
    except Exception as error:
        if os.environ.get("THERAPYINDEX_DEBUG"):
            raise
        _fail(f"a fault of therapyindex itself: {type(error).__name__}: {error} (THERAPYINDEX_DEBUG=1 shows where).", 1)
    if code == INTERRUPTED:  # what typer makes of Ctrl-C
        _fail(STOPPED, INTERRUPTED)
    sys.exit(code)


def _check_text(arguments: Iterable[str]) -> None:
    """Raises WrongUse for an argument that is no text.

    Also for a path, though Linux takes such names: our answers, the ledger and JSON name paths, and all are UTF-8.
    """
    for argument in arguments:
        if not is_unicode(argument):
            shown = ascii(os.fsencode(argument))[1:]
            raise WrongUse(f"the argument {shown} is no text in UTF-8: write it anew, or rename the file.")


def _fail(message: str, code: int) -> None:
    typer.echo(f"error: {message}", err=True)
    sys.exit(code)
