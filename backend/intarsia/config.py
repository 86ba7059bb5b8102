"""Settings, read once from the environment or `.env`; a test holds docs/settings.md to them."""

import stat
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    AliasChoices,
    Field,
    SecretStr,
    StringConstraints,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from intarsia.proxies import Header, Proxies, read_networks
from intarsia.sessions.stores import check_store

LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}
MiB = 1024 * 1024
DATABASE_SCHEMES = ("sqlite+aiosqlite:///", "postgresql+asyncpg://")
REDIS_SCHEMES = ("redis://", "rediss://")


def refuse_wrong_networks(text: str) -> str:
    """Raise ValueError for what is no list of networks."""
    read_networks(text)
    return text


def read_url(file: Path, is_production: bool) -> str:
    """Return the one line of a file, empty where there is none.

    Raises ValueError for a file that can't be read, or that everybody can read in production.
    """
    try:
        if not file.is_file():
            return ""
        if is_production and file.stat().st_mode & stat.S_IROTH:
            raise ValueError(f"{file} is readable by everybody: run `chmod o-r {file}`")
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ValueError(f"{file} can't be read: {error.strerror}") from error


Url = Annotated[str, StringConstraints(pattern=r"^https?://[^/?#]+$")]
CookieName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]


class Limits(BaseSettings):
    """How much a caller may send; a published archive is unpacked only within these."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_file=".env", env_ignore_empty=True
    )

    max_body_bytes: int = Field(MiB, description="A JSON body.")
    csv_max_bytes: int = Field(16 * MiB, ge=1, description="A CSV file to import.")
    csv_max_rows: int = Field(10_000, ge=1, description="Rows of a CSV file to import.")
    max_event_streams: int = Field(
        2000, ge=2, description="Event streams of one process; more are answered with 503."
    )
    bundle_max_packed_bytes: int = Field(64 * MiB, description="A bundle as sent.")
    bundle_max_unpacked_bytes: int = Field(256 * MiB, description="A bundle unpacked.")
    bundle_max_file_bytes: int = Field(64 * MiB, description="One file of a bundle.")
    bundle_max_files: int = Field(10_000, description="Files in a bundle.")
    bundle_max_path_bytes: int = Field(1024, description="A path in a bundle, UTF-8.")
    bundle_max_ratio: int = Field(250, description="Unpacked to packed size, above 16 MiB.")
    bundle_cache_bytes: int = Field(
        2048 * MiB, ge=MiB, description="Copies that a replica keeps on its disk of what S3 has."
    )
    app_quota_bytes: int = Field(
        0, ge=0, description="All versions of an app, the same bytes counted once; 0: no limit."
    )


class Settings(BaseSettings):
    """Every setting has a type, a default and a sentence."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_file=".env",
        env_ignore_empty=True,  # compose hands over `NAME=` for what is not set
        populate_by_name=True,
    )

    env: Literal["development", "production"] = Field(
        "development",
        validation_alias=AliasChoices("INTARSIA_ENV"),
        description="`production` refuses weak secrets, demo users and insecure cookies.",
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    web_concurrency: int = Field(1, ge=1, le=64, description="Worker processes on this machine.")
    public_url: Url = Field(
        "http://localhost:8000", description="Where browsers find the platform."
    )
    asset_url: Url | None = Field(
        None, description="Another origin, without cookies, that serves `/mf/` too."
    )

    data_dir: Path = Field(Path("data"), description="SQLite file, bundles and caches.")
    database_url: str = Field(
        "",
        repr=False,
        description="`sqlite+aiosqlite:///…` or `postgresql+asyncpg://…`; SQLite in `DATA_DIR`.",
    )
    database_url_file: Path = Field(
        Path("secrets/database_url.txt"), description="File with a URL that holds a password."
    )
    bundle_store_url: str = Field(
        "", description="`file:///…` or `s3://bucket/prefix`; the folder `bundles` in `DATA_DIR`."
    )
    aws_endpoint_url: str = Field("", description="Of another S3 than Amazon's.")
    aws_region: str = Field("us-east-1", description="Of the bucket.")
    aws_access_key_id: str = Field(
        "", description="Opens the bucket; unset: as AWS's own tools look for credentials."
    )
    aws_secret_access_key: SecretStr | None = Field(None, description="The secret to it.")
    aws_secret_access_key_file: Path = Field(
        Path("secrets/aws_secret_access_key.txt"), description="File with that secret."
    )

    session_store_url: str = Field(
        "",
        repr=False,
        description="`redis://…`, `mongodb://…`, `postgresql://…`, `sqlite:///…`; the database.",
    )
    session_store_url_file: Path = Field(
        Path("secrets/session_store_url.txt"), description="File with a URL that holds a password."
    )
    session_sql_form: Literal["sequelize", "connect-pg-simple"] = Field(
        "sequelize", description="The npm package whose table session records in SQL are in."
    )
    redis_url: str = Field(
        "", repr=False, description="`redis://…`: replicas share their rate limits there."
    )
    redis_url_file: Path = Field(
        Path("secrets/redis_url.txt"), description="File with a URL that holds a password."
    )

    jwt_secret_key: SecretStr | None = Field(None, description="Signs access tokens.")
    jwt_secret_key_file: Path = Field(
        Path("secrets/jwt_secret_key.txt"), description="File with the key for access tokens."
    )
    jwt_refresh_secret_key: SecretStr | None = Field(None, description="Signs refresh tokens.")
    jwt_refresh_secret_key_file: Path = Field(
        Path("secrets/jwt_refresh_secret_key.txt"),
        description="File with the key for refresh tokens.",
    )
    session_secret: SecretStr | None = Field(None, description="Signs what guests keep in cookies.")
    session_secret_file: Path = Field(
        Path("secrets/session_secret.txt"), description="File with the key for cookies."
    )
    deploy_token: SecretStr | None = Field(None, description="Lets the stack's publishers in.")
    deploy_token_file: Path = Field(
        Path("secrets/deploy_token.txt"), description="File with the token of the publishers."
    )
    metrics_token: SecretStr | None = Field(
        None, description="Lets Prometheus read `/metrics`, which is closed in production without."
    )
    metrics_token_file: Path = Field(
        Path("secrets/metrics_token.txt"), description="File with the token of Prometheus."
    )

    access_token_ttl: int = Field(900, ge=1, description="Life of an access token, seconds.")
    refresh_token_ttl: int = Field(604_800, ge=60, description="Life of a sign-in, seconds.")
    refresh_grace: int = Field(
        30, ge=10, le=120, description="How long the token before the current one is forgiven."
    )
    session_cookie_name: CookieName = Field(
        "intarsia.sid", description="Name of the cookie of the session record."
    )
    session_cookie_samesite: Literal["lax", "strict"] = Field(
        "lax", description="Its `SameSite`; `strict` also leaves it out of links from other sites."
    )
    compat_user_routes: bool = Field(
        False, description="Serve `/user`, its sessions hashes in Redis that other services read."
    )
    session_ttl: int = Field(
        1800, ge=60, le=86_400, description="Seconds without activity after which a visit ends."
    )
    bcrypt_rounds: int = Field(12, ge=4, le=16, description="Cost of a password hash, 2^n.")
    insecure_cookies: bool = Field(
        False, description="Drop `__Host-` and Secure, for plain-http hosts other than localhost."
    )

    registration_open: bool | None = Field(
        None, description="Whether people may register themselves; unset: in development only."
    )
    smtp_url: SecretStr | None = Field(
        None, description="`smtp://user:password@host:port` or `smtps://…`; unset: to a folder."
    )
    smtp_url_file: Path = Field(
        Path("secrets/smtp_url.txt"), description="File with the URL of the mail server."
    )
    mail_from: str = Field("", description="Sender of mails; `no-reply@` the host of `PUBLIC_URL`.")
    rate_limits: bool = Field(True, description="Off for load tests, or where a gateway limits.")
    trusted_proxies: Annotated[str, AfterValidator(refuse_wrong_networks)] = Field(
        "", description="Addresses and networks whose `PROXY_HEADER` is believed: `10.0.0.0/8,::1`."
    )
    proxy_header: Header = Field(
        "x-forwarded-for", description="What the proxies write; or `forwarded` (RFC 7239)."
    )

    host_channel: str = Field("stable", description="The channel that visitors get.")
    retention_days: int = Field(
        30, ge=1, description="How long a version is served after it left its last live release."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least.")
    log_format: Literal["console", "json"] = Field("console", description="For eyes or machines.")

    limits: Limits = Field(default_factory=Limits, exclude=True)

    @model_validator(mode="after")
    def fill_in(self) -> Self:
        """Place what was not placed elsewhere into `DATA_DIR`."""
        folder = self.data_dir.absolute()
        for name in ("database_url", "redis_url", "session_store_url"):
            if not getattr(self, name):
                file: Path = getattr(self, f"{name}_file")
                object.__setattr__(self, name, read_url(file, self.is_production))
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite+aiosqlite:///{folder}/intarsia.db")
        if not self.bundle_store_url:
            object.__setattr__(self, "bundle_store_url", f"file://{folder}/bundles")
        if not self.mail_from:
            sender = f"no-reply@{urlsplit(self.public_url).hostname}"
            object.__setattr__(self, "mail_from", sender)
        return self

    @model_validator(mode="after")
    def refuse_contradictions(self) -> Self:
        """Values that are fine one by one, and can't be meant together or by this version."""
        database, redis = self.database_url, self.redis_url
        if not database.startswith(DATABASE_SCHEMES):
            raise ValueError(f"DATABASE_URL must begin with {' or '.join(DATABASE_SCHEMES)}")
        if database.startswith("sqlite") and not urlsplit(database).path.strip("/"):
            raise ValueError("DATABASE_URL must name a file: SQLite in memory is forgotten")
        if redis and not redis.startswith(REDIS_SCHEMES):
            raise ValueError(f"REDIS_URL must begin with {' or '.join(REDIS_SCHEMES)}")
        self.refuse_wrong_session_store()
        if self.access_token_ttl > self.refresh_token_ttl:
            raise ValueError("ACCESS_TOKEN_TTL is longer than REFRESH_TOKEN_TTL: shorten it")
        if self.asset_url == self.public_url:
            raise ValueError("ASSET_URL is PUBLIC_URL: name another origin, or unset it")
        return self

    @property
    def record_store_url(self) -> str:
        """Where session records are: in the platform's own database unless told otherwise."""
        return self.session_store_url or self.database_url

    def refuse_wrong_session_store(self) -> None:
        """Raise ValueError for a URL that no engine is known for, or a form that it lacks."""
        try:
            check_store(self.record_store_url, self.session_sql_form)
        except ValueError as error:
            raise ValueError(f"SESSION_STORE_URL, SESSION_SQL_FORM: {error}") from None
        if self.compat_user_routes and not self.record_store_url.startswith(REDIS_SCHEMES):
            raise ValueError("COMPAT_USER_ROUTES needs Redis: set SESSION_STORE_URL to redis://…")

    @model_validator(mode="after")
    def refuse_insecure_production(self) -> Self:
        """Production on plain http, or with cookies that travel over it, is a mistake."""
        if not self.is_production:
            return self
        url = urlsplit(self.public_url)
        if url.scheme != "https" and url.hostname not in LOCAL_HOSTS:
            raise ValueError("PUBLIC_URL must be https:// in production (or localhost)")
        if self.insecure_cookies:
            raise ValueError("INSECURE_COOKIES is for development: unset it in production")
        if self.bcrypt_rounds < 12:
            raise ValueError("BCRYPT_ROUNDS under 12 is for tests: unset it in production")
        return self

    @property
    def proxies(self) -> Proxies:
        """Whose word on where a request comes from is taken."""
        return Proxies(read_networks(self.trusted_proxies), self.proxy_header)

    @property
    def sends_secure_cookies(self) -> bool:
        """Whether cookies that need not be secure are: in production, and wherever it is https."""
        is_https = self.public_url.startswith("https:")
        return (self.is_production or is_https) and not self.insecure_cookies

    @property
    def is_production(self) -> bool:
        """Whether weak secrets and demo users are refused."""
        return self.env == "production"

    @property
    def is_registration_open(self) -> bool:
        """Whether strangers may make themselves an account."""
        is_open = self.registration_open
        return not self.is_production if is_open is None else is_open
