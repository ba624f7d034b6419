"""Writes test/golden/backbone-embeddings.json: what PyTorch and Pillow make of a few pictures.

The pictures (test/golden/backbone-pictures/*.png) are drawn here with fixed seeds; each embedding is float16 in base64.
Needs what models/convert/requirements.txt lists:
    python test/golden/backbone-embeddings.py
"""

import base64
import json
import sys
from pathlib import Path

import numpy as np
import PIL
import torch
from PIL import Image, ImageDraw

HERE = Path(__file__).resolve().parent
PICTURES = HERE / "backbone-pictures"
sys.path.insert(0, str(HERE.parent.parent / "models" / "convert"))

from check import read_picture, torch_embedder  # noqa: E402
from networks import WEIGHTS, load_network  # noqa: E402

SIZES = {"wide": (400, 300), "tall": (233, 351), "small": (120, 131)}


def draw(name, seed):
    """Circles and bars of a few flat colours: sharp edges, small files."""
    random = np.random.default_rng(seed)
    width, height = SIZES[name]
    colour = lambda: tuple(int(value) for value in random.integers(0, 256, 3))
    image = Image.new("RGB", (width, height), colour())
    canvas = ImageDraw.Draw(image)
    for _ in range(12):
        x, y, size = int(random.integers(width)), int(random.integers(height)), int(random.integers(10, 90))
        canvas.ellipse([x - size, y - size, x + size, y + size], fill=colour())
        canvas.rectangle([y, x, y + size // 3, x + size], fill=colour())
    image.save(PICTURES / f"{name}.png", optimize=True)


def main():
    PICTURES.mkdir(exist_ok=True)
    for seed, name in enumerate(SIZES):
        draw(name, seed)
    embeddings = {}
    for network in WEIGHTS:
        loaded = load_network(network)
        embed = torch_embedder(loaded)
        embeddings[network] = {
            f"{name}.png": base64.b64encode(
                embed(read_picture(PICTURES / f"{name}.png", loaded.input_image_size)).astype(np.float16).tobytes()
            ).decode()
            for name in SIZES
        }
    made_with = {"torch": torch.__version__, "pillow": PIL.__version__, "numpy": np.__version__}
    golden = {"madeWith": made_with, "embeddings": embeddings}
    (HERE / "backbone-embeddings.json").write_text(json.dumps(golden, indent=2) + "\n")


if __name__ == "__main__":
    main()
