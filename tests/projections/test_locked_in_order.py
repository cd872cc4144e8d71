"""Who is forgotten while a shadow's indexes are made waits for them, and they not for him."""

import re

import pytest

from projections import READ_MODELS


@pytest.mark.parametrize(
    "model", [each for each in READ_MODELS if each.forget], ids=lambda each: each.name
)
def test_tables_are_changed_in_the_order_of_their_indexes(model):
    changed = re.findall(rf"(?:update|delete from) {model.name}\.(\w+)", model.forget)
    indexed = list(dict.fromkeys(re.findall(r"create index on (\w+)", model.indexes)))
    locked = [table for table in changed if table in indexed]
    assert changed
    assert locked == sorted(locked, key=indexed.index)
