"""Documentation tools whose repositories are taken as they stand, one file each.

A preset says in the loader's own terms what its tool means. A new one is a file beside these
and a row of the table.
"""

from reconciler.source.presets.docusaurus import DOCUSAURUS
from reconciler.source.presets.hugo import HUGO
from reconciler.source.presets.mkdocs import MKDOCS
from reconciler.source.presets.preset import Preset, Read

PLAIN = Preset()
"""Folders are collections, front matter is ours: also the rule of the specs' own folders."""
PRESETS = {"plain": PLAIN, "docusaurus": DOCUSAURUS, "mkdocs": MKDOCS, "hugo": HUGO}

__all__ = ["PLAIN", "PRESETS", "Preset", "Read"]
