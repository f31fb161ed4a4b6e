"""From claims to bounds: constraints, the solver, contradictions and order; no RDF, no files."""
