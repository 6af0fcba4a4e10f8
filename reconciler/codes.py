"""The table of finding codes: stable names, default severity, what each means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from reconciler.model import Finding, Pos, Severity


class Code(NamedTuple):
    """fixed: nobody may change its severity, because it protects what somebody wrote."""

    severity: Severity
    meaning: str
    fixed: bool = False
    since: str = "0.1.0"

    @property
    def adjustable(self) -> bool:
        """What is an error is not read; lowered, it would be planned as removed."""
        return self.severity != "error" and not self.fixed


CODES: dict[str, Code] = {
    # reading files
    "file-empty": Code("error", "A file of specs holds nothing at all."),
    "file-unreadable": Code("error", "The file cannot be read."),
    "file-encoding": Code("error", "The file is not UTF-8 text."),
    "file-too-large": Code("error", "The file is larger than a spec may be."),
    "file-outside-root": Code("error", "The path leads out of the project's folder."),
    "file-ignored": Code("warning", "The file lies in a managed folder, but is not read."),
    "no-project": Code("error", "There is no reconciler.yaml and no specs folder here."),
    "conflict-markers": Code("error", "Both sides of a conflict stand in the file."),
    "yaml-syntax": Code("error", "The YAML cannot be parsed."),
    "yaml-duplicate-key": Code("error", "A key is written twice in one mapping."),
    "yaml-alias": Code("error", "Anchors, aliases and tags are not part of the spec language."),
    "yaml-braces": Code("error", "An unquoted {{ starts a YAML mapping, not a template."),
    "yaml-shape": Code("error", "A mapping is expected here."),
    "front-matter": Code("error", "The front matter is not closed or not a mapping."),
    # configuration
    "config-key": Code("error", "reconciler.yaml has no such key."),
    "config-value": Code("error", "A value in reconciler.yaml is not valid."),
    "not-in-files": Code("error", "Whoever runs it chooses this, never a file under review."),
    # findings that a comment ignores
    "ignore-reason": Code("warning", "A comment ignores a finding without a reason.", fixed=True),
    "ignore-refused": Code("warning", "A comment ignores what cannot be ignored.", fixed=True),
    "ignore-unused": Code("warning", "A comment ignores a finding that is not there."),
    # the simulator
    "fault-script": Code("error", "A fault script of the simulator is not valid."),
    # templates
    "template-syntax": Code("error", "The template cannot be parsed."),
    "template-undefined": Code("error", "The template uses a name that is not defined."),
    "template-failed": Code("error", "The template failed while it was rendered."),
    "template-limit": Code("error", "The template takes too long or makes too much text."),
    "include-missing": Code("error", "The included file does not exist."),
    # rows of data
    "data-missing": Code("error", "for_each names no data that may be read."),
    "data-syntax": Code("error", "The CSV or JSON Lines cannot be read as rows and columns."),
    "data-column": Code("error", "A column has no name, has it twice, or is not there."),
    "data-row": Code("error", "A row does not fit the columns, or gives no name."),
    "data-empty": Code("error", "A file of data has no row at all."),
    "data-limit": Code("error", "The data is more than one run may make resources of."),
    # resources
    "unknown-kind": Code("error", "There is no such kind."),
    "unknown-field": Code("error", "The kind has no such field."),
    "missing-field": Code("error", "A required field is missing."),
    "wrong-type": Code("error", "The value does not have the type of the field."),
    "bad-choice": Code("error", "The value is not one of the choices."),
    "bare-key": Code("error", "A key without a value is neither empty nor null."),
    "invalid-field": Code("error", "The value breaks a rule of the kind."),
    "version-field": Code("error", "The API version of the workspace does not have this field."),
    "duplicate-name": Code("error", "Two resources of a kind have the same name."),
    "personal-name": Code("error", "The name of a person's resource is personal data."),
    "duplicate-key": Code("error", "Two resources would be the same object in Intercom."),
    "missing-reference": Code("error", "The name refers to nothing that is declared."),
    "reference-cycle": Code("error", "The references form a circle."),
    "too-deep": Code("error", "Intercom nests collections at most three levels deep."),
    "unknown-locale": Code("error", "The language is not declared in help_center.locales."),
    "moved-declared": Code("error", "The old name of a move is still declared."),
    "moved-nowhere": Code("error", "The new name of a move is not declared."),
    "moved-cycle": Code("error", "Moves lead back to where they began."),
    "removed-declared": Code("error", "What is to be removed is still declared."),
    "translation-source": Code("error", "A translation has no original beside it."),
    "missing-translation": Code("warning", "A declared language is missing."),
    "folded-folders": Code("note", "Folders deeper than three levels fold into the third."),
    "foreign-front-matter": Code("note", "Front matter of another tool is left alone."),
    "foreign-syntax": Code("warning", "Another tool's syntax says nothing in an article."),
    "no-title": Code("error", "The page has neither a title nor a first heading."),
    # queries
    "query-syntax": Code("error", "The query cannot be read."),
    "query-field": Code("error", "Intercom cannot search by this field."),
    "query-operator": Code("error", "The operator is not valid for the type of the field."),
    "query-value": Code("error", "The value does not fit the type of the field."),
    "query-limit": Code("error", "Intercom takes no query of this size."),
    # bodies
    "body-refused": Code("error", "Intercom would refuse this part of the body."),
    "body-changed": Code("warning", "Intercom cannot show this part of the body as written."),
    "dead-link": Code("warning", "The link leads to no file of the project."),
    "dead-anchor": Code("warning", "The link leads to no heading of its page."),
    "unreachable-link": Code("warning", "Nothing answers at the address of a link or an image."),
    "dead-image": Code("warning", "The image is no file of the project."),
    "unusable-file": Code("warning", "The image or file is nothing that can be served."),
    "image-without-host": Code("error", "A local image needs an address to be served from."),
    # planning
    "unknown-attribute": Code("error", "Neither declared nor present in Intercom."),
    "unknown-teammate": Code("error", "No teammate of the workspace has this e-mail address."),
    "ambiguous": Code("error", "Several objects in Intercom could be meant."),
    "ambiguous-live": Code(
        "note", "Objects in Intercom share the key that names them.", fixed=True
    ),
    "immutable": Code("error", "Intercom does not let this field change."),
    "taken": Code("error", "Intercom already uses this name for something else."),
    "busy": Code("warning", "The object must not be written now.", fixed=True),
    "conflict": Code("warning", "Edited both here and in Intercom.", fixed=True),
    "not-pulled": Code(
        "warning", "An edit made in Intercom cannot be taken into the file.", fixed=True
    ),
    "order": Code("note", "Siblings stand in the order of their creation.", fixed=True),
    "staged": Code("note", "Staged, and not published yet.", fixed=True),
    "held-back": Code("note", "Due, but held back while texts are staged.", fixed=True),
    "move-proposed": Code("note", "Planned as a move, because the two are alike.", fixed=True),
    "moved-unowned": Code("note", "Nothing is owned here under the names of the move.", fixed=True),
    "stale-translation": Code(
        "warning", "A translation is older than what it translates.", fixed=True
    ),
    "translation-left": Code(
        "note", "A language is no longer declared, and stays in Intercom.", fixed=True
    ),
    "draft-link": Code("warning", "A link to a draft has no address yet.", fixed=True),
    "not-removed": Code("warning", "The removal is refused.", fixed=True),
    "scope": Code("note", "Selected or left out by --only and --exclude.", fixed=True),
    # delivering
    "everybody": Code("error", "A rule does not say whether it means everybody."),
    "not-delivered": Code("warning", "Somebody who was due was sent nothing.", fixed=True),
    # applying
    "unserved-file": Code("error", "An image or file is not reachable where it is served from."),
    "api-refused": Code("error", "Intercom refused the call."),
    "credentials": Code("error", "The token is wrong or lacks a scope."),
    "moved-on": Code("error", "The object changed after it was planned."),
    "blocked": Code("error", "Something that had to come first failed."),
    "uncertain": Code("error", "A call was sent and its answer never came."),
    "form-misread": Code("warning", "Intercom read Markdown otherwise; HTML is sent instead."),
    "dropped": Code("warning", "Intercom stored something else than was sent.", fixed=True),
    "anchors-lost": Code("warning", "Links to headings lead to the top of a page.", fixed=True),
    "not-empty": Code("error", "After the apply this is still not as declared."),
    "not-approved": Code("note", "Due, but not part of the approved plan.", fixed=True),
    "not-due": Code("warning", "Approved, but no longer due as approved.", fixed=True),
}


def finding(
    code: str,
    message: str,
    pos: Pos | None = None,
    *,
    path: str = "",
    hint: str = "",
    severity: Severity | None = None,
) -> Finding:
    """A finding of the table; KeyError for a code that is not in it.

    hint: the way out at this place; an error without one says that of its page.
    """
    grave = severity or CODES[code].severity
    return Finding(
        code, grave, message, pos, path, hint or (_way_out(code) if grave == "error" else "")
    )


def _way_out(code: str) -> str:
    from reconciler.explained import EXPLAINED  # noqa: PLC0415 - only where something is wrong

    return EXPLAINED[code].out


def about(code: str) -> str | None:
    """The page of a code in Markdown, for `explain` and for docs/codes; None for no code."""
    from reconciler.explained import EXPLAINED  # noqa: PLC0415 - 30 kB that only this needs

    row = CODES.get(code)
    return EXPLAINED[code].page(code, row.meaning, _facts(row)) if row else None


def details(code: str) -> dict[str, Any]:
    """The same as plain values, for programs; KeyError for no code."""
    from reconciler.explained import EXPLAINED  # noqa: PLC0415 - as above

    row = CODES[code]
    facts = {"code": code, **row._asdict(), "adjustable": row.adjustable}
    return facts | EXPLAINED[code]._asdict()


def _facts(row: Code) -> str:
    if row.adjustable:
        may = "it can be adjusted and ignored"
    elif row.severity == "error":
        may = "it cannot be lowered, because what is wrong is not read"
    else:
        may = "it cannot be adjusted here, because somebody's work depends on it"
    return f"{row.severity.capitalize()}, since {row.since}; {may}."


def failed(findings: Iterable[Finding]) -> bool:
    return any(one.severity == "error" for one in findings)
