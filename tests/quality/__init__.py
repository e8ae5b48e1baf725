"""How well pages and people are understood, measured on what no code was written for."""
