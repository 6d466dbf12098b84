"""Steadyline: live help for calming an angry caller."""

import os
from importlib.metadata import version

# onnxruntime reports its use to its maker unless this is set before it loads. Calls are nobody else's business.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__version__ = version("steadyline")
