"""A world for the command line."""

from tests.scenarios.conftest import newest, patient

__all__ = ["newest", "patient"]
