"""The place that files are uploaded to, as the flags and the configuration name it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from reconciler.api.hosts import clear_text
from reconciler.apply import Served
from reconciler.cli.options import Common
from reconciler.core.compared.links import File
from reconciler.core.planned.plan import Planned
from reconciler.model import Assets
from reconciler.workflow import Project
from reconciler.workflow.serving import Content, needed, serve

NOWHERE = "https://files.example.com"
"""Below it the simulator's Intercom fetches images: it fetches nothing."""


def served(common: Common, project: Project, planned: Planned) -> Served:
    """Everything a plan shows, uploaded where that is due, and looked at where it then is.

    Against a simulator, also one on a port, nothing is looked at, and uploaded only by request.
    """
    if not needed(planned.plan.steps):
        return Served()
    assets = project.config.assets
    practising = common.simulator is not None or clear_text(common.base_url or "")
    if practising and common.assets is None:
        return serve(planned, project.root, upload=partial(_simulated, assets))
    upload = partial(_uploaded, common, assets)
    if practising:
        return serve(planned, project.root, upload=upload)
    from reconciler.web import Web, image_problem  # noqa: PLC0415 - only where files are shown

    check = partial(image_problem, Web())
    return serve(planned, project.root, upload=upload, check=check)


def _simulated(assets: Assets, contents: Sequence[Content]) -> Mapping[File, str]:
    from reconciler.assets import named  # noqa: PLC0415 - only where files are uploaded

    base = assets.base_url or NOWHERE
    return {one.file: f"{base}/{named(one.file.path, one.digest, one.media)}" for one in contents}


def _uploaded(common: Common, assets: Assets, contents: Sequence[Content]) -> Mapping[File, str]:
    from reconciler.assets import Blob, choose_place, named  # noqa: PLC0415 - as above

    place = choose_place(
        common.assets, to=assets.to, root=common.directory.resolve(), base_url=assets.base_url
    )
    names = {one.file: named(one.file.path, one.digest, one.media) for one in contents}
    blobs = {names[one.file]: Blob(names[one.file], one.media, one.read) for one in contents}
    urls = place.put(list(blobs.values()))
    return {file: urls[name] for file, name in names.items()}
