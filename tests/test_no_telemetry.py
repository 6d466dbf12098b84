"""Nothing that runs here reports to anybody: what a library leaves behind for that is not even made."""

import os
import subprocess
import sys
from pathlib import Path

MODELS = """
from steadyline import bootstrap, settings
bootstrap.understanding(settings.Settings())
bootstrap.recogniser(settings.Settings())
bootstrap.ears(8000, ("customer", "agent"))
"""


def test_the_models_are_loaded_without_a_trace_of_their_runtimes_own_reports(tmp_path: Path):
    """It would keep a device's id and a store of events to send beneath the home folder, from the moment it loads."""
    here = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "ORT_"))}

    subprocess.run([sys.executable, "-c", MODELS], env=here | {"HOME": str(tmp_path)}, check=True, timeout=100)

    assert [] == [path for path in tmp_path.rglob("*") if "onnxruntime" in path.name.lower()]
