"""Whether docker-compose.yml and the realm beside it fit genfind: needs no engine."""

import json
import os
import re
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import compose
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from domain.event import Role
from domain.places import DISTRICTS
from infrastructure.code_flow import RETURN
from infrastructure.embedded_postgres import INITDB
from infrastructure.provider_keys import is_trustworthy
from infrastructure.settings import Settings, from_environment
from infrastructure.sign_in import NoRole, SignIn

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docker-compose.yml"
REALM = ROOT / "deploy/keycloak/genfind-realm.json"
# Its console script always returns 0, so the program itself is run.
PROGRAM = Path(next(iter(compose.__path__)), "docker-compose")
ASKED_FOR = dict.fromkeys(
    (
        "POSTGRES_PASSWORD",
        "SERVICE_PASSWORD",
        "KEYCLOAK_ADMIN_PASSWORD",
        "KEYCLOAK_DEMO_PASSWORD",
    ),
    "invented",
)
CLAIMS = {"sub", "aud", "role", "district", "unit"}  # issuer and times come unasked


def check(
    file: Path, *options: str, given: dict[str, str] = ASKED_FOR
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, "--env-file", os.devnull, "-f", file, "config", *options],
        env={"PATH": os.defpath, **given},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def services() -> Any:
    return json.loads(check(FILE, "--format", "json").stdout)["services"]


@pytest.fixture(scope="module")
def realm() -> Any:
    return json.loads(REALM.read_text(encoding="utf-8"))


def test_docker_compose_takes_the_file():
    checked = check(FILE, "-q")

    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("healthcheck:", "healthchek:"),
        ("condition: service_healthy", "condition: service_is_well"),
        ("network_mode: service:app", "network_mode: service:nobody"),
        ("- database:/var", "- elsewhere:/var"),
    ],
)
def test_docker_compose_refuses_a_broken_copy(right: str, wrong: str, tmp_path: Path):
    text = FILE.read_text(encoding="utf-8")
    broken = tmp_path / FILE.name
    broken.write_text(text.replace(right, wrong), encoding="utf-8")

    assert right in text
    assert check(broken, "-q").returncode != 0


@pytest.mark.parametrize("missing", ASKED_FOR)
def test_a_missing_password_is_asked_for_by_name(missing: str):
    given = {name: value for name, value in ASKED_FOR.items() if name != missing}
    checked = check(FILE, "-q", given=given)

    assert checked.returncode != 0
    assert missing in checked.stderr


def test_the_tables_wait_for_the_database_and_the_service_for_the_tables(services):
    def awaited(name: str) -> dict[str, str]:
        after = services[name]["depends_on"]
        return {other: each["condition"] for other, each in after.items()}

    assert awaited("migrate") == {"db": "service_healthy"}
    assert awaited("app") == {"migrate": "service_completed_successfully"}
    assert awaited("worker") == {"migrate": "service_completed_successfully"}
    assert "127.0.0.1" in services["db"]["healthcheck"]["test"]


def test_api_and_projector_run_apart(services):
    assert services["app"]["command"] == ["genfind", "serve", "--no-projector"]
    assert services["worker"]["command"] == ["genfind", "project"]
    assert services["migrate"]["command"] == ["genfind", "migrate"]


def test_the_database_is_laid_out_like_the_embedded_one(services):
    db = services["db"]
    arguments = set(db["environment"]["POSTGRES_INITDB_ARGS"].split())
    embedded = {word for word in INITDB.split() if word.startswith("--")}

    assert arguments == embedded - {"--auth=scram-sha-256"} | {
        "--auth-host=scram-sha-256",
        "--auth-local=scram-sha-256",
    }
    assert [each["target"] for each in db["volumes"]] == ["/var/lib/postgresql"]


def test_each_process_understands_its_settings(services):
    for name in ("migrate", "app", "worker"):
        settings = from_environment(services[name]["environment"])
        assert not settings.embedded
        assert name == "migrate" or settings.kek_file == Path("/run/secrets/kek")
        assert (settings.admin_url is not None) == (name == "migrate")


def test_the_key_file_belongs_to_the_account_of_the_image_alone(services):
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    accounts = re.findall(r"^USER (\d+):(\d+)$", image, re.MULTILINE)
    for name in ("app", "worker"):
        [key] = services[name]["secrets"]
        assert accounts == [(key["uid"], key["gid"])]
        assert key["mode"] == "0400"


def test_only_this_machine_reaches_what_is_published(services):
    published = [port for each in services.values() for port in each.get("ports", [])]

    assert published
    assert all(port["host_ip"] == "127.0.0.1" for port in published)


def test_the_issuer_is_one_that_sign_in_believes(services, realm):
    issuer = services["app"]["environment"]["GENFIND_ISSUER"]
    keycloak = services["keycloak"]

    assert is_trustworthy(issuer)
    assert issuer == f"{keycloak['environment']['KC_HOSTNAME']}/realms/{realm['realm']}"
    assert keycloak["network_mode"] == "service:app"  # so its localhost is the app's


def test_no_password_is_written_down(services, realm):
    unresolved = check(FILE, "--no-interpolate", "--format", "json").stdout
    for each in json.loads(unresolved)["services"].values():
        for name, value in each.get("environment", {}).items():
            for secret in re.findall(r"://[^:/@]+:(.*)@", value):
                assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", secret), name
            if re.search("PASSWORD|SECRET|KEK$", name):
                assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", value), name
    credentials = [each for user in realm["users"] for each in user["credentials"]]
    assert credentials
    for each in credentials:
        assert each["value"] == "${KEYCLOAK_DEMO_PASSWORD}"
        assert each["temporary"] is True
    assert not re.search(r'"(secret|privateKey|secretData)"', REALM.read_text("utf-8"))
    assert all(client["publicClient"] is True for client in realm["clients"])


def claims(
    realm: dict[str, Any], user: dict[str, Any], client: str = "genfind"
) -> dict[str, Any]:
    """What Keycloak puts into an access token of this client for this user."""
    known = {each["clientId"]: each for each in realm["clients"]}
    found: dict[str, Any] = {}
    for mapper in known[client]["protocolMappers"]:
        config = mapper["config"]
        assert config["access.token.claim"] == "true"
        match mapper["protocolMapper"]:
            case "oidc-sub-mapper":
                found["sub"] = f"id-of-{user['username']}"
            case "oidc-audience-mapper":
                found["aud"] = config["included.custom.audience"]
            case "oidc-usermodel-attribute-mapper":
                [held] = user["attributes"].get(config["user.attribute"], [None])
                if held:
                    found[config["claim.name"]] = held
    return found


def test_the_realm_signs_in_one_person_of_each_role(realm, services):
    settings = Settings()
    key = RSAKey.generate_key(2048, auto_kid=True)
    issuer = services["app"]["environment"]["GENFIND_ISSUER"]
    published = {
        f"{issuer}/.well-known/openid-configuration": {
            "issuer": issuer,
            "jwks_uri": f"{issuer}/protocol/openid-connect/certs",
        },
        f"{issuer}/protocol/openid-connect/certs": {
            "keys": [key.as_dict(private=False)]
        },
    }
    sign_in = SignIn(
        issuer,
        settings.audience,
        published.__getitem__,
        lambda: datetime.now(UTC),
        districts=DISTRICTS,
        roles_claim=settings.role_claim,
        district_claim=settings.district_claim,
        unit_claim=settings.unit_claim,
        citizen_claim=settings.citizen_claim,
        surname_claim=settings.surname_claim,
    )

    def signed_in(user: dict[str, Any]) -> Role:
        asserted = claims(realm, user)
        token = jwt.encode(
            {"alg": "RS256", "typ": "JWT", "kid": key.kid},
            {"iss": issuer, "exp": int(time.time()) + 60, **asserted},
            key,
        )
        by = sign_in.who(token)
        assert by.district == asserted.get("district")
        assert by.unit == asserted.get("unit")
        return by.role

    roles = [signed_in(user) for user in realm["users"]]
    assert sorted(roles) == sorted(set(Role) - {Role.REGISTRY})
    with pytest.raises(NoRole):
        signed_in({"username": "nobody", "attributes": {}})


def test_the_realm_tells_no_more_than_sign_in_reads(realm):
    everybody = [claims(realm, user) for user in realm["users"]]
    client, pages = realm["clients"]

    assert set().union(*everybody) == CLAIMS
    assert pages["defaultClientScopes"] == pages["optionalClientScopes"] == []
    assert client["defaultClientScopes"] == client["optionalClientScopes"] == []
    # An ID token is no key to this door, though it names the same audience.
    assert all(
        mapper["config"]["id.token.claim"] == "false"
        for mapper in client["protocolMappers"]
    )


def test_the_pages_sign_in_by_code_flow_with_pkce_alone(realm, services):
    pages = next(c for c in realm["clients"] if c["clientId"] == Settings().client_id)
    [port] = [p for p in services["app"]["ports"] if p["target"] == Settings().port]

    assert pages["standardFlowEnabled"] is True
    assert pages["attributes"] == {"pkce.code.challenge.method": "S256"}
    assert pages["redirectUris"] == [
        f"http://{port['host_ip']}:{port['published']}{RETURN}"
    ]
    for user in realm["users"]:
        assert claims(realm, user, "genfind-pages") == claims(realm, user)
    told = {
        mapper["name"]
        for mapper in pages["protocolMappers"]
        if mapper["config"]["id.token.claim"] == "true"
    }
    assert told == {"subject"}


def test_nobody_can_give_himself_a_role(realm):
    [provider] = realm["components"]["org.keycloak.userprofile.UserProfileProvider"]
    [config] = provider["config"]["kc.user.profile.config"]
    attributes = {each["name"]: each for each in json.loads(config)["attributes"]}

    assert realm["registrationAllowed"] is False
    for name in ("role", "district", "unit"):
        assert attributes[name]["permissions"]["edit"] == ["admin"]
    assert set(attributes["role"]["validations"]["options"]["options"]) == (
        set(Role) - {Role.REGISTRY}
    )
