"""Article bodies: Markdown or HTML -> block tree -> HTML; and the canonical form of bodies.

Pure: text in, values out. It knows nothing of files, of the API or of what is managed.
"""

from reconciler.content.blocks import blocks_of
from reconciler.content.canon import (
    CANON_VERSION,
    canonical,
    image_sources,
    replaced,
    sources,
    without_image_hosts,
)
from reconciler.content.carried import intercoms_markdown, markdown_of, to_markdown
from reconciler.content.markdown import take_title
from reconciler.content.outline import outline
from reconciler.content.render import render
from reconciler.content.tree import Note, Rendered

__all__ = [
    "CANON_VERSION",
    "Note",
    "Rendered",
    "blocks_of",
    "canonical",
    "image_sources",
    "intercoms_markdown",
    "markdown_of",
    "outline",
    "render",
    "replaced",
    "sources",
    "take_title",
    "to_markdown",
    "without_image_hosts",
]
