"""What some of these tests need of the tracker beyond the hooks that they are about."""

from pathlib import Path

import pytest

import launching

_HOOKS = Path(launching.TRACKER_DIR) / "_trialbook" / "hooks"
TENSORBOARD = pytest.mark.skipif(not (_HOOKS / "tensorboard.py").exists(), reason="no hook for TensorBoard yet")
