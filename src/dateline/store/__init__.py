"""Where a knowledge base is kept: the only place that knows an engine."""
