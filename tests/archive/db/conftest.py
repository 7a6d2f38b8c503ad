"""Archives that are made as a user's are: how one is made is what is tested here."""

from functools import partial

import pytest

from archive.db.migrations import migrations


@pytest.fixture(autouse=True)
def new_archives_are_migrated(new_archives_are_copied: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "apply", partial(type(migrations).apply, migrations))
