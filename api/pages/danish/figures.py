"""What is counted, of what, and by what."""

from domain.complaint_kinds import Group
from domain.funnel import Mark
from projections.complaint_overview import By
from projections.complaint_rates import Basis, Numerator
from projections.complaint_series import Span

BASES = {
    Basis.RECEIVED: "Modtaget",
    Basis.CONCLUDED: "Afsluttet",
    Basis.DECIDED: "Afgjort",
}
OF_BASIS = {
    Basis.RECEIVED: "modtagne",
    Basis.CONCLUDED: "afsluttede",
    Basis.DECIDED: "afgjorte",
}
NUMERATORS = {
    Numerator.CRITICISED: "Kritik",
    Numerator.CRITICISED_OR_REGRETTABLE: "Kritik, beklageligt eller uhensigtsmæssigt",
    Numerator.REVERSED: "Omgjort",
}
COMPLAINTS = {
    Group.BEHAVIOUR: "adfærdsklager",
    Group.DISPOSITION: "dispositionsklager",
    Group.OTHER: "andre klager",
}
ARRANGED_BY = {
    By.DISTRICT: "Politikreds",
    By.KIND: "Slags",
    By.CATEGORY: "Kategori",
}
SPANS = {Span.MONTH: "måned", Span.QUARTER: "kvartal", Span.YEAR: "år"}
MARKS = {
    Mark.INSIDE: "Inden for",
    Mark.OUTSIDE_95: "Uden for 95 %",
    Mark.OUTSIDE_998: "Uden for 99,8 %",
}
