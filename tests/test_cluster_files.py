"""Whether what deploys three database servers fits genfind, and itself: needs no engine."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from infrastructure.confirming import SURE
from infrastructure.embedded_postgres import DEFAULTS, INITDB
from infrastructure.postgres import LIBPQ, Addresses, parts
from infrastructure.settings import from_environment
from tests.test_compose import ASKED_FOR, FILE, check

ROOT = Path(__file__).parents[1]
NODES, MEMBERS = ("db-a", "db-b", "db-c"), ("etcd-a", "etcd-b", "etcd-c")


@pytest.fixture(scope="module")
def patroni() -> Any:
    return yaml.safe_load((ROOT / "deploy/patroni/patroni.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def services() -> Any:
    given = ASKED_FOR | {"COMPOSE_PROFILES": "cluster"}
    return json.loads(check(FILE, "--format", "json", given=given).stdout)["services"]


def test_no_commit_counts_before_another_machine_has_it(patroni):
    rules = patroni["bootstrap"]["dcs"]

    assert rules["synchronous_mode"] == "quorum"
    assert rules["synchronous_mode_strict"] is True
    assert rules["synchronous_node_count"] == 1
    assert rules["ttl"] - rules["loop_wait"] - 2 * rules["retry_timeout"] > SURE
    told = rules["postgresql"]["parameters"]
    assert not {"synchronous_commit", "fsync", "full_page_writes"} & told.keys()


def test_a_cluster_is_laid_out_like_the_embedded_server(patroni):
    said = {
        next(iter(each.items())) if isinstance(each, dict) else (each, None)
        for each in patroni["bootstrap"]["initdb"]
    }
    words = [word.removeprefix("--") for word in INITDB.split() if word[:2] == "--"]

    assert said == {
        (name, value or None) for name, _, value in (w.partition("=") for w in words)
    }
    told = patroni["bootstrap"]["dcs"]["postgresql"]["parameters"]
    for name in ("default_text_search_config", "idle_in_transaction_session_timeout"):
        assert told[name] == DEFAULTS[name]


def test_backups_go_on_after_a_failover(patroni):
    barman = (ROOT / "deploy/barman/archive.conf").read_text("utf-8")
    told = dict(re.findall(r"^(\w+) = (.+)$", barman, re.MULTILINE))

    assert patroni["bootstrap"]["dcs"]["slots"] == {
        told["slot_name"]: {"type": "physical"}
    }
    for name in ("conninfo", "streaming_conninfo"):
        assert parts(told[name])["target_session_attrs"] == "read-write"
        assert parts(told[name])["host"] == ",".join(NODES)


def test_each_node_and_member_is_known_by_its_own_name(services):
    for name in NODES:
        told = services[name]["environment"]
        assert told["PATRONI_NAME"] == name
        assert told["PATRONI_POSTGRESQL_CONNECT_ADDRESS"] == f"{name}:5432"
        assert told["PATRONI_RESTAPI_CONNECT_ADDRESS"] == f"{name}:8008"
        assert services[name]["volumes"][0]["source"] == name
        assert re.findall(r"[\w-]+(?=:2379)", told["PATRONI_ETCD3_HOSTS"]) == [*MEMBERS]
    for name in MEMBERS:
        told = services[name]["environment"]
        assert told["ETCD_NAME"] == name
        assert told["ETCD_ADVERTISE_CLIENT_URLS"] == f"http://{name}:2379"
        assert f"{name}={told['ETCD_INITIAL_ADVERTISE_PEER_URLS']}" in (
            told["ETCD_INITIAL_CLUSTER"].split(",")
        )
        assert services[name]["volumes"][0]["source"] == name


def test_the_registry_finds_whoever_leads(services):
    for name in ("cluster-migrate", "cluster-app", "cluster-worker"):
        settings = from_environment(services[name]["environment"])
        for address in (settings.database_url, settings.admin_url):
            if address:
                told = LIBPQ | parts(Addresses.of(address).archive)
                assert told["host"] == ",".join(NODES)
                assert told["target_session_attrs"] == "read-write"


def test_without_the_profile_nothing_of_a_cluster_is_started():
    plain = json.loads(check(FILE, "--format", "json").stdout)["services"]

    assert not {name for name in plain if name.startswith(("cluster-", "db-", "etcd-"))}


def test_a_node_runs_what_is_pinned_and_what_the_trials_run():
    image = (ROOT / "deploy/patroni/Dockerfile").read_text("utf-8")
    passed = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    for file in re.findall(r"^COPY (\S+)", image, re.MULTILINE):
        assert (ROOT / file).exists()
        assert {f"!{file}", f"!{Path(file).parent}"} & set(passed)
    assert "--require-hashes" in image


def test_no_password_of_a_cluster_is_written_down(services):
    given = {"COMPOSE_PROFILES": "cluster"}
    raw = check(FILE, "--no-interpolate", "--format", "json", given=given).stdout
    for each in json.loads(raw)["services"].values():
        for name, value in each.get("environment", {}).items():
            secrets = re.findall(r"://[^:/@]+:(.*)@", value)
            secrets += [value] if name.endswith("PASSWORD") else []
            for secret in secrets:
                assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", secret), name
