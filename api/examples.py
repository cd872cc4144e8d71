"""A body for each command, as the documentation shows it; nobody in it exists."""

from typing import Any

PARTY = "01937f2e-8c00-7b1d-9c55-2f6f0b0e7a01"
CONTACT = "01937f2e-8c00-7000-8000-000000000001"
ACTION = "01937f2e-8c00-7000-8000-000000000005"
CITIZEN = "01937f2e-8c00-7000-8000-000000000002"
OFFENDER = "01937f2e-8c00-7000-8000-000000000003"
ORDER = "01937f2e-8c00-7000-8000-000000000004"
ALLEGATION = "01937f2e-8c00-7000-8000-000000000003"

EXAMPLES: dict[str, dict[str, Any]] = {
    "BreakGlass": {
        "subject": CITIZEN,
        "reason": "Truet på livet nu: patruljen skal køre direkte til hende.",
    },
    "ReviewGlass": {
        "verdict": "JUSTIFIED",
        "note": "Patruljen kørte derhen seks minutter senere.",
    },
    "RegisterContact": {
        "received_at": "2026-11-22T22:14:00+01:00",
        "channel": "PHONE_114",
        "district": "1467",
        "municipality": "0316",
        "kind": "UNSETTLING_BEHAVIOUR",
        "narrative": "Unge kører på knallert bag skolen. Tør ikke gå tur med hunden.",
        "feels_unsafe": True,
        "patrol": "NO_UNIT_AVAILABLE",
        "parties": [
            {
                "id": PARTY,
                "role": "REPORTER",
                "name": "Birthe Holm",
                "phone": "+45 72 58 88 88",
                "birthday": "1988-03-15",
            }
        ],
    },
    "SupplementContact": {"text": "Hun ringer igen: de er kørt."},
    "CorrectContact": {
        "field": "municipality",
        "old": "0316",
        "new": "0259",
        "reason": "Skolen ligger i Køge.",
    },
    "RecordDisposition": {
        "decision": "NO_ACTION",
        "reason": "Ingen ledig patrulje.",
        "text": "Lokalbetjenten er orienteret.",
    },
    "IdentifyParty": {
        "party": PARTY,
        "citizen": CITIZEN,
        "basis": "Legitimation vist på stationen",
        "score": 97,
    },
    "WithdrawIdentification": {"party": PARTY, "reason": "Navnesammenfald"},
    "MarkDuplicate": {"of": CONTACT, "reason": "Samme forhold"},
    "WithdrawDuplicateMark": {"reason": "Et andet forhold alligevel"},
    "WithdrawContact": {"reason": "Øvelse, ingen borger"},
    "ReinstateContact": {"reason": "Det var ingen øvelse"},
    "ReferToCase": {"journal_number": "1467-73241-00012-26"},
    "AttachEvidence": {
        "annex": 1,
        "description": "Opkaldsliste fra hendes telefon",
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "size": 48213,
        "media_type": "application/pdf",
    },
    "IdentifyCitizen": {
        "name": "Birthe Holm",
        "phone": "+45 72 58 88 88",
        "birthday": "1988-03-15",
    },
    "SupplyParticulars": {"email": "birthe@example.dk"},
    "ProtectAddress": {},
    "LiftAddressProtection": {},
    "InstructSafeContact": {
        "safe_contact": "DIRECT_ONLY",
        "reason": "Tidligere samlever bor i samme opgang",
    },
    "LinkCitizen": {"other": CITIZEN, "basis": "Samme telefon", "score": 88},
    "UnlinkCitizen": {"other": CITIZEN, "reason": "Mor og datter"},
    "KeepCitizensApart": {"other": CITIZEN, "reason": "Far og søn"},
    "OpenFollowUp": {
        "contact": CONTACT,
        "party": PARTY,
        "district": "1467",
        "cause": "DAILY_REPORT",
    },
    "PlanFollowUp": {"mode": "PHONE", "officer": "K-1147", "on": "2026-11-24"},
    "ClaimFollowUp": {},
    "ReleaseFollowUp": {},
    "RecordAttempt": {"kind": "PHONE"},
    "RecordTalk": {
        "mode": "PHONE",
        "more_help": False,
        "solved": True,
        "safer": True,
        "note": "Hun går tur igen.",
    },
    "DeclineFollowUp": {},
    "CloseFollowUp": {"reason": "Flyttet til udlandet"},
    "DrawSample": {
        "seed": "Tilsyn november, trukket 23/11",
        "district": "1467",
        "from": "2026-11-01",
        "to": "2026-11-22",
        "size": 20,
        "position": 0,
    },
    "RecordFinding": {
        "contact": CONTACT,
        "finding": "INCOMPLETE",
        "note": "Gerningsstedet mangler.",
    },
    "AgreeAction": {
        "action": ACTION,
        "what": "Gerningssted er med i vagtens tjekliste",
        "due": "2026-12-15",
        "responsible": "L-1101",
    },
    "FinishAction": {"action": ACTION},
    "ObserveIntake": {
        "source": "TC1-20261122-0042",
        "channel": "PHONE_114",
        "district": "1467",
        "at": "2026-11-22T22:11:00+01:00",
    },
    "SettleIntake": {"reason": "ANSWERED_ELSEWHERE", "note": "Talt med på stationen."},
    "OpenStalkingCourse": {"victim": CITIZEN, "suspect": OFFENDER, "district": "1467"},
    "LinkContact": {"contact": CONTACT, "basis": "Samme parter"},
    "UnlinkContact": {"contact": CONTACT, "reason": "Navnesammenfald"},
    "NameSuspect": {"suspect": OFFENDER},
    "RequestOrder": {"order": ORDER, "kind": "STRAKSTILHOLD"},
    "DecideOrder": {"order": ORDER, "granted": True, "on": "2026-11-20"},
    "ServeOrder": {"order": ORDER, "served_at": "2026-11-21T12:00:00+01:00"},
    "AppealOrder": {"order": ORDER},
    "EndOrder": {"order": ORDER, "reason": "Tilhold meddelt"},
    "ReportBreach": {"order": ORDER, "contact": CONTACT},
    "ReferenceRiskTool": {
        "tool": "SASH",
        "version": "2",
        "on": "2026-11-20",
        "rating": "Høj",
        "annex": 3,
    },
    "IssueCourtPrint": {"for": "OWN_USE", "sha256": "ab" * 32, "position": 41},
    "ReceiveComplaint": {
        "received_on": "2026-11-21",
        "matter_on": "2026-11-02",
        "kind": "BEHAVIOUR",
        "district": "1467",
        "via": "DISTRICT",
        "complainant": {"id": PARTY, "name": "Jonas Friis"},
        "text": "Betjenten talte nedladende under standsningen.",
        "allegations": [{"id": ALLEGATION, "category": "LANGUAGE"}],
    },
    "AddAllegation": {
        "id": "01937f2e-8c00-7000-8000-000000000004",
        "category": "USE_OF_FORCE",
    },
    "ForwardComplaint": {"to": "AUTHORITY"},
    "WaiveDeadline": {"reason": "Klageren var indlagt i et halvt år"},
    "OfferNoteProcedure": {},
    "ConsentToNoteProcedure": {},
    "RefuseNoteProcedure": {},
    "HoldNoteProcedure": {
        "note": "Vi talte om standsningen. Klageren er tilfreds.",
        "agrees": True,
    },
    "SendNoteCopy": {"to": "PROSECUTOR"},
    "InvestigateComplaint": {},
    "SendDelayNotice": {"to": "COMPLAINANT"},
    "ConcludeComplaint": {
        "on": "2026-11-22",
        "outcomes": [{"allegation": ALLEGATION, "outcome": "REGRETTABLE"}],
    },
    "ReopenComplaint": {"reason": "Et vidne har meldt sig"},
    "LodgeAppeal": {"to": "PROSECUTOR"},
    "DecideAppeal": {"outcome": "CONFIRMED", "on": "2026-11-22"},
    "RequestErasure": {
        "citizens": [CITIZEN],
        "narratives": [CONTACT],
        "basis": "CITIZEN_REQUEST",
        "reference": "2026-0117",
    },
    "RefuseErasure": {"reason": "Sagen er ikke afsluttet"},
    "DestroyKeys": {},
    "SearchContacts": {"name": "Birte Holm", "received_from": "2026-11-01"},
}
