"""Engines: who runs the shards. An engine moves specs out and receipts back, and knows nothing else of the work."""
