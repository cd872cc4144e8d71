"""The command, as the Authority gives it."""

import json
from functools import partial

from api.access_seals import AccessSeals
from tests.api.telling import told
from tests.fire.checking import is_sealed
from tests.fire.running import demo_home, genfind, until
from tests.infrastructure.sealing_all import by_force

READING = {"Access-Purpose": "CONTACT_HANDLING"}


def test_all_of_a_registry_in_use_holds(officer, parts, seal, report):
    registered = told(officer).json()
    officer.get(f"/contacts/{registered['id']}", headers=READING)
    assert AccessSeals(parts).seal()
    seal.sealer.catch_up()
    told(officer)
    found = report()
    assert found.findings == []
    assert (found.checkpoints, found.relied_on) == (1, 1)
    assert found.leaves == seal.log.head().size
    assert found.root == seal.log.head().root.hex()
    assert found.unsealed > 0


def test_what_waits_too_long_for_its_seal_is_found(officer, seal, report):
    told(officer)
    assert report().findings == []
    assert report(59).findings == []
    late = report(61)
    assert len(late.findings) == late.unsealed > 0
    seal.sealer.catch_up()
    assert report(61).findings == []


def test_the_command_finds_and_names_the_first_wrong_position(tmp_path):
    with demo_home() as demo:
        demo.start()
        until(partial(is_sealed, demo))
        demo.wait_until_ready()
        held = genfind(demo.home, "verify", "--keys", "--read-models")
        assert held.returncode == 0, held.stderr
        assert "Everything holds." in held.stderr
        changed = "overlay(state placing 'x'::bytea from 60)"
        by_force(
            demo.as_admin().archive,
            f"update archive.stored_events set state = {changed}"
            " where notification_id in (7, 12)",
        )
        file = tmp_path / "report.json"
        found = genfind(demo.home, "verify", "--report", file)
        assert found.returncode == 1
        findings = json.loads(file.read_text())["findings"]
        assert [each["position"] for each in findings] == [7, 12]
        assert findings[0]["leaf"] == 6
        assert "position 7" in found.stderr
        by_force(
            demo.as_admin().views,
            "delete from views.followed where read_model = 'contact_search'",
        )
        counted = genfind(demo.home, "verify", "--read-models")
        assert "The read model contact_search has 0 of" in counted.stderr
        key = "update keys.subject_key set key = gen_random_uuid() where subject ="
        one = "(select subject from keys.subject_key limit 1)"
        by_force(demo.as_admin().keys, f"{key} {one}")
        keys = genfind(demo.home, "verify", "--keys")
        assert "under a key that is not known" in keys.stderr
        again = genfind(demo.home, "verify", "--report", file)
        assert again.returncode == 2
