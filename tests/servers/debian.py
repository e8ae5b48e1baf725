"""Debian's packages, where the tests may install them."""

import os
import shutil
import subprocess


def install(package: str) -> bool:
    """Installs a package where this user may (root, on a Debian); whether it worked."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", package])
    runs = (subprocess.run(each, env=environment, check=False, capture_output=True) for each in commands)
    return all(run.returncode == 0 for run in runs)
