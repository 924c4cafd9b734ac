"""The tree against RFC 6962: known vectors, and proofs that hold for every size and fail for every other root."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from accord.kernel.record import merkle

# The leaves and roots of the reference implementation's own tests (certificate-transparency, merkle_tree_test).
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


class Tree:
    """A tree in memory, grown as the record grows its own."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.nodes: dict[tuple[int, int], bytes] = {}
        self.size = 0
        for leaf in leaves:
            for level, position, value in merkle.grow(self.read, self.size, merkle.leaf_hash(leaf)):
                self.nodes[level, position] = value
            self.size += 1

    def read(self, level: int, position: int) -> bytes:
        return self.nodes[level, position]

    def root(self, size: int) -> bytes:
        return merkle.root(self.read, size)


def plain_root(leaves: list[bytes]) -> bytes:
    """Return MTH by the letter of RFC 6962 section 2.1, without any store."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + plain_root(leaves[:k]) + plain_root(leaves[k:])).digest()


def test_the_known_roots() -> None:
    tree = Tree(LEAVES)
    assert [tree.root(size).hex() for size in range(1, 9)] == ROOTS
    assert tree.root(0).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_known_inclusion_path() -> None:
    tree = Tree(LEAVES)
    path = [step.hex() for step in merkle.inclusion(tree.read, 0, 8)]
    assert path == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]


def test_a_known_consistency_path() -> None:
    tree = Tree(LEAVES)
    path = [step.hex() for step in merkle.consistency(tree.read, 6, 8)]
    assert path == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


@given(st.integers(1, 130), st.data())
def test_every_leaf_is_proved_and_no_other(size: int, data: st.DataObject) -> None:
    leaves = [b"%d" % n for n in range(size)]
    tree = Tree(leaves)
    assert tree.root(size) == plain_root(leaves)
    index = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion(tree.read, index, size)
    assert merkle.root_by_inclusion(merkle.leaf_hash(leaves[index]), index, size, path) == tree.root(size)
    assert merkle.root_by_inclusion(merkle.leaf_hash(b"other"), index, size, path) != tree.root(size)
    assert merkle.root_by_inclusion(merkle.leaf_hash(leaves[index]), index, size, [*path, b"\0" * 32]) is None
    other = data.draw(st.integers(0, size - 1))
    if other != index:
        assert merkle.root_by_inclusion(merkle.leaf_hash(leaves[index]), other, size, path) != tree.root(size)


@given(st.integers(1, 130), st.data())
def test_growth_is_proved_and_a_rewritten_past_is_not(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    leaves = [b"%d" % n for n in range(new)]
    tree = Tree(leaves)
    path = merkle.consistency(tree.read, old, new)
    assert merkle.consistent(old, tree.root(old), new, tree.root(new), path)
    leaves[data.draw(st.integers(0, old - 1))] = b"rewritten"
    rewritten = Tree(leaves)
    forged = merkle.consistency(rewritten.read, old, new)
    assert not merkle.consistent(old, tree.root(old), new, rewritten.root(new), forged)
    assert not merkle.consistent(old, tree.root(old), new, rewritten.root(new), path)
