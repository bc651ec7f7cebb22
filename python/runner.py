# Starts a training with the tracker under an interpreter that ignores PYTHONPATH or sitecustomize: in the place of
# `train.py …`, `-m module …` or `-c code …` stands `runner.py train.py …`. Nothing of ours stays on the path.
import os
import sys

_folder = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, _folder)
try:
    from _trialbook import running
finally:
    sys.path.remove(_folder)
running.run(__file__)
