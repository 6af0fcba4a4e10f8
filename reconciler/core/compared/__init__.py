"""Each declared resource against what Intercom has and what the ledger remembers."""
