"""The worlds that deliveries happen in."""

from tests.scenarios.conftest import newest, patient, world

__all__ = ["newest", "patient", "world"]
