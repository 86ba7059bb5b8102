"""A caller can write anything into a header; only what a trusted proxy appended counts."""

import pytest

from intarsia.proxies import Header, Proxies, network_of, read_networks

PROXY = "10.0.0.1"


def client_of(peer: str, *lines: str, header: Header = "x-forwarded-for") -> str:
    return Proxies(read_networks("10.0.0.0/8, ::1"), header).client_of(peer, lines)


@pytest.mark.attack(36)
class TestForwardedFor:
    @pytest.mark.parametrize(
        ("lines", "client"),
        [
            (["203.0.113.7"], "203.0.113.7"),
            (["1.1.1.1, 203.0.113.7"], "203.0.113.7"),
            (["1.1.1.1", "203.0.113.7"], "203.0.113.7"),
            (["1.1.1.1, 203.0.113.7, 10.0.0.9"], "203.0.113.7"),
            (["203.0.113.7:4711"], "203.0.113.7"),
            (["2001:db8::1"], "2001:db8::1"),
            (["[2001:db8::1]:4711"], "2001:db8::1"),
            (["::ffff:203.0.113.7"], "203.0.113.7"),
            (["10.0.0.9, 10.0.0.8"], "10.0.0.9"),
            (["10.0.0.9"], "10.0.0.9"),
            ([], PROXY),
            ([""], PROXY),
            (["1.1.1.1, unknown"], PROXY),
            (["1.1.1.1, "], PROXY),
            (["1.1.1.1, fe80::1%eth0"], PROXY),
            (["1.1.1.1, 10.0.0.9, nonsense, 10.0.0.8"], "10.0.0.8"),
        ],
        ids=str,
    )
    def test_takes_the_last_address_that_no_proxy_vouched_for(
        self, lines: list[str], client: str
    ) -> None:
        assert client_of(PROXY, *lines) == client

    @pytest.mark.parametrize("peer", ["203.0.113.7", "::2", "testclient", ""])
    def test_believes_nobody_else(self, peer: str) -> None:
        assert client_of(peer, "10.0.0.1", "1.1.1.1") == peer

    @pytest.mark.parametrize("peer", ["::ffff:10.0.0.1", "::1"])
    def test_knows_a_proxy_by_any_spelling(self, peer: str) -> None:
        assert client_of(peer, "203.0.113.7") == "203.0.113.7"

    def test_believes_nobody_unless_told_to(self) -> None:
        proxies = Proxies(read_networks(""), "x-forwarded-for")

        assert proxies.client_of("127.0.0.1", ["1.1.1.1"]) == "127.0.0.1"


class TestForwarded:
    @pytest.mark.parametrize(
        ("line", "client"),
        [
            ("for=203.0.113.7;proto=https;by=10.0.0.1", "203.0.113.7"),
            ('For="[2001:db8::1]:4711"', "2001:db8::1"),
            ("for=1.1.1.1, proto=https;for=203.0.113.7", "203.0.113.7"),
            ('for="x, for=203.0.113.7', "203.0.113.7"),
            ("for=_hidden", PROXY),
            ("for=1.1.1.1;for=2.2.2.2", PROXY),
            ("proto=https", PROXY),
            ("203.0.113.7", PROXY),
        ],
    )
    def test_is_read_as_rfc_7239_writes_it(self, line: str, client: str) -> None:
        assert client_of(PROXY, line, header="forwarded") == client


class TestReadNetworks:
    @pytest.mark.parametrize("text", ["*", "10.0.0.1/8", "proxy.example", "10.0.0.0/33"])
    def test_refuses_what_is_no_network(self, text: str) -> None:
        with pytest.raises(ValueError, match=r"appear|host bits"):
            read_networks(text)


class TestNetworkOf:
    @pytest.mark.parametrize(
        ("address", "network"),
        [
            ("203.0.113.7", "203.0.113.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("testclient", ""),
        ],
    )
    def test_is_what_one_caller_can_choose_freely(self, address: str, network: str) -> None:
        assert network_of(address) == network
