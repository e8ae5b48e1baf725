"""The outside systems of the tests: real ones, started here and stopped here."""
