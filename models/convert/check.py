"""Compares the ONNX files with PyTorch on real pictures: python check.py FOLDER.

Prints, for each network, the median and the least cosine between the float32
PyTorch embedding and that of the ONNX file; fails below the promised figures.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from convert import MODELS
from networks import load_network
from PIL import Image, ImageOps

MARGIN_PX = 32
LEAST_MEDIAN, LEAST = 0.9999, 0.999
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}


def resize_shorter_side(image, side_px):
    """Bicubic; the longer side is rounded down."""
    shorter = min(image.size)
    width, height = (side_px * length // shorter for length in image.size)
    return image.resize((width, height), Image.Resampling.BICUBIC)


def crop_centre(image, size_px):
    """Half a pixel is rounded to even, as torchvision does."""
    left, top = (round((length - size_px) / 2) for length in image.size)
    return image.crop((left, top, left + size_px, top + size_px))


def read_picture(path, size_px):  # [1, 3, S, S]
    image = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    image = crop_centre(resize_shorter_side(image, size_px + MARGIN_PX), size_px)
    pixels = (np.asarray(image, np.float32) - 127) / 128
    return pixels.transpose(2, 0, 1)[None]


def unit(vector):
    return vector / np.linalg.norm(vector)


def torch_embedder(network):
    def embed(picture):
        with torch.inference_mode():
            return unit(network.extract_features(torch.from_numpy(picture)).mean((2, 3))[0].numpy())

    return embed


def onnx_embedder(path):
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return lambda picture: unit(session.run(["features"], {"images": picture})[0][0])


def cosines(name, card, paths):
    by_torch = torch_embedder(load_network(name))
    by_onnx = onnx_embedder(MODELS / card["file"])
    pictures = (np.ascontiguousarray(read_picture(path, card["sizePx"])) for path in paths)
    return np.array([by_torch(picture) @ by_onnx(picture) for picture in pictures])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="searched for pictures, with its subfolders")
    folder = parser.parse_args().folder
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    if not paths:
        sys.exit(f"no pictures in {folder}")
    good = True
    for name, card in json.loads((MODELS / "cards.json").read_text()).items():
        found = cosines(name, card, paths)
        good &= np.median(found) >= LEAST_MEDIAN and found.min() >= LEAST
        print(f"{name}: {len(found)} pictures, cosine median {np.median(found):.7f}, least {found.min():.7f}")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
