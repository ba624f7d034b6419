"""PyTorch's side of train-step.js: python train_step_peer.py NETWORK BATCH_SHAPE RATE THREADS FOLDER, the shape a JSON list.

The folder holds float32 numbers: `weights`, where every parameter begins, and `images`, the batch. First tells how many
parameters the network has. Then answers lines of JSON: {"layout": "contiguous" | "channels_last", "steps": N} takes N steps of
AdamW and says how long they took, their losses, and the peak of the process's memory. The networks are those of
train-step-networks.js, with their parameters in the same order; each layout has a network of its own.
"""

import json
import re
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

CLASSES = 10
# Of (c): blocks, kernel size, stride, filters, expansion.
LITE0 = [(1, 3, 1, 16, 1), (2, 3, 2, 24, 6), (2, 5, 2, 40, 6), (3, 3, 2, 80, 6), (3, 5, 1, 112, 6), (4, 5, 2, 192, 6), (1, 3, 1, 320, 6)]


def conv_norm(channels, filters, size, stride=1, groups=1):
    convolution = nn.Conv2d(channels, filters, size, stride, size // 2, groups=groups, bias=False)
    return [convolution, nn.BatchNorm2d(filters)]


class SpaceMean(nn.Module):
    def forward(self, x):
        return x.mean((2, 3))


class BasicBlock(nn.Module):
    def __init__(self, channels, filters, stride):
        super().__init__()
        self.residual = nn.Sequential(
            *conv_norm(channels, filters, 3, stride), nn.ReLU(inplace=True), *conv_norm(filters, filters, 3)
        )
        fits = stride == 1 and channels == filters
        self.shortcut = nn.Identity() if fits else nn.Sequential(*conv_norm(channels, filters, 1, stride))

    def forward(self, x):
        return F.relu(self.residual(x) + self.shortcut(x), inplace=True)


class InvertedResidual(nn.Module):
    def __init__(self, channels, filters, size, stride, expansion):
        super().__init__()
        wide = channels * expansion
        widen = [] if expansion == 1 else [*conv_norm(channels, wide, 1), nn.ReLU6(inplace=True)]
        spatial = [*conv_norm(wide, wide, size, stride, groups=wide), nn.ReLU6(inplace=True)]
        self.inner = nn.Sequential(*widen, *spatial, *conv_norm(wide, filters, 1))
        self.has_shortcut = stride == 1 and channels == filters

    def forward(self, x):
        return x + self.inner(x) if self.has_shortcut else self.inner(x)


class TransformerBlock(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(width, eps=1e-6)
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-6)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.mlp(self.norm2(x))

    def attention(self, x):
        batch, tokens, width = x.shape
        q, k, v = self.qkv(x).reshape(batch, tokens, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        return self.proj(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(batch, tokens, width))


class Tokens(nn.Module):
    """A class token and the patches, each with its position."""

    def __init__(self, count, width):
        super().__init__()
        self.cls_token = nn.Parameter(torch.zeros(1, 1, width))
        self.pos_embed = nn.Parameter(torch.zeros(1, count, width))

    def forward(self, x):
        return torch.cat([self.cls_token.expand(len(x), -1, -1), x.flatten(2).transpose(1, 2)], 1) + self.pos_embed


class ClassToken(nn.Module):
    def forward(self, x):
        return x[:, 0]


def two_convolutions():
    stage = lambda channels, filters: [nn.Conv2d(channels, filters, 3, padding=1), nn.ReLU(inplace=True), nn.MaxPool2d(2)]
    return nn.Sequential(*stage(1, 32), *stage(32, 64), nn.Flatten(), nn.Linear(64 * 7 * 7, CLASSES))


def resnet18():
    stages = [(64, 64, 1), (64, 128, 2), (128, 256, 2), (256, 512, 2)]
    blocks = [
        block for before, after, stride in stages for block in [BasicBlock(before, after, stride), BasicBlock(after, after, 1)]
    ]
    stem = [*conv_norm(3, 64, 7, 2), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)]
    return nn.Sequential(*stem, *blocks, SpaceMean(), nn.Linear(512, CLASSES))


def vision_transformer(size_px=96, patch_px=16, width=192):
    tokens = [nn.Conv2d(3, width, patch_px, patch_px), Tokens(1 + (size_px // patch_px) ** 2, width)]
    blocks = [TransformerBlock(width, 3) for _ in range(12)]
    return nn.Sequential(*tokens, *blocks, ClassToken(), nn.LayerNorm(width, eps=1e-6), nn.Linear(width, CLASSES))


def lite0_blocks():
    blocks, channels = [], 32
    for count, size, stride, filters, expansion in LITE0:
        for i in range(count):
            blocks.append(InvertedResidual(channels, filters, size, stride if i == 0 else 1, expansion))
            channels = filters
    return blocks


def lite0_end():
    return [*conv_norm(320, 1280, 1), nn.ReLU6(inplace=True), SpaceMean(), nn.Linear(1280, CLASSES)]


NETWORKS = {
    "a": two_convolutions,
    "b": resnet18,
    "c": lambda: nn.Sequential(*conv_norm(3, 32, 3, 2), nn.ReLU6(inplace=True), *lite0_blocks(), *lite0_end()),
    "d": vision_transformer,
    "e": lambda: nn.Sequential(*lite0_blocks()[-4:], *lite0_end()),
}
LAYOUTS = {"contiguous": torch.contiguous_format, "channels_last": torch.channels_last}


def begun(network, weights):
    """The network with these numbers, in the order of its parameters; but for the last layer's, matrices are transposed."""
    numbers = torch.from_numpy(np.fromfile(weights, "<f4")).split([each.numel() for each in network.parameters()])
    of_layers = [(layer, each) for layer in network.modules() for each in layer.parameters(recurse=False)]
    with torch.no_grad():
        for (layer, parameter), values in zip(of_layers, numbers):
            is_transposed = parameter.dim() == 2 and layer.out_features != CLASSES
            parameter.copy_(values.view(parameter.T.shape).T if is_transposed else values.view(parameter.shape))
    return network


def stepper(network, images, rate, layout):
    """Takes so many steps and gives their losses."""
    network = network.to(memory_format=LAYOUTS[layout]).train()
    images = images.contiguous(memory_format=LAYOUTS[layout])
    labels = torch.arange(len(images)) % CLASSES
    optimizer = torch.optim.AdamW(network.parameters(), rate)

    def step():
        optimizer.zero_grad()
        loss = F.cross_entropy(network(images), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    return lambda count: [step() for _ in range(count)]


def peak_bytes():
    return 1024 * int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text()).group(1))


def answer(take, steps):
    begin = time.perf_counter()
    losses = take(steps)
    milliseconds = 1000 * (time.perf_counter() - begin)
    return {"milliseconds": milliseconds, "losses": losses, "peakBytes": peak_bytes()}


def main(name, shape, rate, threads, folder):
    torch.set_num_threads(int(threads))
    make, folder = NETWORKS[name], Path(folder)
    print(json.dumps({"parameters": sum(each.numel() for each in make().parameters())}), flush=True)
    images = torch.from_numpy(np.fromfile(folder / "images", "<f4")).view(json.loads(shape))
    steppers = {}
    for line in sys.stdin:
        request = json.loads(line)
        layout = request["layout"]
        if layout not in steppers:
            steppers[layout] = stepper(begun(make(), folder / "weights"), images, float(rate), layout)
        print(json.dumps(answer(steppers[layout], request["steps"])), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
