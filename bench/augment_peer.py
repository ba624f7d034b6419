"""The Python that augment.js is compared with: python augment_peer.py SIZE_PX LEAST_SCALE JITTER MEAN DEVIATION.

Answers lines of JSON: {"paths": [...], "way": "v1" | "v2" | "v2 tensors", "decode": bool, "views": N} makes so many views of each
picture and says how long that took; without "decode" the pictures are read before the clock starts. One thread.
"""

import json
import sys
import time

import torch
from PIL import Image


def transforms_of_torchvision():
    """A torchvision built for CUDA cannot load its compiled operators beside a PyTorch without CUDA. No transform needs them;
    only these two must have names."""
    try:
        from torchvision.transforms import v2
    except RuntimeError:
        for name in [name for name in sys.modules if name.startswith("torchvision")]:
            del sys.modules[name]
        for operator in ("nms", "qnms"):
            torch.library.define(f"torchvision::{operator}", "(Tensor dets, Tensor scores, float threshold) -> Tensor")
        from torchvision.transforms import v2
    from torchvision import transforms as v1

    return v1, v2


def ways(size_px, least, jitter, mean, deviation):
    v1, v2 = transforms_of_torchvision()
    colours = {"mean": [mean / 255] * 3, "std": [deviation / 255] * 3}
    changes = lambda v: [
        v.RandomResizedCrop(size_px, scale=(least, 1.0)),
        v.RandomHorizontalFlip(),
        v.ColorJitter(jitter, jitter, jitter),
    ]
    floats = [v2.ToDtype(torch.float32, scale=True), v2.Normalize(**colours)]
    return {
        "v1": v1.Compose([*changes(v1), v1.ToTensor(), v1.Normalize(**colours)]),
        "v2": v2.Compose([*changes(v2), v2.PILToTensor(), *floats]),
        "v2 tensors": v2.Compose([v2.PILToTensor(), *changes(v2), *floats]),
    }


def read_picture(path):
    return Image.open(path).convert("RGB")


def answer(transform, paths, decode, views):
    held = None if decode else [read_picture(path) for path in paths]
    begin, cpu = time.perf_counter(), time.process_time()
    numbers = 0
    for i, path in enumerate(paths):
        picture = held[i] if held else read_picture(path)
        numbers += sum(transform(picture).numel() for _ in range(views))
    seconds, cpu_seconds = time.perf_counter() - begin, time.process_time() - cpu
    return {"seconds": seconds, "cpuSeconds": cpu_seconds, "numbers": numbers}


def main(size_px, *parameters):
    torch.set_num_threads(1)
    all_ways = ways(int(size_px), *map(float, parameters))
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        transform = all_ways[request.pop("way")]
        print(json.dumps(answer(transform, **request)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
