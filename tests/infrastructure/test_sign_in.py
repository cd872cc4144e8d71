"""Whom the registry believes, and on whose word."""

import hmac
import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from joserfc import jws, jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from domain.event import By, Role
from infrastructure.settings import BadSettings
from infrastructure.sign_in import NoRole, SignIn, Unauthenticated

ISSUER = "https://sign-in.example"
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
JENSEN = {"sub": "K-1147", "role": "OFFICER", "district": "1467"}


class Provider:
    """A provider in memory that counts how often it is asked."""

    def __init__(self) -> None:
        self.now = NOON
        self.keys = [ECKey.generate_key("P-256", auto_kid=True)]
        self.asked = 0

    def clock(self) -> datetime:
        return self.now

    def fetch(self, url):
        self.asked += 1
        if url.endswith("/.well-known/openid-configuration"):
            return {"issuer": ISSUER, "jwks_uri": f"{ISSUER}/keys"}
        return KeySet(self.keys).as_dict(private=False)

    def token(self, key=None, header=None, **claims) -> str:
        key = key or self.keys[-1]
        times = {"iat": self.now, "exp": self.now + timedelta(hours=1)}
        alg = "ES256" if key.key_type == "EC" else "RS256"
        told = {"iss": ISSUER, "aud": "genfind", **times, **JENSEN, **claims}
        said = {name: value for name, value in told.items() if value is not None}
        header = {"alg": alg, "kid": key.kid, **(header or {})}
        return jwt.encode(header, said, key, [header["alg"]])


@cache
def rsa() -> RSAKey:
    return RSAKey.generate_key(2048, auto_kid=True)


@pytest.fixture
def provider() -> Provider:
    return Provider()


@pytest.fixture
def sign_in(provider: Provider) -> SignIn:
    return new_sign_in(provider)


def new_sign_in(provider: Provider, **claims: str) -> SignIn:
    return SignIn(
        ISSUER,
        "genfind",
        provider.fetch,
        provider.clock,
        districts={"1467", "1470"},
        **claims,
    )


def test_an_officer_signs_in_with_role_district_and_unit(sign_in, provider):
    by = sign_in.who(provider.token(unit="Beredskab"))
    assert by == By(id="K-1147", role=Role.OFFICER, district="1467", unit="Beredskab")


def test_rsa_signatures_are_believed_too(sign_in, provider):
    provider.keys = [rsa()]
    assert sign_in.who(provider.token()).id == "K-1147"


def test_the_token_may_be_for_others_too(sign_in, provider):
    assert sign_in.who(provider.token(aud=["pages", "genfind"])).id == "K-1147"


@pytest.mark.parametrize("role", ["AUTHORITY", "CUSTODIAN"])
def test_those_of_no_district_have_none_whatever_the_token_says(
    sign_in, provider, role
):
    assert sign_in.who(provider.token(role=role, district="1467")).district is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "another-service"},
        {"aud": None},
        {"iss": "https://elsewhere.example"},
        {"iss": None},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": float("nan")},
        {"nbf": NOON + timedelta(minutes=5)},
        {"iat": NOON + timedelta(minutes=5)},
        {"sub": None},
        {"sub": ""},
        {"sub": "K\x001147"},
        {"sub": "K" * 101},
        {"padding": "x" * 8_192},
    ],
    ids=lambda wrong: "-".join([*wrong, str(*wrong.values())[:12]]),
)
def test_a_token_with_a_wrong_claim_is_refused_without_an_echo(
    sign_in, provider, wrong
):
    with pytest.raises(Unauthenticated) as refused:
        sign_in.who(provider.token(**wrong))
    assert str(refused.value) == "The token is not accepted: sign in again."


def test_a_token_ends_with_its_time(sign_in, provider):
    token = provider.token()
    provider.now += timedelta(minutes=59)
    assert sign_in.who(token).id == "K-1147"
    provider.now += timedelta(minutes=2)
    with pytest.raises(Unauthenticated, match="expired"):
        sign_in.who(token)


def test_who_was_checked_is_recalled_for_a_minute(sign_in, provider):
    token = provider.token()
    assert sign_in.recall(token) is None
    by = sign_in.who(token)
    provider.now += timedelta(seconds=59)
    assert sign_in.recall(token) == by
    assert sign_in.recall(provider.token(sub="K-2005")) is None
    provider.now += timedelta(seconds=1)
    assert sign_in.recall(token) is None


def test_nobody_is_recalled_beyond_the_end_of_his_token(sign_in, provider):
    token = provider.token(exp=provider.now + timedelta(seconds=10))
    sign_in.who(token)
    provider.now += timedelta(seconds=39)
    assert sign_in.recall(token)
    provider.now += timedelta(seconds=1)
    assert sign_in.recall(token) is None


def test_who_was_refused_is_not_recalled(sign_in, provider):
    for token in (provider.token(aud="another"), provider.token(role="MAYOR")):
        with pytest.raises((Unauthenticated, NoRole)):
            sign_in.who(token)
        assert sign_in.recall(token) is None


def test_two_clocks_may_differ_by_seconds(sign_in, provider):
    soon = provider.now + timedelta(seconds=20)
    assert sign_in.who(provider.token(iat=soon, nbf=soon)).id == "K-1147"


def signed_by_a_stranger(provider: Provider) -> str:
    stranger = ECKey.generate_key("P-256", {"kid": provider.keys[0].kid})
    return provider.token(stranger)


def bringing_its_own_key(provider: Provider) -> str:
    stranger = ECKey.generate_key("P-256", {"kid": provider.keys[0].kid})
    return provider.token(stranger, {"jwk": stranger.as_dict(private=False)})


def with_another_payload(provider: Provider) -> str:
    header, _, signature = provider.token().split(".")
    _, payload, _ = provider.token(role="CUSTODIAN").split(".")
    return f"{header}.{payload}.{signature}"


def unsigned(provider: Provider) -> str:
    _, payload, _ = provider.token().split(".")
    return f"{_header(alg='none')}.{payload}."


def signed_with_the_public_key(provider: Provider) -> str:
    provider.keys = [rsa()]
    _, payload, _ = provider.token().split(".")
    said = f"{_header(alg='HS256', kid=rsa().kid)}.{payload}"
    public = rsa().as_pem(private=False)
    return f"{said}.{_b64(hmac.digest(public, said.encode(), 'sha256'))}"


def with_a_longer_hash(provider: Provider) -> str:
    provider.keys = [rsa()]
    return provider.token(header={"alg": "RS512"})


def with_the_algorithm_of_another_key(provider: Provider) -> str:
    _, payload, signature = provider.token().split(".")
    header = _header(alg="RS256", kid=provider.keys[0].kid)
    return f"{header}.{payload}.{signature}"


def of_another_type(provider: Provider) -> str:
    return provider.token(header={"typ": "logout+jwt"})


def signed_but_no_object(provider: Provider) -> str:
    key = provider.keys[0]
    header = {"alg": "ES256", "kid": key.kid}
    return jws.serialize_compact(header, b"[" * 4_000, key, ["ES256"])


@pytest.mark.parametrize(
    "forged",
    [
        signed_by_a_stranger,
        bringing_its_own_key,
        with_another_payload,
        unsigned,
        signed_with_the_public_key,
        with_a_longer_hash,
        with_the_algorithm_of_another_key,
        of_another_type,
        signed_but_no_object,
    ],
)
def test_a_token_that_the_issuer_did_not_sign_so_is_refused(sign_in, provider, forged):
    with pytest.raises(Unauthenticated):
        sign_in.who(forged(provider))


def _b64(words: bytes) -> str:
    return urlsafe_b64encode(words).decode().rstrip("=")


def _header(**said: object) -> str:
    return _b64(json.dumps(said).encode())


GARBAGE = [
    "",
    "genfind",
    "..",
    "a.b.c",
    "ÆØÅ.\x00.\ud800",
    f"{_b64(b'[]')}..",
    f"{_b64(b'7')}..",
    f"{_header(alg=['ES256'])}..",
    f"{_header(alg='ES256', kid={})}..",
    f"{_header(alg='ES256', typ=7)}..",
    f"{_header(alg='ES256', crit=['b64'], b64=False)}..",
    f"{_b64(b'[' * 300)}..",
    "x" * 10_000_000,
]


@pytest.mark.parametrize("garbage", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_is_refused_and_never_echoed(sign_in, garbage):
    with pytest.raises(Unauthenticated) as refused:
        sign_in.who(garbage)
    assert str(refused.value) == "The token is not accepted: sign in again."


@pytest.mark.parametrize("forged", [unsigned, signed_with_the_public_key])
def test_a_hopeless_token_costs_the_provider_nothing(sign_in, provider, forged):
    with pytest.raises(Unauthenticated):
        sign_in.who(forged(provider))
    assert provider.asked == 0


@pytest.mark.parametrize(
    "claims",
    [
        {"role": None},
        {"role": ""},
        {"role": "REGISTRY"},
        {"role": "officer"},
        {"role": "genfind:REGISTRY:1467"},
        {"role": ["default", "offline_access"]},
        {"role": ["OFFICER", "SUPERVISOR"]},
        {"role": {"OFFICER": True}},
        {"district": None},
        {"district": "9999"},
        {"district": 1467},
        {"role": "SUPERVISOR", "district": None},
        {"role": "GATEWAY", "district": None},
    ],
    ids=str,
)
def test_whoever_has_no_clear_role_has_nothing_to_do_here(sign_in, provider, claims):
    with pytest.raises(NoRole):
        sign_in.who(provider.token(**claims))


@pytest.mark.parametrize(
    ("names", "claims"),
    [
        ({"roles_claim": "genfind.role"}, {"genfind": {"role": "SUPERVISOR"}}),
        (
            {"roles_claim": "access.genfind.roles"},
            {"access": {"genfind": {"roles": ["offline_access", "SUPERVISOR"]}}},
        ),
        (
            {"roles_claim": "https://a.example/role"},
            {"https://a.example/role": "SUPERVISOR"},
        ),
        (
            {"roles_claim": "groups"},
            {"groups": ["staff", "genfind:SUPERVISOR:1467"], "district": "1470"},
        ),
        (
            {"district_claim": "place.code"},
            {"role": "SUPERVISOR", "district": None, "place": {"code": "1467"}},
        ),
    ],
    ids=["path", "roles", "url", "groups", "district"],
)
def test_every_provider_may_say_it_in_its_own_place(provider, names, claims):
    told = {"role": None, **claims}
    by = new_sign_in(provider, **names).who(provider.token(**told))
    assert (by.role, by.district) == (Role.SUPERVISOR, "1467")


def test_a_group_may_name_the_unit(provider):
    token = provider.token(groups=["genfind:OFFICER:1470:Lokalpoliti Øst"])
    by = new_sign_in(provider, roles_claim="groups").who(token)
    assert (by.district, by.unit) == ("1470", "Lokalpoliti Øst")


def test_an_issuer_over_an_open_line_is_not_begun_with(provider):
    with pytest.raises(BadSettings, match="https"):
        SignIn(
            "http://sign-in.example",
            "genfind",
            provider.fetch,
            provider.clock,
            districts=(),
        )
