"""What is typed into the forms of an erasure."""

from api.pages.forms import Problem, Typed, parsed
from domain.erasure import Basis, DestroyKeys, RefuseErasure, RequestErasure

ENDED = Basis.RETENTION_ENDED
NAMING = ("citizens", "narratives", "search_years")
NOBODY = "Angiv mindst én borger, henvendelse eller årstal"
RULE = "En regel hører netop til, når opbevaringsperioden er slut"
ID = "Skriv id eller adressen på siden, én på hver linje"
SAYS = {
    "citizens": ID,
    "narratives": ID,
    "search_years": "Skriv årstal, fx 2024",
    "basis": "Vælg, hvorfor der skal slettes",
    "rule": RULE,
    "reference": "Skriv et sagsnummer uden mellemrum, højst 100 tegn",
    "reason": "Skriv, hvorfor anmodningen afslås",
}


def asked(form: Typed) -> RequestErasure | list[Problem]:
    filled = form.filled()
    told: dict[str, object] = {**filled}
    for name in ("citizens", "narratives"):
        told[name] = [_id(each) for each in form[name].split()]
    told["search_years"] = [
        int(year) if year.isdecimal() else year
        for year in form["search_years"].replace(",", " ").split()
    ]
    command = parsed(RequestErasure, told)
    if isinstance(command, RequestErasure):
        return command
    says = SAYS
    wrong = dict.fromkeys(each.field.partition(".")[0] for each in command)
    if not any(told[name] for name in NAMING):
        wrong["citizens"], says = None, SAYS | {"citizens": NOBODY}
    if "basis" in filled and (filled["basis"] == ENDED) != ("rule" in filled):
        wrong["rule"] = None
    return [Problem(field, says[field]) for field in says if field in wrong]


def _id(told: str) -> str:
    """Of what ends with it, such as the address of a page."""
    return told.rstrip("/").rpartition("/")[2]


def refusal(form: Typed) -> RefuseErasure | list[Problem]:
    return parsed(RefuseErasure, form.filled(), SAYS)


def destruction(form: Typed) -> DestroyKeys | list[Problem]:
    """There is no way back, so one click is not enough."""
    if not form["sure"]:
        return [Problem("sure", "Sæt kryds ved, at det ikke kan fortrydes")]
    return DestroyKeys()
