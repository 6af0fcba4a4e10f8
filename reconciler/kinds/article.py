"""Articles of the help center.

Author and state travel with every update: the API stamps a new author where it is left
out (reported), and a state left out publishes or not depending on a pending draft.
"""

from __future__ import annotations

from reconciler.kinds import codecs
from reconciler.model import (
    KEEP,
    OWN,
    Call,
    Drafts,
    Field,
    Files,
    Keys,
    Kind,
    Later,
    Listing,
    Ref,
    Removal,
    Request,
    Twin,
    Versions,
)  # fmt: skip

TITLE = Field("title", required=True)
DESCRIPTION = Field("description", doc="One line below the title in lists.")
BODY = Field("body", codec=codecs.BODY, form=codecs.MARKDOWN, ref="article", soft=True)
STATE = Field("state", choices=("draft", "published"), always=True, default="draft")
AUTHOR = Field("author", wire="author_id", ref="admin", ids=(int, int), always=True, default=OWN)


def expand(article: Ref, tag: Ref, wanted: bool) -> Request:
    if wanted:
        return Request("POST", "/articles/{id}/tags", {"id": Later(tag)}, article)
    return Request("DELETE", "/articles/{id}/tags/{tag}", None, article, {"tag": tag})


KIND = Kind(
    name="article",
    plural="articles",
    key=("parent", "title"),
    fields=(
        TITLE,
        DESCRIPTION,
        BODY,
        AUTHOR,
        STATE,
        Field("parent", wire="parent_id", ref="collection", ids=(int, str), codec=codecs.PARENT,
              beside={"parent_type": "collection"},
              doc="The collection it lies in; by default that of its folder."),
        Field("translations", "map", wire="translated_content", keys=Keys("locale"),
              of=(TITLE, DESCRIPTION, BODY, AUTHOR, STATE)),
        Field("tags", "list", ref="tag", relation=True, codec=codecs.EMBEDDED, since="2.16"),
    ),
    listing=Listing("/articles", pages=True, per_page=50),
    get="/articles/{id}",
    versions=Versions("/articles/{id}/versions", since="2.16"),
    create=Call("POST", "/articles"),
    update=Call("PUT", "/articles/{id}"),
    delete=Call("DELETE", "/articles/{id}"),
    on_remove=(Removal("unpublish", {"state": "draft"}), Removal("delete"), KEEP),
    files=Files("articles", folder_kind="collection", folder_field="parent", depth=3,
                folder_file="_collection.yaml"),
    ordered="parent",
    addressed={"state": "published"},
    drafts=Drafts(frozenset({"title", "description", "body"}),
                  Call("PUT", "/articles/{id}/draft"), Call("POST", "/articles/{id}/draft/publish"),
                  "/articles/{id}/draft", "has_unpublished_changes", "draft_updated_at", "2.16"),
    busy={"has_unpublished_changes": "has a draft in Intercom that is not published yet",
          "scheduled_publish_at": "is scheduled to be published in Intercom",
          "scheduled_unpublish_at": "is scheduled to be unpublished in Intercom"},
    expand=expand,
    twins=(Twin(("title",), "has the same title in another collection"),
           Twin(("body",), "has the same body under another title")),
)  # fmt: skip
