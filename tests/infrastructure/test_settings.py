"""What can't be used is named before anything starts, and never repeated."""

from pathlib import Path

import pytest

from infrastructure.settings import BadSettings, from_environment

LOGIN = "key:hunter2@"
URLS = {f"GENFIND_{kind}_URL": f"postgresql://{kind}" for kind in ("ARCHIVE", "KEYS")}


def test_without_settings_a_single_machine_runs_its_own_database() -> None:
    settings = from_environment({"PATH": "/bin", "PORT": "1"})
    assert settings.embedded
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.home.name in ("genfind", ".genfind")


def test_what_is_set_counts_and_what_is_empty_does_not() -> None:
    environment = {"GENFIND_HOME": "/srv/genfind", "GENFIND_PORT": "8010"}
    settings = from_environment(environment | {"GENFIND_ISSUER": ""})
    assert settings.home == Path("/srv/genfind")
    assert settings.port == 8010
    assert settings.issuer is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GENFIND_PORT", "eighty"),
        ("GENFIND_PORT", "65536"),
        ("GENFIND_FOLLOW_UP_DAYS", "0"),
        ("GENFIND_EVIDENCE_URL", f"http://{LOGIN}s3.example/evidence"),
        ("GENFIND_EVIDENCE_URL", f"https://{LOGIN}s3.example"),
        ("GENFIND_EVIDENCE_URL", f"https://{LOGIN}s3.example/one/two"),
        ("GENFIND_EVIDENCE_URL", "s3://evidence"),
        ("GENFIND_SMTP_URL", f"http://{LOGIN}mail.example"),
        ("GENFIND_SMTP_SENDER", "kvittering.example"),
        ("GENFIND_DATABSE_URL", "postgresql://u:hunter2@db"),
    ],
)
def test_a_bad_or_unknown_setting_is_named_without_its_value(
    name: str, value: str
) -> None:
    with pytest.raises(BadSettings) as refused:
        from_environment({name: value})
    assert name in str(refused.value)
    assert value not in str(refused.value)
    assert refused.value.__cause__ is None


def test_all_that_is_wrong_is_named_at_once() -> None:
    with pytest.raises(BadSettings, match="GENFIND_FOLLOW_UP_DAYS, GENFIND_PORT"):
        from_environment({"GENFIND_PORT": "-", "GENFIND_FOLLOW_UP_DAYS": "-"})


def test_a_mail_server_and_a_sender_are_set_together() -> None:
    mail = {"GENFIND_SMTP_URL": f"smtps://{LOGIN}mail.example"}
    with pytest.raises(BadSettings, match="together"):
        from_environment(mail)
    sender = {"GENFIND_SMTP_SENDER": "kvittering@politi.example"}
    assert LOGIN not in repr(from_environment(mail | sender))


def test_separate_databases_are_set_together() -> None:
    with pytest.raises(BadSettings, match="together"):
        from_environment(URLS)
    settings = from_environment(URLS | {"GENFIND_VIEWS_URL": "postgresql://views"})
    assert not settings.embedded
    assert not from_environment({"GENFIND_DATABASE_URL": "postgresql://db"}).embedded


@pytest.mark.parametrize(
    "url",
    [
        f"https://{LOGIN}s3.example/evidence?region=eu-north-1",
        "https://s3.example:9000/evidence",
        "http://127.0.0.1:9000/evidence",
    ],
)
def test_files_may_be_kept_in_a_bucket(url: str) -> None:
    assert from_environment({"GENFIND_EVIDENCE_URL": url}).evidence_url == url


def test_secrets_do_not_show_where_settings_are_printed() -> None:
    environment = {
        "GENFIND_KEK": "aHVudGVyMg==",
        "GENFIND_DATABASE_URL": "postgresql://u:hunter2@db",
        "GENFIND_ADMIN_URL": "postgresql://a:hunter2@db",
        "GENFIND_EVIDENCE_URL": f"https://{LOGIN}s3.example/evidence",
    }
    shown = repr(from_environment(environment))
    assert "aHVudGVyMg" not in shown
    assert "hunter2" not in shown
