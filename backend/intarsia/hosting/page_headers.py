"""Headers of the host page, prepared once but for the nonce."""

from dataclasses import dataclass

from intarsia.hosting.files import RawHeaders

NONCE = "<nonce>"
ALWAYS: RawHeaders = [
    (b"content-type", b"text/html; charset=utf-8"),
    # No ETag either: a 304 would bring a new nonce to an old body.
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    # A script without integrity is refused by the browser, so that none is left out by mistake.
    (b"integrity-policy", b"blocked-destinations=(script)"),
]
HSTS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
POLICY = (
    "default-src 'none'",
    "script-src 'self' 'nonce-<nonce>'{assets}",
    "style-src 'self' 'nonce-<nonce>'{assets}",
    "connect-src 'self'{assets}",
    "img-src 'self' data:{assets}",
    "font-src 'self'{assets}",
    "manifest-src 'self'{assets}",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "worker-src 'none'",
    "require-trusted-types-for 'script'",
)


@dataclass(frozen=True)
class PageHeaders:
    """Everything but the nonce and the length."""

    fixed: RawHeaders
    policy: tuple[bytes, ...]

    @classmethod
    def of(cls, public_url: str, asset_url: str | None) -> "PageHeaders":
        """Prepare them for the addresses of an installation."""
        assets = f" {asset_url}" if asset_url else ""
        policy = "; ".join(POLICY).format(assets=assets)
        fixed = [*ALWAYS, HSTS] if public_url.startswith("https:") else ALWAYS
        return cls(fixed, tuple(part.encode() for part in policy.split(NONCE)))

    def render(self, nonce: bytes, length: int) -> RawHeaders:
        """Return the headers of one answer."""
        return [
            *self.fixed,
            (b"content-security-policy", nonce.join(self.policy)),
            (b"content-length", str(length).encode()),
        ]
