"""Codes of what is declared: resources, their fields and names, translations, bodies."""

from __future__ import annotations

from reconciler.explained.page import Explained, article, spec

RESOURCES = {
    "unknown-kind": Explained(
        "Everything below the key would be left out.",
        "Use the plural name of a kind; the message names one that is near.",
        spec("tag:\n  vip:\n"),
        spec("tags:\n  vip:\n"),
    ),
    "unknown-field": Explained(
        "A field with a typing mistake would never reach Intercom.",
        "Correct the name; `reconciler explain KIND` lists the fields.",
        spec("tags:\n  vip: {nmae: VIP}\n"),
        spec("tags:\n  vip: {name: VIP}\n"),
    ),
    "missing-field": Explained(
        "Intercom would refuse to create it, in the middle of an apply.",
        "Write the field, or set it for all in `defaults` of reconciler.yaml.",
        spec("companies:\n  acme: {name: Acme}\n"),
        spec("companies:\n  acme: {company_id: acme-1, name: Acme}\n"),
    ),
    "wrong-type": Explained(
        "Intercom refuses the value, or stores something else than was meant.",
        "Write a value of the type that the message names.",
        spec("companies:\n  acme: {company_id: acme-1, size: many}\n"),
        spec("companies:\n  acme: {company_id: acme-1, size: 120}\n"),
    ),
    "bad-choice": Explained(
        "Intercom knows no other values and would refuse the call.",
        "Use one of the values that the message names.",
        spec("data_attributes:\n  tier: {model: company, data_type: text}\n"),
        spec("data_attributes:\n  tier: {model: company, data_type: string}\n"),
    ),
    "bare-key": Explained(
        "It can mean three things: leave it, make it empty, clear it.",
        'Leave the key out, write `""` for empty, or `null` to clear it.',
        spec("companies:\n  acme: {company_id: acme-1, plan: }\n"),
        spec("companies:\n  acme: {company_id: acme-1, plan: null}\n"),
    ),
    "invalid-field": Explained(
        "Intercom would refuse the call, in the middle of an apply.",
        "The message states the rule.",
        spec("data_attributes:\n"
             "  tier: {model: company, data_type: options, options: [one]}\n"),
        spec("data_attributes:\n"
             "  tier: {model: company, data_type: options, options: [one, two]}\n"),
    ),
    "version-field": Explained(
        "An older API ignores the field without a word.",
        "Raise `api_version` of the workspace, or take the field away.",
    ),
    "personal-name": Explained(
        "Names stand in plans, pull requests, ledgers and logs; people's data must not.",
        'Name contacts by your own ids. In rows: `"{{ each.id }}"` instead of their e-mail.',
        spec("contacts:\n  ann@example.com: {email: ann@example.com}\n"),
        spec("contacts:\n  c-1: {email: ann@example.com}\n"),
    ),
    "duplicate-name": Explained(
        "The name is the identity; two of one name would overwrite each other at every apply.",
        "Give one of them another name; what people see may stay the same.",
        {"specs/a.yaml": "tags:\n  vip:\n", "specs/b.yaml": "tags:\n  vip:\n"},
        {"specs/a.yaml": "tags:\n  vip:\n", "specs/b.yaml": "tags:\n  press:\n"},
    ),
    "duplicate-key": Explained(
        "Both would be the same object in Intercom, and the second would overwrite the first.",
        "Change one of the two values; for tags, case makes no difference.",
        spec("tags:\n  vip: {name: VIP}\n  important: {name: vip}\n"),
        spec("tags:\n  vip: {name: VIP}\n  important: {name: Important}\n"),
    ),
    "missing-reference": Explained(
        "Intercom would be asked for something that is not there, in the middle of an apply.",
        "Declare it, or correct the name; the message names one that is near.",
        spec("tags:\n  vip:\ncompanies:\n  acme: {company_id: acme-1, tags: [vipp]}\n"),
        spec("tags:\n  vip:\ncompanies:\n  acme: {company_id: acme-1, tags: [vip]}\n"),
    ),
    "reference-cycle": Explained(
        "None of them can be created first.",
        "Take one of the references away; the message prints the whole circle.",
        spec("collections:\n  a: {name: A, parent: b}\n  b: {name: B, parent: a}\n"),
        spec("collections:\n  a: {name: A, parent: b}\n  b: {name: B}\n"),
    ),
    "too-deep": Explained(
        "Intercom's help center shows three levels and refuses a fourth.",
        "Move it up, or join two levels.",
        spec("collections:\n  a: {name: A}\n  b: {name: B, parent: a}\n"
             "  c: {name: C, parent: b}\n  d: {name: D, parent: c}\n"),
        spec("collections:\n  a: {name: A}\n  b: {name: B, parent: a}\n"
             "  c: {name: C, parent: b}\n  d: {name: D, parent: b}\n"),
    ),
    "unknown-locale": Explained(
        "The page would be published as an article of its own, beside the one it translates.",
        "Declare the language in `help_center.locales`, or rename the file.",
        {"specs/articles/a.md": "# A\n\nText.\n", "specs/articles/a.it.md": "# A\n\nTesto.\n"},
        {"specs/articles/a.md": "# A\n\nText.\n", "specs/articles/a.fr.md": "# A\n\nTexte.\n"},
    ),
    "moved-declared": Explained(
        "An object cannot be both moved away and still be there.",
        "Rename the resource itself, or take the entry away.",
        spec("tags:\n  old:\n  new:\nmoved:\n  - {from: tag/old, to: tag/new}\n"),
        spec("tags:\n  new:\nmoved:\n  - {from: tag/old, to: tag/new}\n"),
    ),
    "moved-nowhere": Explained(
        "Without its new name the object would be planned as removed.",
        "Declare the new name, list it under `removed:`, or take the entry away.",
        spec("tags:\n  new:\nmoved:\n  - {from: tag/old, to: tag/nwe}\n"),
        spec("tags:\n  new:\nmoved:\n  - {from: tag/old, to: tag/new}\n"),
    ),
    "moved-cycle": Explained(
        "Which name is the present one, nobody can tell.",
        "Take the oldest of these entries away.",
        spec("moved:\n  - {from: tag/a, to: tag/b}\n  - {from: tag/b, to: tag/a}\n"),
        spec("tags:\n  b:\nmoved:\n  - {from: tag/a, to: tag/b}\n"),
    ),
    "removed-declared": Explained(
        "It is asked for and to be taken away at once.",
        "Take it out of the specs, or take the entry away.",
        spec("tags:\n  vip:\nremoved:\n  - {ref: tag/vip}\n"),
        spec("removed:\n  - {ref: tag/vip}\n"),
    ),
    "translation-source": Explained(
        "Intercom keeps translations inside of an article; without it there is nowhere to put one.",
        "Add the original in the default language beside it.",
        {"specs/articles/install.fr.md": "# Installer\n\nTexte.\n"},
        {"specs/articles/install.md": "# Install\n\nText.\n",
         "specs/articles/install.fr.md": "# Installer\n\nTexte.\n"},
    ),
    "missing-translation": Explained(
        "Readers of that language get the default language, or nothing.",
        "Add the file of the language, or set `help_center.missing_translation: ignore`.",
        article("# Install\n\nText.\n"),
        {"specs/articles/install.md": "# Install\n\nText.\n",
         "specs/articles/install.fr.md": "# Installer\n\nTexte.\n"},
    ),
    "stale-translation": Explained(
        "Readers of that language get what was true before.",
        "Translate what changed. Where the translation still holds, write or change "
        "`reviewed: {fr: 2026-11-22}` in the original; or set "
        "`help_center.stale_translation: ignore`.",
    ),
    "folded-folders": Explained(
        "Intercom nests collections three levels deep, so what is deeper moves up.",
        "Nothing, where that is as you like it; else have fewer levels of folders.",
        {"specs/articles/a/b/c/d/page.md": "# Page\n\nText.\n"},
        {"specs/articles/a/b/c/page.md": "# Page\n\nText.\n"},
    ),
    "foreign-front-matter": Explained(
        "The key means something to another tool and nothing here.",
        "Nothing; take the key away where no other tool needs it.",
    ),
    "foreign-syntax": Explained(
        "Readers see the text without what the other tool makes of it.",
        "Look at the pages that it names; write in Markdown what must not be lost.",
        {"reconciler.yaml": "sources: {articles: {en: docs, preset: hugo}}\n",
         "docs/install.md": "# Install\n\n{{< youtube abc >}}\n\nText.\n"},
        {"reconciler.yaml": "sources: {articles: {en: docs, preset: hugo}}\n",
         "docs/install.md": "# Install\n\nText.\n"},
    ),
    "no-title": Explained(
        "Intercom has no article without a title.",
        "Write `title:` in the front matter, or begin the page with a `# heading`.",
        article("Copy the snippet.\n"),
        article("# Install\n\nCopy the snippet.\n"),
    ),
    "body-refused": Explained(
        "Intercom would refuse the whole article because of this part.",
        "Write it as the message says.",
    ),
    "body-changed": Explained(
        "Intercom has no such thing in an article; readers see something simpler.",
        "Write it in a form that Intercom keeps, or leave it, where that is good enough.",
        article("# Install\n\n> Wise words\n"),
        article("# Install\n\nWise words\n"),
    ),
    "dead-link": Explained(
        "Readers who follow it land nowhere; only the text of the link is written.",
        "Correct the path to the file, or write the full address. Links to files that are no pages "
        "need `help_center.repository`, the address of the repository on the web.",
        article("# Install\n\nSee [more](more.md).\n"),
        article("# Install\n\nSee [more](https://example.com/more).\n"),
    ),
    "dead-anchor": Explained(
        "Readers who follow it land at the top of a page, and look for what they were promised.",
        "Write the heading's text in lower case, with a dash for each space; or an id that it has.",
        article("# Install\n\nSee [why](#reasons).\n\n## The reason\n\nBecause.\n"),
        article("# Install\n\nSee [why](#the-reason).\n\n## The reason\n\nBecause.\n"),
    ),
    "unreachable-link": Explained(
        "Readers who follow it find nothing; an article with such an image is refused whole. Only "
        "`validate --check-links` asks: each address once, politely, and never a private one.",
        "Correct the address, or take the link away; `reconciler: ignore` keeps it with a reason.",
    ),
    "dead-image": Explained(
        "Intercom refuses an article whose image it cannot fetch, so the image is left out.",
        "Correct the path; upper and lower case count, also where your disk does not care.",
        {"reconciler.yaml": "assets: {base_url: 'https://cdn.example.com/docs'}\n",
         "specs/articles/install.md": "# Install\n\n![](Screen.svg)\n",
         "specs/articles/screen.svg": "<svg></svg>\n"},
        {"reconciler.yaml": "assets: {base_url: 'https://cdn.example.com/docs'}\n",
         "specs/articles/install.md": "# Install\n\n![](screen.svg)\n",
         "specs/articles/screen.svg": "<svg></svg>\n"},
    ),
    "unusable-file": Explained(
        "Intercom takes PNG, JPEG, GIF and SVG, of a size that people can load. What a file is, is "
        "read from its content. An SVG with scripts must not reach anybody's browser.",
        "Save it as one of these, or make it smaller; until then it is left out.",
        {"reconciler.yaml": "assets: {base_url: 'https://cdn.example.com/docs'}\n",
         "specs/articles/install.md": "# Install\n\n![](screen.svg)\n",
         "specs/articles/screen.svg": "<svg onload='alert(1)'></svg>\n"},
        {"reconciler.yaml": "assets: {base_url: 'https://cdn.example.com/docs'}\n",
         "specs/articles/install.md": "# Install\n\n![](screen.svg)\n",
         "specs/articles/screen.svg": "<svg></svg>\n"},
    ),
    "image-without-host": Explained(
        "Intercom fetches images from the web; it cannot reach a file of yours.",
        "Say in `reconciler.yaml` where the project's files are served (`assets: {base_url: ..}`), "
        "or let `apply` upload them: `assets: {to: branch}` for a branch of the repository, "
        "`assets: {to: store}` for an object store. Or write a full address.",
        article("# Install\n\n![](screen.png)\n"),
        article("# Install\n\n![](https://example.com/screen.png)\n"),
    ),
}  # fmt: skip
