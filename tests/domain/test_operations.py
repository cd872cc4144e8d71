"""Each event of the archive is a kind of processing that article 25 names."""

from domain.contacts import ContactReinstated
from domain.disclosures import Operation
from domain.operations import COLLECTS, operation_of
from domain.reactions import TOPICS
from tests.domain.cast import registered

OF_TOPICS = {event for topic in TOPICS for event in topic.events}
FIRST = {  # of each topic: with it something about somebody is known that was not
    "AuditSampleDrawn",
    "CitizenIdentified",
    "ComplaintReceived",
    "ContactRegistered",
    "FollowUpOpened",
    "IntakeObserved",
    "StalkingCourseOpened",
}


def test_what_is_collected_is_of_the_archive_and_begins_each_topic():
    assert COLLECTS <= OF_TOPICS
    assert {each.__name__ for each in COLLECTS} >= FIRST


def test_what_destroys_keys_erases_and_what_changes_alters():
    destroyed = type("KeysDestroyed", (), {})()  # of any topic, known by its name
    assert operation_of(destroyed) is Operation.ERASURE
    assert operation_of(ContactReinstated(reason="Det var ingen øvelse")) is (
        Operation.ALTERATION
    )
    assert operation_of(registered()) is Operation.COLLECTION
