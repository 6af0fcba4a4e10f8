"""Every page of the corpus through the simulated Intercom, which shares no code with us."""

from collections.abc import Iterator

import httpx
import pytest
from corpus import CORPUS, LANGUAGES, pages

from reconciler.content import canonical, image_sources, replaced, without_image_hosts
from reconciler.simulator import Simulator, SimulatorTransport

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


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_comes_back_as_it_was_meant(client: httpx.Client, language: str) -> None:
    author = int(client.get("/admins").json()["admins"][0]["id"])
    for page in pages(language):
        sent = {"title": page.title, "author_id": author, "body": page.html}
        answer = client.post("/articles", json=sent)
        assert answer.status_code == 200, (page.path, answer.text)
        echo = client.get(f"/articles/{answer.json()['id']}").json()["body"]
        live = canonical(echo)
        assert without_image_hosts(page.own) == without_image_hosts(live), page.path
        sources, copies = image_sources(page.html), image_sources(echo)
        if len(set(sources)) == len(sources):
            assert replaced(page.own, dict(zip(sources, copies, strict=True))) == live, page.path
