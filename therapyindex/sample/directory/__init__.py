"""A synthetic therapist directory: invented people on pages in real shapes, any size, from a seed number."""
