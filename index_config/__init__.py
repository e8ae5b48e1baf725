"""What an index is: its fields, its analysis, its taxonomy, the shape of its documents. Data first: YAML beside its reader."""
