"""Documentation tools whose repositories are taken as they stand, one file each.

A preset says in the loader's own terms what its tool means. A new one is a file beside these
with a PRESET, and its name here.
"""

from functools import cache
from importlib import import_module

from reconciler.source.presets.preset import Preset, Read, merged

PRESETS = ("plain", "docusaurus", "mkdocs", "hugo", "intercom-github", "intercom-help-sync")


@cache
def preset(name: str) -> Preset:
    """The preset of a name of the table, read only where its tool is used; plain for none."""
    module = (name or PRESETS[0]).replace("-", "_")
    found: Preset = import_module(f"{__name__}.{module}").PRESET
    return found


__all__ = ["PRESETS", "Preset", "Read", "merged", "preset"]
