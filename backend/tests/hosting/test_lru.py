from intarsia.hosting.lru import Lru


class TestLru:
    def test_forgets_what_was_not_used_for_longest(self) -> None:
        lru: Lru[str, int] = Lru(2)
        lru.put("a", 1)
        lru.put("b", 2)
        lru.get("a")
        lru.put("c", 3)

        assert [lru.get(key) for key in "abc"] == [1, None, 3]

    def test_counts_weights(self) -> None:
        lru: Lru[str, int] = Lru(10)
        lru.put("a", 1, 6)
        lru.put("a", 1, 4)
        lru.put("b", 2, 6)

        assert (lru.get("a"), lru.get("b"), lru.weight) == (1, 2, 10)

    def test_does_not_keep_what_alone_is_too_much(self) -> None:
        lru: Lru[str, int] = Lru(10)
        lru.put("a", 1, 5)
        lru.put("b", 2, 11)

        assert (lru.get("a"), lru.get("b")) == (1, None)
