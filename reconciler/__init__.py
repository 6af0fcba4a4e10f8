"""Keep an Intercom workspace in git."""

__version__ = "0.1.0"
