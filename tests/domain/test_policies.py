"""Which signatures are enough, and that nobody counts twice."""

import pytest

from domain.notes import BadNote, PublicKey, SignatureType
from domain.policies import Policy

ORIGIN = "genfind.example/archive/1"
LOG = PublicKey(ORIGIN, SignatureType.NOTE, bytes(range(32)))
OVERSIGHT, PROTECTION, ARCHIVE = (
    PublicKey(f"{name}.example/1", SignatureType.COSIGNATURE, bytes([n] * 32))
    for n, name in enumerate(("oversight", "protection", "archive"))
)
SECOND_KEY = PublicKey(OVERSIGHT.name, SignatureType.COSIGNATURE, bytes([9] * 32))
TWO_OF_THREE = f"""# for every verifier
log {LOG}

witness oversight {OVERSIGHT} https://witness.example
witness protection {PROTECTION}
witness archive {ARCHIVE}
group vidner 2 oversight protection archive
quorum vidner
"""


def test_two_of_three_witnesses_and_the_log_itself_are_enough():
    policy = Policy.read(TWO_OF_THREE)
    assert policy.origin == ORIGIN
    assert policy.keys == [LOG, OVERSIGHT, PROTECTION, ARCHIVE]
    assert policy.witnesses[0].url == "https://witness.example"
    assert policy.is_met([LOG, OVERSIGHT, ARCHIVE])
    assert policy.is_met([LOG, OVERSIGHT, PROTECTION, ARCHIVE])
    assert not policy.is_met([LOG, OVERSIGHT])
    assert not policy.is_met([OVERSIGHT, PROTECTION, ARCHIVE])


def test_one_witness_or_none():
    one = f"log {LOG}\nwitness oversight {OVERSIGHT}\nquorum oversight\n"
    assert Policy.read(one).is_met([LOG, OVERSIGHT])
    assert not Policy.read(one).is_met([LOG])
    none = Policy.read(f"log {LOG}\nquorum none\n")
    assert none.is_met([LOG])
    assert not none.is_met([])


def test_groups_of_groups_and_their_words():
    nested = (
        f"log {LOG}\nwitness a {OVERSIGHT}\nwitness b {PROTECTION}\nwitness c {ARCHIVE}\n"
        "group either any a b\ngroup both all either c\nquorum both\n"
    )
    assert Policy.read(nested).is_met([LOG, PROTECTION, ARCHIVE])
    assert not Policy.read(nested).is_met([LOG, OVERSIGHT, PROTECTION])


@pytest.mark.parametrize(
    "change",
    [
        (f"log {LOG}\n", ""),
        ("quorum vidner\n", ""),
        ("quorum vidner", "quorum nobody"),
        ("vidner 2", "vidner 4"),
        ("vidner 2", "vidner 0"),
        ("vidner 2", "vidner two"),
        ("2 oversight protection archive", "2"),
        ("2 oversight protection archive", "2 oversight nobody"),
        ("quorum vidner", "quorum vidner\nquorum archive"),
        ("witness archive", "witness oversight"),
        ("witness archive", "witnesses archive"),
        (str(OVERSIGHT), str(LOG)),
        (str(LOG), str(OVERSIGHT)),
        (str(ARCHIVE), str(ARCHIVE)[:-4]),
        (str(ARCHIVE), str(PublicKey(ORIGIN, SignatureType.COSIGNATURE, bytes(32)))),
        (str(PROTECTION), str(SECOND_KEY)),  # one name with two keys
        ("quorum", "group others any archive\nquorum"),  # a member of two groups
        (f"log {LOG}", f"log {LOG}\nlog {LOG._replace(name='other.example/1')}"),
    ],
)
def test_a_policy_that_can_be_misunderstood_is_refused(change):
    with pytest.raises(BadNote):
        Policy.read(TWO_OF_THREE.replace(*change))


@pytest.mark.parametrize("text", [TWO_OF_THREE, str(Policy.of(LOG))])
def test_a_policy_is_read_as_it_is_written(text):
    policy = Policy.read(text)
    assert Policy.read(str(policy)) == policy
    assert str(policy) == "".join(
        f"{line}\n" for line in text.splitlines() if line and line[0] != "#"
    )
