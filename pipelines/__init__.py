"""Understand: archived page -> extract -> clean mention -> resolved therapist. Pure functions only."""
