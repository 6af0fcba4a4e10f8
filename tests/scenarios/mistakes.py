"""Mistakes that people make, one a row: the file, what is written, what is found and where."""

from typing import NamedTuple


class Mistake(NamedTuple):
    """A file below specs/; text, or bytes as they lie on the disk."""

    path: str
    written: str | bytes
    code: str
    line: int
    column: int


def tag(name: str, code: str, line: int, column: int, written: str | bytes) -> Mistake:
    return Mistake(f"{name}.yaml", written, code, line, column)


BOMB = "tags:\n  a: &a [x, x]\n  b: &b [*a, *a]\n  c: [*b, *b]\n"
ENDLESS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
GROWING = "{{ 'x' * 999999999 }}"


def rows(path: str, code: str, line: int, column: int, data: str) -> tuple[Mistake, ...]:
    """A spec that makes companies of rows, and the rows, where the mistake is."""
    name = path.partition(".")[0]
    head = f"companies:\n  '{name}-{{{{ each.id }}}}':\n    for_each: _data/{path}\n"
    fields = "    company_id: '{{ each.id }}'\n    size: '{{ each.seats }}'\n"
    spec = tag(name, "", 0, 0, head + fields)
    return spec, Mistake(f"_data/{path}", data, code, line, column)


MISTAKES = (
    # the file itself
    tag("latin1", "file-encoding", 2, 16, "tags:\n  a: {name: Caf\xe9}\n".encode("latin-1")),
    tag("utf16", "file-encoding", 1, 1, "tags:\n  a:\n".encode("utf-16")),
    tag("nul", "file-encoding", 2, 4, b"tags:\n  a\x00:\n"),
    tag("nothing", "file-empty", 1, 1, " \n"),
    tag("huge", "file-too-large", 0, 0, b"#" * 50_000_000),
    Mistake("notes.txt", "no spec", "file-ignored", 0, 0),
    # YAML
    tag("indented", "yaml-syntax", 3, 4, "tags:\n  indented_a: {name: A1}\n   indented_b:\n"),
    tag("tab", "yaml-syntax", 2, 1, "tags:\n\ta:\n"),
    tag("open-list", "yaml-syntax", 2, 1, "tags: [\n"),
    tag("open-quote", "yaml-syntax", 2, 17, 'tags:\n  quote: {name: "Q}\n'),
    tag("colon", "yaml-syntax", 2, 21, "tags:\n  colon: {name: Sale: now}\n"),
    tag("two-documents", "yaml-syntax", 3, 1, "tags:\n  two:\n---\ntags:\n"),
    tag("control", "yaml-syntax", 2, 6, "tags:\n  con\x07trol:\n"),
    tag("duplicate", "yaml-duplicate-key", 3, 3, "tags:\n  twice:\n  twice:\n"),
    tag("anchor", "yaml-alias", 2, 11, "tags:\n  anchor: &anchor {name: Anchored}\n"),
    tag("bomb", "yaml-alias", 2, 6, BOMB),
    tag("yaml-tag", "yaml-alias", 2, 10, "tags:\n  typed: !!python/name:os.system x\n"),
    tag("braces", "yaml-braces", 2, 18, "tags:\n  braces: {name: {{ product }}}\n"),
    tag("list", "yaml-shape", 1, 1, "tags:\n  - listed\n"),
    tag("bare-text", "yaml-shape", 1, 1, "only words\n"),
    tag("deep", "yaml-shape", 2, 71, "tags:\n  deep: " + "[" * 100 + "]" * 100),
    # kinds, fields and values
    tag("kind", "unknown-kind", 1, 1, "\ufefftag:\n  a:\n"),
    tag("field", "unknown-field", 2, 11, "tags:\n  field: {nmae: x}\n"),
    tag("missing", "missing-field", 2, 3, "companies:\n  missing: {name: B}\n"),
    tag("type", "wrong-type", 2, 33, "companies:\n  type: {company_id: '1', size: many}\n"),
    tag("float", "wrong-type", 2, 34, "companies:\n  float: {company_id: '2', size: 1.5}\n"),
    tag("choice", "bad-choice", 2, 39, "data_attributes:\n  choice: {model: company, data_type: sting}\n"),
    tag("options", "invalid-field", 2, 45, "data_attributes:\n  one: {model: company, data_type: options, options: [one]}\n"),
    tag("bare", "bare-key", 2, 27, "companies:\n  bare: {company_id: '4', name: }\n"),
    tag("date", "wrong-type", 4, 57, "data_attributes:\n  renewal: {model: company, data_type: date}\n"
        "companies:\n  dated: {company_id: '5', custom_attributes: {renewal: 31.02.2026}}\n"),
    # references and identity
    tag("reference", "missing-reference", 2, 33, "companies:\n  ref: {company_id: '6', tags: [nowhere]}\n"),
    tag("cycle", "reference-cycle", 2, 3, "collections:\n  ca: {name: CA, parent: cb}\n  cb: {name: CB, parent: ca}\n"),
    tag("levels", "too-deep", 5, 18, "collections:\n  l1: {name: L1}\n  l2: {name: L2, parent: l1}\n"
        "  l3: {name: L3, parent: l2}\n  l4: {name: L4, parent: l3}\n"),
    tag("case-twins", "duplicate-key", 3, 14, "tags:\n  s1: {name: Same}\n  s2: {name: same}\n"),
    tag("twins", "duplicate-key", 3, 20, "companies:\n  t1: {company_id: same}\n  t2: {company_id: same}\n"),
    tag("name-1", "unknown-field", 2, 15, "tags:\n  once_more: {size: 1}\n"),
    tag("name-2", "duplicate-name", 2, 3, "tags:\n  once_more:\n"),
    tag("moved-declared", "moved-declared", 5, 12, "tags:\n  was:\n  is:\nmoved:\n  - {from: tag/was, to: tag/is}\n"),
    tag("moved-nowhere", "moved-nowhere", 2, 12, "moved:\n  - {from: tag/mn1, to: tag/mn2}\n"),
    tag("moved-cycle", "moved-cycle", 2, 12, "moved:\n  - {from: tag/mc1, to: tag/mc2}\n  - {from: tag/mc2, to: tag/mc1}\n"),
    tag("removed", "removed-declared", 4, 11, "tags:\n  gone:\nremoved:\n  - {ref: tag/gone}\n"),
    # templates
    tag("undefined", "template-undefined", 2, 25, 'tags:\n  undefined: {name: "{{ prodcut }}"}\n'),
    tag("endless", "template-limit", 2, 20, f'tags:\n  endless: {{name: "{ENDLESS}"}}\n'),
    Mistake("articles/syntax.md", "# B\n\n{% if product %}never closed\n", "template-syntax", 3, 1),
    Mistake("articles/growing.md", f"# C\n\n{GROWING}\n", "template-limit", 3, 1),
    Mistake("articles/no-partial.md", "# D\n\n{% include '_partials/none.md' %}\n", "include-missing", 3, 13),
    Mistake("articles/outside.md", "# E\n\n{% include '../../../etc/passwd' %}\n", "include-missing", 3, 13),
    Mistake("articles/zero.md", "# F\n\n{{ 1 / 0 }}\n", "template-failed", 3, 1),
    # articles
    Mistake("articles/empty.md", "", "no-title", 1, 1),
    Mistake("articles/untitled.md", "No title, only text.\n", "no-title", 1, 1),
    Mistake("articles/state.md", "---\ntitle: State\nstate: live\n---\nText\n", "bad-choice", 3, 8),
    Mistake("articles/front.md", "---\ntitle: C\n", "front-matter", 1, 1),
    Mistake("articles/image.md", "# Image\n\n![](picture.png)\n", "image-without-host", 3, 5),
    Mistake("articles/link.md", "# L\n\n\nSee [more](more.md).\n", "dead-link", 4, 12),
    Mistake("articles/orphan.fr.md", "# O\n\nTexte.\n", "translation-source", 1, 1),
    Mistake("articles/untitled.it.md", "# I\n\nTesto.\n", "unknown-locale", 1, 1),
    # rows of data
    tag("no-data", "data-missing", 3, 15, "companies:\n  'n-{{ each.id }}':\n    for_each: _data/none.csv\n    company_id: '{{ each.id }}'\n"),
    *rows("doubled.csv", "data-column", 1, 1, "id,seats,id\nd1,5,d2\n"),
    *rows("unnamed.csv", "data-column", 1, 1, "id,seats,\nu1,5,x\n"),
    *rows("semicolons.csv", "data-column", 1, 1, "id;seats\ns1;5\n"),
    *rows("short.csv", "data-row", 3, 1, "id,seats\nsh1,5\nsh2\n"),
    *rows("quote-in-row.csv", "data-syntax", 2, 1, 'id,seats\nq1,"5\n'),
    *rows("empty-cell.csv", "missing-field", 2, 1, "id,seats\n,5\n"),
    *rows("cell.csv", "wrong-type", 2, 4, "id,seats\nc1,many\n"),
    *rows("lines.jsonl", "data-syntax", 2, 8, '{"id": "l1", "seats": 5}\n{"id": \n'),
    tag("no-column", "data-column", 5, 20, "companies:\n  'nc-{{ each.id }}':\n    for_each: _data/cell.csv\n"
        "    company_id: 'nc-{{ each.id }}'\n    name: '{{ each.nmae }}'\n"),
    # comments that ignore
    tag("ignore", "ignore-refused", 1, 1, "# reconciler: ignore yaml-shape because we like it\n"),
    tag("ignore-why", "ignore-reason", 1, 1, "# reconciler: ignore file-ignored\n"),
)  # fmt: skip
"""Each is found beside all the others, in one run."""

FOLLOWING = {f"specs/{name}.yaml" for name in ("bomb", "deep", "open-list", "yaml-tag")}
"""Files whose one mistake makes several findings."""

CONFIG = (
    ("edited_in_intercon: keep", "config-key", 1),
    ("on_remove: {tags: archive}", "config-value", 19),
    ("ledger: elsewhere", "not-in-files", 1),
    ("assets: {base_url: http://example.com}", "config-value", 20),
    ("findings: {wrong-type: warning}", "config-value", 12),
)
"""Lines of reconciler.yaml, each with its code and column."""
