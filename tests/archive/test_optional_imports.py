"""Libraries that are installed by chance cost a command nothing."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys, archive.db.connection, archive.search.search, sqlite_utils
assert "pandas" not in sys.modules and "numpy" not in sys.modules
import pandas
assert pandas.is_here
"""


def test_an_archive_is_opened_without_pandas_and_numpy_which_others_can_still_import(tmp_path: Path) -> None:
    (tmp_path / "pandas.py").write_text("is_here = True")
    path = os.pathsep.join((str(tmp_path), str(ROOT)))
    subprocess.run([sys.executable, "-c", PROGRAM], check=True, cwd=ROOT, env=os.environ | {"PYTHONPATH": path})
