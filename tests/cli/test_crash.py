"""What is written down when dutybook itself fails holds no number that belongs to a person (R17)."""

from pathlib import Path

import pytest

from cli.crash import report


def test_r17_a_crash_report_masks_personal_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report(ValueError("note = 值班 138 0000 0000"))
    said = capsys.readouterr().err
    written = "".join(file.read_text("utf-8") for file in (tmp_path / "state").rglob("crash-*.txt"))
    assert "ValueError: note = 值班 ***" in said
    assert "ValueError: note = 值班 ***" in written
    assert "138 0000" not in said
    assert "0000 0000\n" not in written
