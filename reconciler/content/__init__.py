"""Article bodies: Markdown or HTML -> block tree -> HTML; and the canonical form of bodies.

Pure: text in, values out. It knows nothing of files, of the API or of what is managed.
"""

from reconciler.content.accept import as_written
from reconciler.content.again import Sent, rendered
from reconciler.content.anchors import (
    IN_PAGE_LINK,
    Anchor,
    Headings,
    anchors,
    fragment_of,
    heading_id,
    identified,
    keyed,
    leads_nowhere,
    slug,
    unanchored,
)
from reconciler.content.blocks import blocks_of
from reconciler.content.canon import (
    canonical,
    image_sources,
    replaced,
    sources,
    without_image_hosts,
)
from reconciler.content.carried import intercoms_markdown, markdown_of, to_markdown
from reconciler.content.emit import emit as html_of
from reconciler.content.losses import Loss, losses
from reconciler.content.markdown import take_title
from reconciler.content.outline import outline
from reconciler.content.parse import tree_of
from reconciler.content.placed import Part, Placed, placed
from reconciler.content.render import render
from reconciler.content.tree import Blocks, Headline, Note, Rendered
from reconciler.content.urls import unsigned

__all__ = [
    "IN_PAGE_LINK",
    "Anchor",
    "Blocks",
    "Headings",
    "Headline",
    "Loss",
    "Note",
    "Part",
    "Placed",
    "Rendered",
    "Sent",
    "anchors",
    "as_written",
    "blocks_of",
    "canonical",
    "fragment_of",
    "heading_id",
    "html_of",
    "identified",
    "image_sources",
    "intercoms_markdown",
    "keyed",
    "leads_nowhere",
    "losses",
    "markdown_of",
    "outline",
    "placed",
    "render",
    "rendered",
    "replaced",
    "slug",
    "sources",
    "take_title",
    "to_markdown",
    "tree_of",
    "unanchored",
    "unsigned",
    "without_image_hosts",
]
