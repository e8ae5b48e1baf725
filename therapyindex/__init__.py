"""Open: the front door. The command line, the settings, and the bundled sample directory."""
