"""Deciding: pure functions from values to values. No files, network, clock, environment."""
