"""Folders are collections and front matter is ours: also the rule of the specs' own folders."""

from __future__ import annotations

from reconciler.source.presets.preset import Preset

PRESET = Preset()
