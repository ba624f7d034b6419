"""Embeds pictures with PyTorch and Pillow, as models/convert/check.py does: python cosine_peer.py NETWORK SIZE_PX OUT.

Reads a JSON list of paths; writes their embeddings, [N, D] float32 of unit length, to OUT.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "models" / "convert"))

import numpy as np
from check import read_picture, torch_embedder
from networks import load_network

name, size_px, out = sys.argv[1:]
embed = torch_embedder(load_network(name))
pictures = (np.ascontiguousarray(read_picture(path, int(size_px))) for path in json.load(sys.stdin))
np.stack([embed(picture) for picture in pictures]).astype("<f4").tofile(out)
