"""Why a registration is refused."""

REFUSALS = {
    "Two citizens can't have the same CPR.": "To borgere kan ikke have samme CPR.",
    "This citizen is known under another CPR: supply it to the citizen first.": (
        "Borgeren er kendt under et andet CPR. Ret det først på borgeren."
    ),
}
