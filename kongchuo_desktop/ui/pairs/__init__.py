"""一帮一: who helps whom, proposals, promises kept, plans."""
