"""Serves what write_runs.py wrote, on 127.0.0.1, until it is ended: serve.py PEER FOLDER PORT"""

import os
import sys
from pathlib import Path


def main(peer, folder, port):
    os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
    if peer == "trackio":
        trackio(folder, int(port))
        return
    bin_folder = Path(sys.executable).parent
    command = {
        "tensorboard": ["tensorboard", "--logdir", folder, "--host", "127.0.0.1", "--port", port],
        "mlflow": [
            *["mlflow", "server", "--backend-store-uri", f"sqlite:///{Path(folder) / 'mlflow.db'}"],
            *["--host", "127.0.0.1", "--port", port, "--workers", "1"],
        ],
        "aim": ["aim", "up", "--repo", folder, "--host", "127.0.0.1", "--port", port],
    }[peer]
    os.environ["PATH"] = f"{bin_folder}{os.pathsep}{os.environ['PATH']}"
    os.execv(bin_folder / command[0], command)


def trackio(folder, port):
    os.environ["TRACKIO_DIR"] = folder
    import trackio

    trackio.show(project="train", open_browser=False, block_thread=True, server_port=port)


if __name__ == "__main__":
    main(*sys.argv[1:])
