"""The tables of the kinds and live objects in words: help, JSON Schema, specs."""
