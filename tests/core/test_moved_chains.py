"""Long chains of `moved:` entries: walked once, with the ends that walking each alone would find."""

import random
from typing import Any

import pytest

from reconciler.core.declared.moved import Moves, _checked
from reconciler.model import Ref
from tests.core.toys import KINDS, want

ABOVE = {"box": ("box",), "page": ("box",)}
POS = want("label", "x").spec.pos()


class Counted(dict[Ref, Ref]):
    """Entries that count how often one is looked up."""

    looks = 0

    def __contains__(self, key: object) -> bool:
        self.looks += 1
        return super().__contains__(key)

    def __getitem__(self, key: Ref) -> Ref:
        self.looks += 1
        return super().__getitem__(key)

    def get(self, key: Ref, default: Any = None) -> Any:
        self.looks += 1
        return super().get(key, default)


def alone(moves: Moves, ref: Ref) -> Ref:
    return Moves(moves.renamed, above=moves.above).to(ref)


@pytest.mark.parametrize("shape", ["chain", "chain backwards", "circle", "into a circle", "boxes"])
def test_each_entry_of_a_long_chain_is_looked_up_a_few_times(shape: str) -> None:
    many = 2000
    kind = "box" if shape == "boxes" else "label"
    pairs = [(Ref(kind, f"c{n}"), Ref(kind, f"c{n + 1}")) for n in range(many)]
    if shape == "circle":
        pairs[-1] = (pairs[-1][0], pairs[0][0])
    if shape == "into a circle":
        pairs[-1] = (pairs[-1][0], pairs[many // 2][0])
    if shape == "boxes":
        pairs += [(Ref("page", f"c{n}/x"), Ref("page", f"c{n}/y")) for n in range(many)]
    if shape == "chain backwards":
        pairs.reverse()
    entries = Counted(pairs)
    places = dict.fromkeys(entries, POS)
    found = list(_checked(Moves(entries, above=ABOVE, places=places), {}, KINDS))
    assert entries.looks < 20 * len(pairs)
    cycles = [one for one in found if one.code == "moved-cycle"]
    assert len(cycles) == ("circle" in shape)
    for one in cycles:
        assert one.message.count(" -> ") == (many if shape == "circle" else many // 2)


def test_a_walk_joins_an_earlier_one_only_where_that_finds_the_same_end() -> None:
    chance = random.Random(1)
    names = ["a", "b", "a/b", "b/a", "a/b/a", "c"]
    met = 0
    for _ in range(3000):
        refs = [Ref(kind, name) for name in names for kind in ("box", "page")]
        chosen = chance.sample(refs, chance.randint(1, 7))
        renamed = {ref: Ref(ref.kind, chance.choice(names)) for ref in chosen}
        moves = Moves(renamed, above=ABOVE)
        chance.shuffle(refs)
        for ref in refs:
            assert moves.to(ref) == alone(moves, ref), (renamed, ref, refs)
            met += moves.to(ref) != ref
    assert met > 1000


def test_where_a_walk_uses_an_entry_of_the_one_it_meets_it_goes_on_alone() -> None:
    names = [("page", "a/x", "b/x"), ("box", "a", "c"), ("page", "b/x", "a/y")]
    moves = Moves({Ref(kind, old): Ref(kind, new) for kind, old, new in names}, above=ABOVE)
    assert [moves.to(Ref("page", one)).name for one in ("a/y", "a/x", "b/x")] == ["c/y"] * 3
    moves = Moves({Ref("box", "a"): Ref("box", "b"), Ref("page", "b/x"): Ref("page", "a/y")}, above=ABOVE)  # fmt: skip
    assert moves.to(Ref("page", "b/x")) == Ref("page", "b/y")
    assert moves.to(Ref("page", "a/x")) == Ref("page", "a/y")
