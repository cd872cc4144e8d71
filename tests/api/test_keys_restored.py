"""What is destroyed stays destroyed, whatever copy of the keys is put in their place."""

from base64 import b64encode
from uuid import UUID

import pytest

from api import erasing
from api.home import Home, composed
from infrastructure.destructions import Order
from infrastructure.settings import Settings
from tests.api.forgetting import SECOND, Stopped, destroy, stop_after
from tests.api.restoring import copied, restore
from tests.api.telling import HANDLING


def test_what_a_restored_copy_of_the_keys_brings_back_is_destroyed_before_anybody_reads(
    parts, second, erasure, as_admin, started, nothing_left, officer, them
):
    copy = copied(as_admin.keys)
    assert destroy(second, erasure).status_code == 201
    restore(as_admin.keys, copy)
    contact = officer.get(f"/contacts/{them.told}", headers=HANDLING).json()
    assert contact["narrative"] == "Hun så ham ved fyrtårnet."  # so it must not serve
    started()
    contact = officer.get(f"/contacts/{them.told}", headers=HANDLING).json()
    assert contact["narrative"] is None
    nothing_left()


def test_a_copy_from_before_a_destroyed_key_was_made_still_says_forgotten(
    second, erasure, as_admin, started, nothing_left, officer, them
):
    copy = copied(as_admin.keys)
    assert destroy(second, erasure).status_code == 201
    restore(as_admin.keys, copy, leave_out=[them.told])
    started()
    contact = officer.get(f"/contacts/{them.told}", headers=HANDLING).json()
    assert contact["narrative"] is None
    nothing_left()


def test_a_copy_made_while_it_was_under_way_is_gone_on_with(
    parts, id, second, erasure, as_admin, started, nothing_left
):
    with pytest.raises(Stopped):
        erasing.destroy(parts, id, SECOND, told=stop_after("fenced"))
    copy = copied(as_admin.keys)
    assert destroy(second, erasure).status_code == 201
    restore(as_admin.keys, copy)
    started()
    nothing_left()


def test_an_order_of_nothing_is_dropped(
    parts, id, second, erasure, started, nothing_left
):
    assert destroy(second, erasure).status_code == 201
    parts.forgetting.destructions.order(Order(id, SECOND, None), [])
    started()
    nothing_left()


def test_no_command_reads_before_it_has_looked_at_the_keys(
    second, erasure, as_admin, addresses, nothing_left, them
):
    copy = copied(as_admin.keys)
    assert destroy(second, erasure).status_code == 201
    restore(as_admin.keys, copy)
    told = {f"{kind}_url": url for kind, url in vars(addresses).items()}
    settings = Settings(**told, kek=b64encode(bytes(32)).decode())
    with composed(Home(settings)) as parts:
        [registered, *_] = parts.registry.history(UUID(them.told))
        assert registered.event.narrative.text is None
    nothing_left()
