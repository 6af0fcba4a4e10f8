"""Specs to desired resources: names, types, rules, and every mistake with its place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reconciler.core.declared.configured import configured
from reconciler.core.declared.desired import Checked, desired
from reconciler.core.declared.references import references
from reconciler.core.declared.specs import specs
from reconciler.model import Finding, Link, Pos, Ref, Target
from reconciler.source import load
from tests.core.toys import KINDS

Read = Callable[..., Checked]
CONFIG = "version: 1\nhelp_center: {locales: [en, fr, de], missing_translation: ignore}\nassets: {base_url: https://cdn.test/x/}\n"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Writes files, reads them, and returns the desired side with all findings."""

    def read(version: str = "2.11", config: str = CONFIG, **files: str) -> Checked:
        (tmp_path / "reconciler.yaml").write_text(config, "utf-8")
        (tmp_path / "specs").mkdir(exist_ok=True)
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/")
            path = path if path.suffix else path.with_suffix(".yaml")
            path = tmp_path / "specs" / path.relative_to(tmp_path)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        documents = load(
            tmp_path, files={one.name: one.files for one in KINDS.values() if one.files}
        )
        found = specs(documents, KINDS)
        checked = desired(found.specs, KINDS, documents.config, version)
        findings = [*documents.findings, *configured(documents.config, KINDS), *found.findings,
                    *checked.findings, *references(checked.desired, KINDS)]  # fmt: skip
        return Checked(checked.desired, tuple(findings))

    return read


def problems(checked: Checked) -> list[tuple[str, str]]:
    return [(one.code, str(one.pos)) for one in checked.findings if one.severity == "error"]


def one_problem(checked: Checked) -> Finding:
    (found,) = [one for one in checked.findings if one.severity == "error"]
    return found


def test_the_name_defaults_to_the_key_and_scalars_are_read_by_their_field(read: Read) -> None:
    found = read(a="labels:\n  vip: {size: 3, code: 00123}\n  other:\n")
    vip = found.desired[Ref("label", "vip")]
    assert vip.fields == {"size": 3, "code": "00123", "name": "vip"}
    assert found.desired[Ref("label", "other")].fields == {"name": "other"}
    assert not found.findings


@pytest.mark.parametrize(
    ("text", "code", "pos", "says"),
    [
        ("labls:\n  a:\n", "unknown-kind", "1:1", "did you mean labels?"),
        ("people:\n  a:\n", "unknown-kind", "1:1", "there is no kind"),
        ("labels: 3\n", "yaml-shape", "1:1", "not a mapping"),
        ("labels:\n  a: 3\n", "yaml-shape", "2:3", "not a mapping"),
        ("labels:\n  a: {siez: 3}\n", "unknown-field", "2:7", "did you mean size?"),
        ("labels:\n  a: {zzz: 3}\n", "unknown-field", "2:7", "fields: name, size"),
        ("labels:\n  a: {protected: true}\n", "unknown-field", "2:7", "did you mean protect?"),
        ("labels:\n  a: {size: many}\n", "wrong-type", "2:13", "not a whole number"),
        ("labels:\n  a: {size: }\n", "bare-key", "2:7", "has no value"),
        ("labels:\n  a: {name: null}\n", "wrong-type", "2:7", "cannot be null"),
        ("labels:\n  a: {new: maybe}\n", "wrong-type", "2:12", "not true or false"),
        ("pages:\n  a: {text: x}\n", "missing-field", "2:3", "title is missing"),
        ("pages:\n  a: {title: A, state: live}\n", "bad-choice", "2:24", "choices: draft, published"),
        ("pages:\n  a: {title: A, state: drfat}\n", "bad-choice", "2:24", "did you mean draft?"),
        ("pages:\n  a: {title: A, words: x}\n", "wrong-type", "2:24", "is not a list"),
        ("pages:\n  a: {title: A, words: [{}]}\n", "wrong-type", "2:25", "is not text"),
        ("pages:\n  a: {title: A, box: b}\n", "missing-reference", "2:22", "declare it under boxes:"),
        ("boxes:\n  b: {name: B}\npages:\n  a: {title: A, box: bb}\n", "missing-reference", "4:22", "did you mean b?"),
        ("pages:\n  a: {title: A, labels: [vip]}\n", "missing-reference", "2:26", "label/vip"),
        ("pages:\n  a: {title: A, translations: {it: {title: I}}}\n", "unknown-locale", "2:32", "declare it in help_center"),
        ("pages:\n  a: {title: A, translations: {en: {title: I}}}\n", "unknown-locale", "2:32", "en is the default language"),
        ("pages:\n  a: {title: A, translations: {fr: x}}\n", "wrong-type", "2:31", "not a mapping"),
        ("pages:\n  a: {title: A, translations: {fr: {titel: x}}}\n", "unknown-field", "2:37", "did you mean title?"),
        ("pages:\n  a: {title: A, translations: null}\n", "wrong-type", "2:17", "cannot be null"),
        ("boxes:\n  b: {name: B, parent: b}\n", "reference-cycle", "2:3", "box/b -> box/b"),
        ("labels:\n  a:\n  b: {name: A}\n", "duplicate-key", "3:13", "rename one of them"),
    ],
)  # fmt: skip
def test_a_mistake_has_an_address(read: Read, text: str, code: str, pos: str, says: str) -> None:
    found = one_problem(read(a=text))
    assert (found.code, str(found.pos)) == (code, f"specs/a.yaml:{pos}")
    assert says in f"{found.message} {found.hint}"


def test_all_mistakes_are_found_in_one_run(read: Read) -> None:
    found = read(a="labels:\n  a: {siez: 3}\n  b: {size: x}\n", b="pages:\n  p: {text: x}\n")
    assert [code for code, _ in problems(found)] == ["unknown-field", "wrong-type", "missing-field"]


def test_a_longer_circle_is_printed_as_its_chain(read: Read) -> None:
    boxes = (
        "boxes:\n  a: {name: A, parent: c}\n  b: {name: B, parent: a}\n  c: {name: C, parent: b}\n"
    )
    assert "box/a -> box/c -> box/b -> box/a" in one_problem(read(a=boxes)).message


def test_too_deep_is_refused_with_the_chain(read: Read) -> None:
    boxes = "boxes:\n  a: {name: A}\n" + "".join(
        f"  {here}: {{name: N, parent: {above}}}\n"
        for above, here in zip("abc", "bcd", strict=True)
    )
    assert "4 levels deep (d in c in b in a)" in one_problem(read(a=boxes)).message


def test_the_same_name_twice_names_the_first_place(read: Read) -> None:
    found = one_problem(read(a="labels:\n  x:\n", b="labels:\n  x:\n"))
    assert (found.code, str(found.pos)) == ("duplicate-name", "specs/b.yaml:2:3")
    assert "specs/a.yaml:2:3" in found.message


def test_twins_that_intercom_allows_are_only_a_warning(read: Read) -> None:
    found = read(a="pages:\n  a: {title: A}\n  b: {title: A}\n  c: {title: A, id: 5}\n")
    assert [(one.code, one.severity) for one in found.findings] == [("duplicate-key", "warning")]


def test_id_new_and_protect_are_ours(read: Read) -> None:
    found = read(a="labels:\n  a: {id: 007, new: true, protect: false}\n  b: {id: 12}\n")
    one = found.desired[Ref("label", "a")]
    assert (one.id, one.new, one.protect) == ("007", True, False)
    assert found.desired[Ref("label", "b")].id == "12"
    assert found.desired[Ref("label", "b")].protect is None


def test_null_clears_and_empty_empties(read: Read) -> None:
    found = read(a='labels:\n  a: {size: null}\npages:\n  p: {title: P, text: "", words: []}\n')
    assert found.desired[Ref("label", "a")].fields["size"] is None
    assert found.desired[Ref("page", "p")].fields["text"] == ""
    assert not found.findings


def test_keys_of_an_open_map_go_by_their_declared_type(read: Read) -> None:
    found = read(a="labels:\n  score: {code: x}\n  other: {code: y}\n"
                   "pages:\n  p: {title: P, extra: {score: 12, other: 12, gone: null}}\n")  # fmt: skip
    page = found.desired[Ref("page", "p")]
    assert page.fields["extra"] == {"score": "12", "other": 12, "gone": None}
    assert page.refs == (Ref("label", "score"), Ref("person", "@me"))


def test_defaults_fill_what_a_create_needs(read: Read) -> None:
    config = CONFIG + "defaults: {pages: {state: published, owner: ada@x.test}}\n"
    found = read(config=config, a="pages:\n  p: {title: P, translations: {fr: {title: F}}}\n")
    assert found.desired[Ref("page", "p")].create == {
        "state": "published", "owner": "ada@x.test", "translations": {"fr": {"state": "published"}},
    }  # fmt: skip


def test_a_configuration_that_fits_no_kind_is_a_finding(read: Read) -> None:
    config = (
        CONFIG + "on_remove: {pages: burn, labls: keep}\ndefaults: {pages: {stat: x}, zzz: {}}\n"
    )
    found = read(config=config)
    assert [one.code for one in found.findings if one.code.startswith("config")] == [
        "config-value", "config-key", "config-key", "config-key",
    ]  # fmt: skip
    hints = [one.hint for one in found.findings if one.code.startswith("config")]
    assert hints == [
        "choices: unpublish, delete, keep", "did you mean labels?", "did you mean state?",
        "kinds: labels, boxes, pages",
    ]  # fmt: skip


# ---------------------------------------------------------------- text files


PAGE = "# The title\n\nSee [b](b.md#part).\n\n![](pic.png)\n"


def test_a_folder_of_pages_is_a_tree_of_boxes(read: Read) -> None:
    found = read(config=CONFIG.replace("ignore", "warn"), **{
        "pages__2-second__1-page.md": PAGE,
        "pages__2-second__b.md": "---\ntitle: B\nstate: published\n---\nText\n\n## Part\n",
        "pages__2-second__b.fr.md": "---\ntitle: Bé\n---\nTexte\n",
        "pages__1-first-box__deep__b.md": "# C\n",
        "pages__2-second___box.yaml": "name: Second\n",
    })  # fmt: skip
    assert list(found.desired) == [
        Ref("box", "first-box"), Ref("box", "first-box/deep"), Ref("box", "second"),
        Ref("page", "first-box/deep/b"), Ref("page", "second/page"), Ref("page", "second/b"),
    ]  # fmt: skip
    assert found.desired[Ref("box", "first-box")].fields["name"] == "First box"
    assert found.desired[Ref("box", "first-box/deep")].fields["parent"] == "first-box"
    assert found.desired[Ref("box", "second")].fields["name"] == "Second"
    page = found.desired[Ref("page", "second/page")]
    assert page.fields["title"] == "The title"
    assert page.fields["box"] == "second"
    assert 'href="reconciler:page/second/b#part"' in page.fields["text"]
    assert 'src="reconciler-file:specs/pages/2-second/pic.png#"' in page.fields["text"]
    assert page.links == (
        Link(Target(Ref("page", "second/b")), "part", Pos("specs/pages/2-second/1-page.md", 3, 9)),
    )
    other = found.desired[Ref("page", "second/b")]
    assert other.fields["translations"]["fr"]["title"] == "Bé"
    assert other.create["translations"]["fr"] == {"state": "published"}
    assert [(one.code, one.severity) for one in found.findings] == [
        ("missing-translation", "warning")
    ] * 3


def test_a_missing_translation_may_be_an_error_or_nothing(read: Read) -> None:
    files = {"pages__b.md": "# B\n", "pages__b.fr.md": "# B\n"}
    strict = CONFIG.replace("ignore", "error")
    assert one_problem(read(config=strict, **files)).code == "missing-translation"
    assert not read(**files).findings
    warned = read(config=CONFIG.replace("ignore", "warn"), **files)
    assert [one.message for one in warned.findings] == ["not translated to de"]


def test_a_written_name_and_box_win_over_the_path(read: Read) -> None:
    found = read(**{"pages__in__a.md": "---\nname: pinned\nbox: out\n---\n# A\n",
                    "b.yaml": "boxes:\n  out: {name: Out}\n"})  # fmt: skip
    assert found.desired[Ref("page", "pinned")].fields["box"] == "out"


@pytest.mark.parametrize(
    ("files", "code", "pos"),
    [
        ({"pages__a.md": "Text\n"}, "no-title", "specs/pages/a.md:1:1"),
        ({"pages__a.fr.md": "# A\n"}, "translation-source", "specs/pages/a.fr.md:1:1"),
        ({"pages__1-a.md": "# A\n", "pages__a.md": "# A\n"}, "duplicate-name", "specs/pages/a.md:1:1"),
        ({"pages__a.md": "# A\n", "pages__a.html": "---\ntitle: A\n---\n"}, "duplicate-name", "specs/pages/a.md:1:1"),
        ({"pages__a.md": "---\ntitel: A\n---\n# A\n"}, "unknown-field", "specs/pages/a.md:2:1"),
        ({"pages__a.md": "# A\n", "pages__a.fr.md": "---\nbox: x\n---\n# A\n"}, "unknown-field", "specs/pages/a.fr.md:2:1"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_page_has_an_address(
    read: Read, files: dict[str, str], code: str, pos: str
) -> None:
    found = one_problem(read(**files))
    assert (found.code, str(found.pos)) == (code, pos)


@pytest.mark.parametrize(
    ("text", "pos"),
    [
        ("# A\n\n[x](nowhere.md)\n", "3:5"),
        ("# A\n\n[x](reconciler:page/zzz)\n", "3:5"),
    ],
)
def test_a_dead_link_is_a_warning_and_keeps_its_text(read: Read, text: str, pos: str) -> None:
    found = read(**{"pages__a.md": text})
    assert [(one.code, str(one.pos)) for one in found.findings] == [
        ("dead-link", f"specs/pages/a.md:{pos}")
    ]
    assert found.desired[Ref("page", "a")].fields["text"] == "<p>x</p>"


def test_a_translation_into_an_undeclared_language_never_becomes_a_page(read: Read) -> None:
    found = one_problem(read(**{"pages__a.md": "# A\n", "pages__a.es.md": "# A\n"}))
    assert (found.code, str(found.pos)) == ("unknown-locale", "specs/pages/a.es.md:1:1")
    assert not read(
        **{"pages__a.es.md": "# E\n", "pages__a.md": "# A\n"}, config=CONFIG.replace("de]", "es]")
    ).findings
    assert read(**{"pages__v1.x.md": "# X\n"}).findings


def test_links_elsewhere_stay_as_they_are(read: Read) -> None:
    found = read(
        **{"pages__a.md": "# A\n\n[x](https://x.test/) [y](#part) [z](reconciler:page/a)\n"}
    )
    text = found.desired[Ref("page", "a")].fields["text"]
    assert 'href="https://x.test/"' in text
    assert 'href="reconciler:page/a"' in text


def test_a_local_image_needs_a_place_to_be_served_from(read: Read) -> None:
    bare = "version: 1\n"
    assert (
        one_problem(read(config=bare, **{"pages__a.md": "# A\n\n![](x.png)\n"})).code
        == "image-without-host"
    )
    found = one_problem(read(**{"pages__a.md": "# A\n\n![](../../../../x.png)\n"}))
    assert "outside the project" in found.message


def test_folders_below_the_third_level_fold_into_it(read: Read) -> None:
    found = read(**{"pages__a__b__c__d__e.md": "# E\n"})
    assert found.desired[Ref("page", "a/b/c/d/e")].fields["box"] == "a/b/c"
    assert [(one.code, one.severity) for one in found.findings] == [("folded-folders", "note")]


def test_an_existing_docs_repository_is_taken_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "reconciler.yaml").write_text("sources: {pages: {en: docs, preset: plain}}\n")
    (tmp_path / "docs" / "some-page.md").write_text("---\nsidebar: 3\n---\nNo title here {{ x }}\n")
    documents = load(tmp_path, files={"page": KINDS["page"].files})
    found = specs(documents, KINDS)
    checked = desired(found.specs, KINDS, documents.config, "2.11")
    assert checked.desired[Ref("page", "some-page")].fields["title"] == "Some page"
    assert {one.code: one.severity for one in (*found.findings, *checked.findings)} == {
        "foreign-front-matter": "note", "no-title": "note",
    }  # fmt: skip


def test_a_default_that_is_wrong_fills_nothing(read: Read) -> None:
    found = read(
        a="pages:\n  p: {title: P}\n", config=CONFIG + "defaults: {pages: {state: gone}}\n"
    )
    assert {one.code for one in found.findings} == {"bad-choice"}
    assert "state" not in found.desired[Ref("page", "p")].create


def test_a_name_or_a_required_text_is_never_empty(read: Read) -> None:
    found = read(a="labels:\n  '': {}\n  b: {name: ' '}\npages:\n  p: {title: ''}\n")
    assert [
        (one.message, str(one.pos)) for one in found.findings if one.code == "missing-field"
    ] == [
        ("a label without a name", "specs/a.yaml:2:3"),
        ("label/b: name is empty", "specs/a.yaml:3:13"),
        ("page/p: title is empty", "specs/a.yaml:5:14"),
    ]
