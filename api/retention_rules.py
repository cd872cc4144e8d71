"""How long words are kept: the rules as this version ships them."""

import tomllib
from importlib.resources import files

from domain.retention import Rule


def rules() -> list[Rule]:
    told = (files("api") / "retention.toml").read_text(encoding="utf-8")
    return [Rule.model_validate(each) for each in tomllib.loads(told)["rule"]]
