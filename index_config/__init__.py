"""What an index is: fields, analysis, taxonomy, documents. Data first: the YAML lies beside the code that reads it."""
