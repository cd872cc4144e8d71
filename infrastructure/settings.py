"""What can be set from outside: environment variables named GENFIND_…"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr, ValidationError

from domain.event import Frozen
from infrastructure.mail import MailServer, addressed
from infrastructure.provider_keys import is_trustworthy

Address = Annotated[str | None, Field(repr=False)]  # it may hold a password
BUCKET = re.compile(
    r"https?://[^/?#]+/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\?region=[\w-]+)?"
)


class BadSettings(Exception):
    """A setting is missing or can't be used; the sentence says which and what to do."""


def _home() -> Path:
    """PostgreSQL never runs as root, and its account can't enter root's own folder."""
    return Path("/var/lib/genfind") if os.geteuid() == 0 else Path.home() / ".genfind"


def _bucket(url: str | None) -> str | None:
    """Sealed or not: whoever can write to the line could take files away."""
    if url and not (BUCKET.fullmatch(url) and is_trustworthy(url)):
        raise ValueError("not the https address of a bucket")
    return url


def _public(url: str | None) -> str | None:
    """Cookies that prove who somebody is travel over no line that others read."""
    if url and not is_trustworthy(url):
        raise ValueError("not https")
    return url


def _mail(url: str | None) -> str | None:
    """Raises ValueError where it could not be used."""
    if url:
        MailServer.of(url, "registry@genfind.example")
    return url


def _sender(address: str | None) -> str | None:
    return address and addressed(address).addr_spec


Mail = Annotated[str | None, Field(repr=False), AfterValidator(_mail)]
Sender = Annotated[str | None, AfterValidator(_sender)]
Public = Annotated[str | None, AfterValidator(_public)]
Bucket = Annotated[str | None, Field(repr=False), AfterValidator(_bucket)]


class Settings(Frozen):
    home: Path = Field(default_factory=_home)
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65535)

    database_url: Address = None  # one server; or one address each:
    archive_url: Address = None
    keys_url: Address = None
    views_url: Address = None
    evidence_url: Bucket = None  # in place of the archive's database
    admin_url: Address = None  # who may migrate and examine; never the service

    kek: SecretStr | None = None  # base64 of 32 bytes; or a file with that:
    kek_file: Path | None = None

    log_origin: str = Field(
        "localhost/archive/1", pattern=r"^[^\s+]+/archive/[1-9]\d*$"
    )
    signer_folder: Path | None = None
    policy_file: Path | None = None
    former_policy_files: str | None = None  # of logs that ended, as in PATH

    issuer: str | None = None
    audience: str = "genfind"
    role_claim: str = "role"
    district_claim: str = "district"
    unit_claim: str = "unit"
    citizen_claim: str | None = None  # the officer's own id among the citizens
    surname_claim: str = "family_name"

    public_url: Public = None  # where browsers find the pages
    client_id: str = "genfind-pages"
    client_secret: SecretStr | None = None
    scope: str = "openid"
    session_idle_minutes: int = Field(30, ge=1, le=480)
    session_hours: int = Field(8, ge=1, le=24)

    smtp_url: Mail = None  # without it, nothing is sent by e-mail
    smtp_sender: Sender = None

    follow_up_days: int = Field(7, ge=1, le=365)
    smallest_count: int = Field(5, ge=2, le=100)  # that is published
    erasure_wait_days: int = Field(0, ge=0, le=365)  # from a request to its destruction

    @property
    def embedded(self) -> bool:
        """Whether the registry runs its own PostgreSQL inside its home."""
        return not (self.database_url or self.archive_url)


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Raises BadSettings, never naming a value."""
    given = {
        name.removeprefix("GENFIND_").lower(): value
        for name, value in environment.items()
        if name.startswith("GENFIND_") and value
    }
    try:
        settings = Settings(**given)
    except ValidationError as error:
        names = {f"GENFIND_{part['loc'][0]}".upper() for part in error.errors()}
        raise BadSettings(f"Correct or remove: {', '.join(sorted(names))}.") from None
    apart = [settings.archive_url, settings.keys_url, settings.views_url]
    if any(apart) and not all(apart):
        raise BadSettings(
            "Set GENFIND_ARCHIVE_URL, GENFIND_KEYS_URL and GENFIND_VIEWS_URL together."
        )
    if bool(settings.smtp_url) != bool(settings.smtp_sender):
        raise BadSettings("Set GENFIND_SMTP_URL and GENFIND_SMTP_SENDER together.")
    return settings
