"""Two people's edits of the same text, put together."""
