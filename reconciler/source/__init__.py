"""READING: a project's folder to neutral documents, with the place of everything written.

Imports model, codes and errors only. Knows neither kinds nor their fields.
"""

from reconciler.source.config import load_config
from reconciler.source.load import load
from reconciler.source.markdown import split
from reconciler.source.yaml import parse

__all__ = ["load", "load_config", "parse", "split"]
