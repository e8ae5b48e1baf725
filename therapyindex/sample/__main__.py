"""Serves the sample directory: `python -m therapyindex.sample`."""

from therapyindex.sample.directory.command import main

if __name__ == "__main__":
    main()
