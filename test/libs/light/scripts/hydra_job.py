"""Trains by a config that hydra composes."""

import logging
from pathlib import Path

import hydra

log = logging.getLogger(__name__)


@hydra.main(version_base="1.2", config_path="hydra_conf", config_name="config")
def main(config):
    log.info("dim %d", config.model.dim)
    Path("trained.txt").write_text(str(config.lr), "utf-8")
    if config.lr > 1:
        raise ValueError("diverged")
    return config.lr


if __name__ == "__main__":
    main()
