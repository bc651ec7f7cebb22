"""Histograms, images and precision-recall curves, written with tensorboardX."""

import numpy as np
from tensorboardX import SummaryWriter

rng = np.random.default_rng(5)
true = rng.integers(0, 2, 200)
scores = np.clip(true * 0.4 + rng.random(200) * 0.6, 0, 1)
with SummaryWriter("logs/plots") as writer:
    for step in (1, 2):
        writer.add_histogram("weights/dense", rng.normal(size=1000), step)
        writer.add_image("samples", np.full((3, 8, 8), step * 60, np.uint8), step)
    writer.add_images("batch", np.zeros((4, 3, 8, 8), np.uint8), 7)
    writer.add_pr_curve("val/pr", true, scores, 3)
    writer.add_text("note", "text")
print("written")
