"""Every page of the corpus through the simulated Intercom, which shares no code with us."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from reconciler.content import (
    canonical,
    image_sources,
    render,
    replaced,
    take_title,
    without_image_hosts,
)
from reconciler.simulator import Simulator, SimulatorTransport

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dolphinscheduler"

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus lies outside the project")


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    transport = SimulatorTransport(Simulator(limit=100_000))
    headers = {
        "Authorization": "Bearer simulator",
        "Accept": "application/json",
        "Intercom-Version": "2.11",
    }
    with httpx.Client(
        transport=transport, base_url="https://api.intercom.io", headers=headers
    ) as opened:
        yield opened


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_comes_back_as_it_was_meant(client: httpx.Client, language: str) -> None:
    author = client.get("/admins").json()["admins"][0]["id"]
    for path in sorted((CORPUS / language).rglob("*.md")):
        title, text, _ = take_title(path.read_text("utf-8"))
        html = render(text, link=str, image="https://cdn.example.com/{}".format).html
        sent = {"title": title or path.stem, "author_id": int(author), "body": html}
        answer = client.post("/articles", json=sent)
        assert answer.status_code == 200, (path, answer.text)
        echo = client.get(f"/articles/{answer.json()['id']}").json()["body"]
        own, live = canonical(html), canonical(echo)
        assert without_image_hosts(own) == without_image_hosts(live), path
        served = dict(zip(image_sources(html), image_sources(echo), strict=True))
        if len(served) == len(image_sources(html)):
            assert replaced(own, served) == live, path
