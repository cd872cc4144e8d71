"""Answers worked out in advance: one file for each question the registry is asked."""

from projections import (
    access_log,
    access_review,
    audit_actions,
    broken_glass,
    citizen_history,
    complaint_clocks,
    complaint_overview,
    complaint_register,
    contact_search,
    courses_of_a_contact,
    court_prints_issued,
    daily_report,
    erasure_list,
    follow_up_queue,
    follow_up_statistics,
    follow_ups_forgotten,
    intake_list,
    registration_audits,
    registration_quality,
    registration_timeliness,
    stalking_alerts,
)
from projections.projection import Projection

READ_MODELS: tuple[Projection, ...] = (
    contact_search.contact_search,
    citizen_history.citizen_history,
    follow_up_queue.follow_up_queue,
    follow_up_statistics.follow_up_statistics,
    registration_timeliness.registration_timeliness,
    daily_report.daily_report,
    registration_audits.registration_audits,
    registration_quality.registration_quality,
    audit_actions.audit_actions,
    follow_ups_forgotten.follow_ups_forgotten,
    intake_list.intake_list,
    stalking_alerts.stalking_alerts,
    courses_of_a_contact.courses_of_a_contact,
    court_prints_issued.court_prints_issued,
    complaint_register.complaint_register,
    complaint_overview.complaint_overview,
    complaint_clocks.complaint_clocks,
    erasure_list.erasure_list,
)
ACCESS_LOG: tuple[Projection, ...] = (
    access_log.access_log,
    access_review.access_review,
    broken_glass.broken_glass,
)
