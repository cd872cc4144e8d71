"""The folder of the embedded default: its PostgreSQL, its keys, its demo issuer."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from psycopg.conninfo import make_conninfo

from api.composition import Parts, compose
from api.erasing import make_sure
from domain.notes import BadNote, PublicKey
from domain.policies import Policy
from infrastructure.code_flow import CodeFlow
from infrastructure.embedded_postgres import SERVICE, EmbeddedPostgres
from infrastructure.key_encryption import (
    KeyEncryptionKey,
    from_base64,
    from_file,
    made_once,
)
from infrastructure.lasting import sync
from infrastructure.mail import MailServer
from infrastructure.migrate import migrate
from infrastructure.postgres import Addresses, conninfo, parts
from infrastructure.provider_keys import is_trustworthy
from infrastructure.settings import BadSettings, Settings, from_environment
from infrastructure.sign_in import SignIn
from infrastructure.signer import Signer
from infrastructure.signers import Signers

AUDITOR = "genfind_auditor"
DEMO_ORIGIN = "demo.genfind.example/archive/1"


class Home:
    """All files below are private to the account that runs the registry."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.path = settings.home.expanduser().absolute()
        self._demo = self.path / "demo"

    @property
    def is_demo(self) -> bool:
        """Whether imports may set the clock here, for ever."""
        return self._demo.exists()

    def demo_port(self) -> int:
        """Where the demo of this home serves, or did last."""
        if not self.is_demo:
            raise BadSettings(f"No demo has run in {self.path}: start genfind demo.")
        return int(self._demo.read_text())

    def become_demo(self, port: int) -> None:
        if (self.path / "postgres").exists() and not self.is_demo:
            raise BadSettings(
                f"{self.path} holds a registry that is no demo: set GENFIND_HOME."
            )
        self._make()
        self._demo.write_text(str(port))
        sync(self._demo, self.path)

    def kek(self) -> KeyEncryptionKey:
        if self.settings.kek:
            return from_base64(self.settings.kek.get_secret_value())
        if self.settings.kek_file:
            return from_file(self.settings.kek_file)
        if not self.settings.embedded:
            raise BadSettings("Set GENFIND_KEK_FILE, or GENFIND_KEK.")
        return made_once(self.path / "kek")

    @property
    def origin(self) -> str:
        """Of the transparency log; a demo's says that its clock may have been set."""
        return DEMO_ORIGIN if self.is_demo else self.settings.log_origin

    @property
    def signs(self) -> bool:
        """Whether the log's key is here. Elsewhere one process has it, and no second."""
        return self.settings.embedded or self.settings.signer_folder is not None

    @property
    def signers(self) -> Signers:
        return Signers(self.settings.signer_folder or self.path / "signer")

    def signer(self) -> Signer:
        """With its key and what it signed last in a folder of its own."""
        if not self.signs:
            raise BadSettings("Set GENFIND_SIGNER_FOLDER to where the log's key lies.")
        return self.signers.of(self.origin)

    def ended(self) -> list[Signer]:
        """Those of the logs before this one, as far as their folders are here."""
        return self.signers.before(self.origin) if self.signs else []

    def log_key(self) -> PublicKey:
        """Of a log that has begun."""
        folder = self.signers.folder_of(self.origin)
        if not folder.exists():
            raise BadSettings(f"No log has begun in {folder}: start it.")
        return self.signer().key

    def policy(self) -> Policy | None:
        """Whose signatures are asked for. Without a policy file, where the signer is our
        own, the log's alone; else nothing is published.
        """
        file = self.settings.policy_file
        if file is None:
            return Policy.of(self.signer().key) if self.signs else None
        policy = _policy_in(file, "GENFIND_POLICY_FILE")
        if not all(is_trustworthy(w.url) for w in policy.witnesses if w.url):
            raise BadSettings("GENFIND_POLICY_FILE: witnesses have https addresses.")
        return policy

    def former(self) -> tuple[Policy, ...]:
        """Of the logs before this one. Without their files, where the signer is our own,
        each log's alone.
        """
        if files := self.settings.former_policy_files:
            name = "GENFIND_FORMER_POLICY_FILES"
            return tuple(_policy_in(Path(f), name) for f in files.split(os.pathsep))
        if self.settings.policy_file is None:
            return tuple(Policy.of(signer.key) for signer in self.ended())
        return ()

    def mail(self) -> MailServer | None:
        url, sender = self.settings.smtp_url, self.settings.smtp_sender
        return MailServer.of(url, sender) if url and sender else None

    def server(self) -> EmbeddedPostgres:
        return EmbeddedPostgres(self.path / "postgres")

    def admin(self) -> Addresses:
        """For migrations and the doctor; the service itself never uses these."""
        settings = self.settings
        if settings.embedded:
            server = self.server()
            server.ensure()
            return Addresses.of(server.dsn(SERVICE))
        if settings.admin_url:
            login = parts(settings.admin_url)
            service = self.service()
            return Addresses(
                *(
                    make_conninfo(
                        url, user=login["user"], password=login.get("password")
                    )
                    for url in (service.archive, service.keys, service.views)
                )
            )
        raise BadSettings("Set GENFIND_ADMIN_URL to an address that may migrate.")

    def auditor(self) -> str:
        """The archive, for somebody who can only read."""
        if self.settings.embedded:
            self.server().ensure()
        return conninfo(self.service().archive, AUDITOR, 0)

    def service(self) -> Addresses:
        settings = self.settings
        if settings.archive_url and settings.keys_url and settings.views_url:
            return Addresses(
                settings.archive_url, settings.keys_url, settings.views_url
            )
        if settings.database_url:
            return Addresses.of(settings.database_url)
        return Addresses.of(self.server().dsn(SERVICE, SERVICE))

    def prepare(self) -> Addresses:
        """Ready to be used: an embedded server runs and has its newest tables."""
        self._make()
        admin = self.admin() if self.settings.embedded else None
        service = self.service()
        if admin:
            migrate(admin, service)
        return service

    def _make(self) -> None:
        if not self.path.exists():
            self.path.mkdir(parents=True)
            self.path.chmod(0o711)  # PostgreSQL's own account must get through
            sync(self.path.parent)


def _policy_in(file: Path, setting: str) -> Policy:
    try:
        return Policy.read(file.read_text(encoding="utf-8"))
    except (OSError, BadNote) as error:
        raise BadSettings(f"{setting}: {error}") from None


def home() -> Home:
    return Home(from_environment(os.environ))


@contextmanager
def composed(
    home: Home,
    sign_in: SignIn | None = None,
    code_flow: CodeFlow | None = None,
    *,
    prepared: bool = False,
    as_they_are: bool = False,
) -> Iterator[Parts]:
    """With `as_they_are`, read models of another version are left to serve it."""
    settings = home.settings
    service = home.service() if prepared else home.prepare()
    kek = home.kek()
    with compose(
        service,
        kek,
        sign_in=sign_in,
        code_flow=code_flow,
        session_idle=timedelta(minutes=settings.session_idle_minutes),
        session_longest=timedelta(hours=settings.session_hours),
        follow_up_days=settings.follow_up_days,
        smallest_count=settings.smallest_count,
        evidence_url=settings.evidence_url,
        policy=home.policy(),
        former=home.former(),
        erasure_wait=timedelta(days=settings.erasure_wait_days),
        mail=home.mail(),
    ) as parts:
        for projector in (parts.projector, parts.access_projector):
            projector.keep_books() if as_they_are else projector.prepare()
        if not (prepared or as_they_are):
            make_sure(parts)
        yield parts
