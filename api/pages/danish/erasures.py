"""Erasures as custodians, and those whom they concern, are told of them."""

from domain.erasure import Basis, Progress

BASES = {
    Basis.CITIZEN_REQUEST: "Borgeren har bedt om det",
    Basis.UNLAWFUL_PROCESSING: "Oplysningerne må ikke behandles",
    Basis.LEGAL_OBLIGATION: "Retlig forpligtelse, fx en dom",
    Basis.RETENTION_ENDED: "Opbevaringsperioden er slut",
}
PROGRESS = {
    Progress.REQUESTED: "Anmodet",
    Progress.UNDER_WAY: "I gang",
    Progress.REFUSED: "Afslået",
    Progress.DESTROYED: "Slettet",
}
