"""The words of a seeded workspace, and the shapes of its article bodies.

The shapes are those of the recorded bodies (reference: help center, 2.4), as their authors
would have sent them. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

TAGS = ("VIP Customer", "Refund request", "Beta", "Churn risk", "Feature request", "Bug",
        "Onboarding", "Enterprise", "Partner", "Invoice")  # fmt: skip
COLLECTIONS = ("Getting started", "Billing & invoices", "Account settings", "Integrations",
               "Reports", "Team & roles", "Security", "Mobile app", "API",
               "Troubleshooting")  # fmt: skip
ATTRIBUTES = (("plan_tier", "options"), ("seats", "integer"), ("onboarded", "boolean"),
              ("renewal_date", "date"), ("health_score", "float"),
              ("account_owner", "string"))  # fmt: skip
OPTIONS = ("free", "pro", "enterprise")
PLANS = ("Free", "Pro", "Enterprise")
INDUSTRIES = ("Software", "Retail", "Manufacturing", "Education", "Health")
DOES = ("Create", "Change", "Export", "Share", "Delete", "Restore", "Connect", "Schedule",
        "Filter", "Import", "Rename", "Archive")  # fmt: skip
WHAT = ("a report", "an invoice", "a dashboard", "your password", "a team", "an API key",
        "a webhook", "a saved view", "your data", "a subscription", "an alert",
        "a user")  # fmt: skip
FIRST = ("Acme", "Globex", "Initech", "Umbra", "Hooli", "Vandelay", "Stark", "Wayne")
LAST = ("Corp", "Ltd", "GmbH", "Labs", "Group", "& Sons", "Systems", "Works")
GIVEN = ("Ann", "Ben", "Chloe", "Dev", "Elif", "Femi", "Gus", "Hana", "Ivo", "Jo", "Kaya",
         "Luis")  # fmt: skip
FAMILY = ("Adams", "Brandt", "Costa", "Diaz", "Evans", "Fischer", "Garcia", "Hughes", "Ito",
          "Jansen")  # fmt: skip
CITIES = (("Dublin", "Ireland"), ("Berlin", "Germany"), ("Porto", "Portugal"), ("Osaka", "Japan"),
          ("Denver", "United States"))  # fmt: skip
BROWSERS = ("chrome", "firefox", "safari", "edge")
SENTENCES = (
    "Only admins of the workspace can do this.",
    "It takes effect at once, and everybody in your team sees it.",
    "You find it in the menu on the left.",
    "If nothing happens, reload the page and try again.",
    "You can undo this within thirty days.",
)


def numbered(words: Sequence[str], number: int) -> str:
    """The word, with a number once all are used up."""
    around, place = divmod(number, len(words))
    return f"{words[place]} {around + 1}" if around else words[place]


def attribute(number: int) -> tuple[str, str]:
    around, place = divmod(number, len(ATTRIBUTES))
    name, kind = ATTRIBUTES[place]
    return (f"{name}_{around + 1}" if around else name), kind


def title(number: int) -> str:
    around, rest = divmod(number, len(DOES) * len(WHAT))
    name = f"{DOES[rest % len(DOES)]} {WHAT[rest // len(DOES)]}"
    return f"{name} ({around + 1})" if around else name


def company(number: int) -> str:
    around, rest = divmod(number, len(FIRST) * len(LAST))
    name = f"{FIRST[rest % len(FIRST)]} {LAST[rest // len(FIRST)]}"
    return f"{name} {around + 1}" if around else name


def body(about: str, number: int, *, random: Random) -> str:
    """One of the shapes, filled with sentences."""
    texts = random.choices(SENTENCES, k=3)
    values = dict(zip(("one", "two", "three"), texts, strict=True))
    return SHAPES[number % len(SHAPES)].format(about=about, number=number, **values)


SHAPES = (
    "<p>{one} {two}</p>",
    (
        "<h2>Before you start</h2><p>{one}</p>"
        "<h2>{about}</h2><ol><li>{two}</li><li>{three}</li></ol>"
    ),
    (
        "<h1>{about}</h1><p>{one} See <a href='https://example.com/{number}'>the guide</a>.</p>"
        "<h3>Notes</h3><ul><li><strong>Important</strong>: {two}<ul><li>{three}</li></ul></li></ul>"
    ),
    (
        "<p>{one}</p><table><thead><tr><th>Role</th><th>May</th></tr></thead>"
        "<tbody><tr><td>Admin</td><td><em>{two}</em></td></tr></tbody></table>"
    ),
    (
        "<p>{one}</p><img src='https://assets.example.com/shot-{number}.png' alt='{about}'"
        " width='640'><p>{two}</p>"
    ),
    (
        "<h2>{about}</h2><pre><code class='language-sh'>curl https://example.com/{number}\n"
        "</code></pre><p>{one}</p><hr><p>{two}</p>"
    ),
    (
        "<div class='intercom-interblocks-callout' style='background-color: #e3e7fa80; "
        "border-color: #334bfa33;'><p>{one}</p></div><p>{two}</p>"
    ),
    "<p>{one}</p><iframe src='https://www.youtube.com/embed/video{number}'></iframe><p>{two}</p>",
    "<details><summary><h2>{about}</h2></summary><p>{one}</p></details><p>{two} {three}</p>",
    (
        "<p>{one}</p><a class='intercom-h2b-button' href='https://example.com/start'>Start</a>"
        "<p>{two}<br>{three}</p>"
    ),
    "<ol><li>{one}<img src='https://assets.example.com/{number}.png'></li><li>{two}</li></ol>",
    (
        "<p><b>{about}.</b> {one}</p><blockquote>{two}</blockquote>"
        "<p>Run <code>sync</code>. {three}</p>"
    ),
)


def person(number: int) -> str:
    around, rest = divmod(number, len(GIVEN) * len(FAMILY))
    name = f"{GIVEN[rest % len(GIVEN)]} {FAMILY[rest // len(GIVEN)]}"
    return f"{name} {around + 1}" if around else name
