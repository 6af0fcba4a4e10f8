"""Codes of reading: files, YAML, configuration, templates, rows of data, ignored findings."""

from __future__ import annotations

from reconciler.explained.page import Explained, article, companies, config, spec

READING = {
    "file-empty": Explained(
        "A file that lost its text would look as if everything in it had been removed.",
        "Bring the text back, or take the file away. A comment is enough for a file that shall "
        "stay empty.",
        spec(""),
        spec("# nothing yet\n"),
    ),
    "file-unreadable": Explained(
        "What cannot be read would look as if it had been taken out of the specs.",
        "Give the file the rights to be read; pipes, sockets and devices are no specs.",
    ),
    "file-encoding": Explained(
        "Guessing an encoding puts wrong letters in front of customers.",
        "Save the file as UTF-8, in the settings of your editor or with `iconv -t UTF-8`.",
        spec('tags:\n  vip: {name: "V\x00P"}\n'),
        spec("tags:\n  vip: {name: VIP}\n"),
    ),
    "file-too-large": Explained(
        "A file of more than 20 MB is nearly always a mistake, and would take the memory of the "
        "machine that runs the plan.",
        "Split it into several files, or keep the rows in data files and use `for_each`.",
    ),
    "file-outside-root": Explained(
        "A pull request must not be able to publish a file of the machine that runs it.",
        "Put the file itself into the project, instead of a symbolic link or a path with `..`.",
        config("version: 1\nspecs: ../elsewhere\n"),
        config("version: 1\nspecs: specs\n"),
    ),
    "file-ignored": Explained(
        "A file that lies among the specs and is not read is often a typing mistake in its name.",
        "Rename it so that it is read, or begin its name with an underscore.",
        {"specs/tags.yml.bak": "tags:\n  vip:\n"},
        {"specs/_tags.yml.bak": "tags:\n  vip:\n"},
    ),
    "no-project": Explained(
        "Without a project everything in Intercom would look unmanaged.",
        "Run it in the project's folder, name it with -C, or write one with `reconciler import`.",
    ),
    "yaml-syntax": Explained(
        "A file that is read only in part would look as if the rest had been removed.",
        "Correct the line; most often it is an indentation, a quote or a colon in a text.",
        spec("tags:\n  vip: {name: Sale: now}\n"),
        spec('tags:\n  vip: {name: "Sale: now"}\n'),
    ),
    "yaml-duplicate-key": Explained(
        "YAML keeps the last one silently, and the first, with all below it, is lost.",
        "Keep one of them, or join what is below them.",
        spec("tags:\n  vip:\n  vip:\n"),
        spec("tags:\n  vip:\n  press:\n"),
    ),
    "yaml-alias": Explained(
        "Aliases can make a file of a hundred bytes into one of gigabytes, and tags can make "
        "objects out of text.",
        "Write the value where it is needed, or keep it in `vars` and write `{{ name }}`.",
        spec("tags:\n  vip: &shared {name: VIP}\n"),
        spec("tags:\n  vip: {name: VIP}\n"),
    ),
    "yaml-braces": Explained(
        "To YAML `{` begins a mapping, so that the template never reaches the template engine.",
        "Put the whole value in quotes.",
        spec("tags:\n  vip: {name: {{ product }}}\n"),
        spec('tags:\n  vip: {name: "{{ product }}"}\n'),
    ),
    "yaml-shape": Explained(
        "Resources are found by their names, which a list or a bare text does not have.",
        "Write `name:` and below it the fields.",
        spec("tags:\n  - vip\n"),
        spec("tags:\n  vip:\n"),
    ),
    "conflict-markers": Explained(
        "Both versions, and the markers between them, would be published as the text.",
        "Keep the lines that are right and delete the others with the three marker lines.",
        article(
            "# Install\n\n<<<<<<< here\nCopy two lines.\n=======\nCopy three lines.\n"
            ">>>>>>> in Intercom\n"
        ),
        article("# Install\n\nCopy three lines.\n"),
    ),
    "front-matter": Explained(
        "What is meant as settings of the page would be published as its text.",
        "Close it with a line of three dashes, and write `key: value` lines in between.",
        article("---\ntitle: Install\n\nCopy the snippet.\n"),
        article("---\ntitle: Install\n---\n\nCopy the snippet.\n"),
    ),
    "config-key": Explained(
        "A setting with a typing mistake would be ignored, and the default would rule.",
        "Correct the key; the message names one that is near.",
        config("version: 1\nedited_in_intercon: refuse\n"),
        config("version: 1\nedited_in_intercom: refuse\n"),
    ),
    "config-value": Explained(
        "A setting that is not understood would leave the default in force.",
        "Use one of the values that the message names.",
        config("version: 1\nedited_in_intercom: never\n"),
        config("version: 1\nedited_in_intercom: refuse\n"),
    ),
    "not-in-files": Explained(
        "Whoever may open a pull request could send your token to another host, or have other "
        "secrets of the environment published.",
        "Give it as a flag, as a variable of the environment or as an input of the action.",
        config("version: 1\nledger: file:elsewhere.jsonl\n"),
        config("version: 1\n"),
    ),
    "fault-script": Explained(
        "A rehearsal of failures that does not fail as written proves nothing.",
        "Compare the script with the page of the simulator.",
    ),
    "template-syntax": Explained(
        "Customers would read the template instead of the text.",
        "Close what is open; write `{% raw %}…{% endraw %}` around text that is no template.",
        article("# Install\n\n{% if trial_days %}Try it.\n"),
        article("# Install\n\n{% if trial_days %}Try it.{% endif %}\n"),
    ),
    "template-undefined": Explained(
        "An empty text in its place would be published without anybody noticing.",
        "Define the name in `vars`, or set `template: false` where the text is no template.",
        article("# Install\n\nWelcome to {{ prodcut }}.\n"),
        article("# Install\n\nWelcome to {{ product }}.\n"),
    ),
    "template-failed": Explained(
        "Part of the text could not be made.",
        "Correct the expression at this place; the message says what it stumbled over.",
        article("# Install\n\n{{ trial_days / 0 }}\n"),
        article("# Install\n\n{{ trial_days / 2 }}\n"),
    ),
    "template-limit": Explained(
        "A template that never ends would hold up everybody's plans, or fill the machine.",
        "Make the loop shorter, or split the page.",
        article("# Install\n\n{% for one in range(100000) %}{% for two in range(100000) %}x"
                "{% endfor %}{% endfor %}\n"),
        article("# Install\n\n{% for one in range(3) %}x{% endfor %}\n"),
    ),
    "include-missing": Explained(
        "The page would lack a part, such as a warning that all pages share.",
        "Put the partial beside the page or into the folder of the specs; names begin with _.",
        article("# Install\n\n{% include '_partials/support.md' %}\n"),
        {
            "specs/articles/install.md": "# Install\n\n{% include '_partials/support.md' %}\n",
            "specs/_partials/support.md": "Write to us.\n",
        },
    ),
    "data-missing": Explained(
        "Without the rows everything made of them would look as if it had been removed.",
        "Correct the path; data lies in the project, in folders such as `_data`.",
        spec("companies:\n  '{{ each.id }}':\n    for_each: _data/none.csv\n"
             "    company_id: '{{ each.id }}'\n"),
        companies("id,seats\nacme,5\n"),
    ),
    "data-syntax": Explained(
        "Columns that slip by one put every value into the wrong field.",
        "Close the quotes; write one JSON object on each line of a `.jsonl` file.",
        companies('id,seats\nacme,"5\n'),
        companies('id,seats\nacme,"5"\n'),
    ),
    "data-column": Explained(
        "Which of two columns of one name is meant, nobody can tell.",
        "Give each column of the first line one name of its own, and use these names.",
        companies("id,seats,id\nacme,5,acme-2\n"),
        companies("id,seats,other\nacme,5,acme-2\n"),
    ),
    "data-row": Explained(
        "A row with a cell too many or too few is shifted, and lands in the wrong fields.",
        "Quote the cell that holds a comma; fill in the cell that makes the name.",
        companies("id,seats\nacme\n"),
        companies("id,seats\nacme,5\n"),
    ),
    "data-empty": Explained(
        "A file that lost its rows would look as if everything made of them had been removed.",
        "Bring the rows back. Where there shall be none, write `for_each: []`, or take the "
        "resource out and list what is gone under `removed:`.",
        companies("id,seats\n"),
        companies("id,seats\nacme,5\n"),
    ),
    "data-limit": Explained(
        "A file that makes millions of resources is nearly always a mistake.",
        "Split the project, or take the rows that are not needed out of the file.",
    ),
    "ignore-reason": Explained(
        "Who reads this later cannot tell whether the reason still holds. Without one, the "
        "finding is not ignored.",
        "Write the codes, the word because, and the reason.",
        article("<!-- reconciler: ignore dead-link -->\n# Install\n\nSee [more](more.md).\n"),
        article("<!-- reconciler: ignore dead-link because more.md follows in May -->\n"
                "# Install\n\nSee [more](more.md).\n"),
    ),
    "ignore-refused": Explained(
        "An error cannot be ignored: what is wrong is not read, and what is not read would be "
        "planned as removed. The same is true of what protects somebody's edits.",
        "Correct what the finding is about; check the spelling of the code.",
        spec("tags:\n  # reconciler: ignore unknown-field because it is ours\n"
             "  vip: {name: VIP}\n"),
        spec("tags:\n  vip: {name: VIP}\n"),
    ),
    "ignore-unused": Explained(
        "A comment that ignores nothing would hide the next finding that nobody expects there.",
        "Take the comment away.",
        spec("# reconciler: ignore dead-link because there are none here\ntags:\n  vip:\n"),
        spec("tags:\n  vip:\n"),
    ),
}  # fmt: skip
