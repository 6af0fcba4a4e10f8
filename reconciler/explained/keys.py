"""The keys of the language that are no fields of Intercom: where each stands and what it says."""

from __future__ import annotations

from typing import NamedTuple

from reconciler.explained.page import Example, article, config, spec


class Key(NamedTuple):
    """`where`: resource, file of specs, entry of moved or removed, or reconciler.yaml."""

    where: str
    about: str
    example: Example


RESOURCE, SPECS, ENTRY, CONFIG = "any resource", "a file of specs", "an entry", "reconciler.yaml"
LIST = "a list of relations"

KEYS: dict[str, Key] = {
    "id": Key(
        RESOURCE, "It is this object of Intercom and no other.", spec('tags:\n  VIP: {id: "123"}\n')
    ),
    "new": Key(
        RESOURCE,
        "It is a new object, though another in Intercom looks alike.",
        spec("tags:\n  VIP: {new: true}\n"),
    ),
    "protect": Key(
        RESOURCE,
        "It is never removed, until protect: false was applied.",
        spec("tags:\n  VIP: {protect: true}\n"),
    ),
    "edited_in_intercom": Key(
        f"{RESOURCE}, a collection for all in it, {CONFIG}",
        "What becomes of edits made in Intercom: keep, refuse or overwrite; the nearest counts.",
        config("version: 1\nedited_in_intercom: keep\n"),
    ),
    "missing_translation": Key(
        f"{RESOURCE}, a collection for all in it, help_center of {CONFIG}",
        "What a page without a translation is: warn, error or ignore.",
        config("version: 1\nhelp_center: {locales: [en, fr], missing_translation: ignore}\n"),
    ),
    "stale_translation": Key(
        f"{RESOURCE}, a collection for all in it, help_center of {CONFIG}",
        "What a translation older than its original is: warn, refuse or ignore.",
        config("version: 1\nhelp_center: {locales: [en, fr], stale_translation: refuse}\n"),
    ),
    "reviewed": Key(
        RESOURCE,
        "Language: date on which its translation was found to hold still.",
        spec("collections:\n  start:\n    name: Start\n    reviewed: {fr: 2026-11-22}\n"),
    ),
    "for_each": Key(
        RESOURCE,
        "One resource for each row of a CSV or JSON Lines file, or item of "
        "a list; each names the row.",
        spec("tags:\n  '{{ each }} customer':\n    for_each: [emea, apac]\n"),
    ),
    "exactly": Key(
        LIST,
        "All items there shall be: what somebody else attached is taken off.",
        spec(
            "tags: {VIP: {}}\ncompanies:\n  acme:\n    company_id: acme\n"
            "    tags: {exactly: [VIP]}\n"
        ),
    ),
    "name": Key(
        "a Markdown file, a folder's _collection.yaml",
        "In a file it pins the resource's name; in a folder it is what people see.",
        article("---\nname: install\n---\n# Install\n\nText.\n"),
    ),
    "template": Key(
        f"{SPECS}, a Markdown file, a folder's _collection.yaml",
        "Whether {{ }} and {% %} are read there: true or false.",
        article("---\ntemplate: false\n---\n# Braces\n\nWrite {{ name }}.\n"),
    ),
    "moved": Key(
        SPECS,
        "Names that changed here; the objects stay, with everything below them.",
        spec("tags: {VIP: {}}\nmoved:\n  - {from: tag/vip-old, to: tag/VIP}\n"),
    ),
    "removed": Key(
        SPECS, "Names that are gone on purpose.", spec("removed:\n  - {ref: tag/Old}\n")
    ),
    "moved.from": Key(
        f"{ENTRY} of moved",
        "The old name, kind/name.",
        spec("tags: {VIP: {}}\nmoved:\n  - {from: tag/vip-old, to: tag/VIP}\n"),
    ),
    "moved.to": Key(
        f"{ENTRY} of moved",
        "The name of today, kind/name.",
        spec("tags: {VIP: {}}\nmoved:\n  - {from: tag/vip-old, to: tag/VIP}\n"),
    ),
    "removed.ref": Key(
        f"{ENTRY} of removed",
        "The name that is gone, kind/name.",
        spec("removed:\n  - {ref: tag/Old}\n"),
    ),
    "removed.delete": Key(
        f"{ENTRY} of removed",
        "The object is deleted, whatever on_remove says.",
        spec("removed:\n  - {ref: tag/Old, delete: true}\n"),
    ),
    "removed.release": Key(
        f"{ENTRY} of removed",
        "The object stays as it is and is managed no longer.",
        spec("removed:\n  - {ref: tag/Old, release: true}\n"),
    ),
    "removed.locale": Key(
        f"{ENTRY} of removed",
        "Only this language of it is gone.",
        spec("removed:\n  - {ref: article/install, locale: fr}\n"),
    ),
    "removed.redirect": Key(
        f"{ENTRY} of removed",
        "The article that readers of the old address are led to; from 2.16.",
        {
            **config('version: 1\nworkspaces: {production: {api_version: "2.16"}}\n'),
            **spec(
                "articles: {new: {title: New}}\n"
                "removed:\n  - {ref: article/old, redirect: article/new}\n"
            ),
        },
    ),
    "messages": Key(
        SPECS,
        "Rules of what is sent to whom, by `deliver` alone: docs/deliveries.md.",
        spec(
            "messages:\n  trial:\n    where: custom_attributes.trial_ends = in 3 days\n"
            "    everyone: true\n    channel: in_app\n    body: Your trial ends soon.\n"
        ),
    ),
    "events": Key(
        SPECS,
        "Rules of which events contacts get, by `deliver` alone: docs/deliveries.md.",
        spec(
            'events:\n  trial-started:\n    where: ["role = user"]\n    everyone: true\n'
            "    at: 2026-12-01T09:00:00Z\n"
        ),
    ),
    "replies": Key(
        SPECS,
        "Rules of which conversations are answered, by `deliver` alone: docs/deliveries.md.",
        spec(
            'replies:\n  waiting:\n    where: ["open = true"]\n    since: 2026-12-01\n'
            "    from: ada@example.com\n    body: We are on it.\n"
        ),
    ),
    "version": Key(CONFIG, "Of the spec language: 1.", config("version: 1\n")),
    "specs": Key(
        CONFIG, "The folder of the specs; specs by default.", config("version: 1\nspecs: specs\n")
    ),
    "help_center": Key(
        CONFIG,
        "Languages of the help center and what is said about them.",
        config("version: 1\nhelp_center: {locales: [en, fr]}\n"),
    ),
    "help_center.locales": Key(
        f"help_center of {CONFIG}",
        "The languages; the first is the default one.",
        config("version: 1\nhelp_center: {locales: [en, fr]}\n"),
    ),
    "help_center.repository": Key(
        f"help_center of {CONFIG}",
        "The address of this repository, for links to files that are no pages.",
        config("version: 1\nhelp_center:\n  repository: https://github.com/acme/docs\n"),
    ),
    "help_center.branch": Key(
        f"help_center of {CONFIG}",
        "The branch that such links lead to; by default the one that the host shows first.",
        config(
            "version: 1\nhelp_center:\n  repository: https://github.com/acme/docs\n  branch: main\n"
        ),
    ),
    "defaults": Key(
        CONFIG,
        "Values that a create needs and a resource leaves out, by kind.",
        config("version: 1\ndefaults: {articles: {state: published}}\n"),
    ),
    "on_remove": Key(
        CONFIG,
        "What becomes of objects that are no longer declared, by kind.",
        config("version: 1\non_remove: {tags: delete, articles: unpublish}\n"),
    ),
    "vars": Key(
        f"{CONFIG}, a workspace in it",
        "Names that templates see.",
        config("version: 1\nvars: {product: Acme}\n"),
    ),
    "workspaces": Key(
        CONFIG,
        "The workspaces that are planned and applied to; the first is meant where none is named.",
        config("version: 1\nworkspaces:\n  production: {app_id: ab12cd34}\n"),
    ),
    "workspaces.app_id": Key(
        f"a workspace in {CONFIG}",
        "Which workspace it is; a token of another is refused.",
        config("version: 1\nworkspaces: {production: {app_id: ab12cd34}}\n"),
    ),
    "workspaces.region": Key(
        f"a workspace in {CONFIG}",
        "Where it is hosted: us, eu or au.",
        config("version: 1\nworkspaces: {production: {region: eu}}\n"),
    ),
    "workspaces.api_version": Key(
        f"a workspace in {CONFIG}",
        "The version of the API, 2.11 to 2.16.",
        config('version: 1\nworkspaces: {production: {api_version: "2.16"}}\n'),
    ),
    "sources": Key(
        CONFIG,
        "Folders of an existing docs repository, by kind and language.",
        {
            **config("version: 1\nsources: {articles: {en: docs, preset: plain}}\n"),
            "docs/install.md": "# Install\n\nText.\n",
        },
    ),
    "sources.preset": Key(
        f"sources of {CONFIG}",
        "The tool that the repository is written for.",
        {
            **config("version: 1\nsources: {articles: {en: docs, preset: mkdocs}}\n"),
            "docs/install.md": "# Install\n\nText.\n",
        },
    ),
    "assets": Key(
        CONFIG,
        "Where the local images of the project are served.",
        config("version: 1\nassets: {base_url: https://docs.example.com}\n"),
    ),
    "assets.base_url": Key(
        f"assets of {CONFIG}",
        "The address below which they are served.",
        config("version: 1\nassets: {base_url: https://docs.example.com}\n"),
    ),
    "assets.to": Key(
        f"assets of {CONFIG}",
        "Where they are brought by an apply.",
        config("version: 1\nassets: {base_url: https://docs.example.com, to: branch}\n"),
    ),
    "findings": Key(
        CONFIG,
        "Severity of findings in this project, by code.",
        config("version: 1\nfindings: {dead-link: error}\n"),
    ),
}
