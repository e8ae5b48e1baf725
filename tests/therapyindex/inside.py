"""The command line within this process: the same answers, without the start of a process for each command."""

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import Any
from unittest.mock import patch

from tests.therapyindex.running import Therapyindex
from therapyindex.cli import main


def inside(run: Therapyindex) -> "Inside":
    """The same data directory and engine within this process."""
    return Inside(run.data, run.env)


def apart(run: Therapyindex) -> Therapyindex:
    """The same data directory and engine, each command as a process of its own."""
    return Therapyindex(run.data, run.env)


class Inside(Therapyindex):
    """Runs commands on one data directory, where what is tested is not the process."""

    def __call__(self, *arguments: str, code: int = 0, **options: Any) -> "subprocess.CompletedProcess[str]":
        """Runs a command and checks its exit code, and that nobody is shown a traceback."""
        written = io.BytesIO(), io.BytesIO()
        out, err = (io.TextIOWrapper(one, encoding="utf-8", write_through=True) for one in written)
        with (
            patch.dict(os.environ, self.env, clear=True),
            patch.object(sys, "argv", ["therapyindex", *arguments]),
            patch.object(sys, "stdin", io.StringIO()),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            try:
                main()
            except SystemExit as end:
                ended = int(end.code or 0)
        stdout, stderr = (one.getvalue().decode() for one in written)
        assert ended == code, f"exit {ended}\n{stdout}\n{stderr}"
        assert "Traceback" not in stdout + stderr
        return subprocess.CompletedProcess(arguments, ended, stdout, stderr)
