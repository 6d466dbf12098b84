"""Further certificates to trust: read once for each state of their file."""

import os
from pathlib import Path

import pytest

from delivery.web_server import CERTIFICATE
from steadyline.delivery import http
from steadyline.service.delivering import WrongDestination


def test_a_file_of_certificates_is_read_again_only_when_it_was_changed(tmp_path: Path):
    path = tmp_path / "ca.pem"
    path.write_bytes(CERTIFICATE.read_bytes())
    first = http.trusting(str(path))
    assert first is http.trusting(str(path))

    os.utime(path, (1_800_000_000, 1_800_000_000))
    assert first is not http.trusting(str(path))


def test_one_that_is_gone_or_holds_none_is_told_though_it_was_read_before(tmp_path: Path):
    path = tmp_path / "ca.pem"
    path.write_bytes(CERTIFICATE.read_bytes())
    http.trusting(str(path))
    path.write_text("nothing")
    os.utime(path, (1_800_000_000, 1_800_000_000))
    with pytest.raises(WrongDestination, match="no file of certificates"):
        http.trusting(str(path))
    path.unlink()
    with pytest.raises(WrongDestination, match="no file of certificates"):
        http.trusting(str(path))
