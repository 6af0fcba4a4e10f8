"""The addresses on the web that a project links to, and what is found out about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from reconciler.codes import finding
from reconciler.core.declared.severity import place, weighed
from reconciler.workflow.project import Project

CODE = "unreachable-link"
Check = Callable[[Iterable[str]], Mapping[str, str]]
"""Addresses -> those that lead nowhere, with the reason."""


def with_checked_links(project: Project, check: Check) -> Project:
    """The project with a finding at each place that links to where nothing answers."""
    places = [one for each in project.desired.values() for one in each.outside]
    dead = check(dict.fromkeys(url for url, _ in places))
    found = [finding(CODE, f"{url} {dead[url]}", pos) for url, pos in places if url in dead]
    comments = [replace(one, codes=(CODE,)) for one in project.documents.suppressions
                if CODE in one.codes]  # fmt: skip
    judged = weighed(found, project.config.findings, comments)
    findings = tuple(sorted((*project.findings, *judged.findings), key=place))
    return replace(project, findings=findings, ignored=(*project.ignored, *judged.ignored))
