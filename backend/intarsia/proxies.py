"""Who is calling, behind proxies: the right-most address that no trusted proxy has vouched for.

Each proxy appends whom it heard from, so a chain is read from the right. What stands left of the
first address that is not a trusted proxy's was written by that caller, and may be made up. Only one
header is read: a proxy passes on unchanged what it does not write itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Literal

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Header = Literal["x-forwarded-for", "forwarded"]


@dataclass(frozen=True)
class Proxies:
    """Networks whose word counts, and the header they write."""

    networks: tuple[Network, ...]
    header: Header

    def trusts(self, address: Address) -> bool:
        """Whether an address is a proxy's."""
        return any(address in network for network in self.networks)

    def client_of(self, peer: str, lines: Iterable[str]) -> str:
        """Return the caller's address, given the connection's peer and the header's lines."""
        nearest = parse(peer)
        if nearest is None or not self.trusts(nearest):
            return peer
        for hop in reversed(",".join(lines).split(",")):
            address = parse(hop if self.header == "x-forwarded-for" else forwarded_for(hop))
            if address is None:
                break
            nearest = address
            if not self.trusts(address):
                break
        return str(nearest)


def read_networks(text: str) -> tuple[Network, ...]:
    """Read addresses and networks, separated by commas; raise ValueError for anything else."""
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def parse(text: str) -> Address | None:
    """Read an address with or without a port; None for names, zones and nonsense."""
    host = text.strip().strip('"')
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ip_address(host)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        return None if address.scope_id else address.ipv4_mapped or address
    return address


def forwarded_for(element: str) -> str:
    """Return the `for` of one element of a `Forwarded` header (RFC 7239)."""
    pairs = (pair.partition("=") for pair in element.split(";"))
    found = [value for name, _, value in pairs if name.strip().lower() == "for"]
    return found[0] if len(found) == 1 else ""


def network_of(address: str) -> str:
    """Return what one caller can choose freely: an IPv4 address, or an IPv6 network of /64."""
    parsed = parse(address)
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((parsed, 64), strict=False))
    return str(parsed) if parsed is not None else ""
