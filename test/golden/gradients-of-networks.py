"""Golden numbers of training: what PyTorch gives for tiny networks of four families with the same weights and pictures.

    python test/golden/gradients-of-networks.py    writes gradients-of-networks.json beside itself

Weights and pictures are made by a formula that the test repeats, so the file holds only what PyTorch computes of them,
in float64: the loss, every parameter's gradient (16-bit whole numbers, relative to its largest), the features, the
losses of 20 steps of SGD on the one batch, and running statistics after these. Modules bear torchvision's and timm's names.
"""

import base64
import json
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

CLASSES, BATCH, STEPS = 5, 8, 20


def noise(seed: int, count: int) -> np.ndarray:
    """Numbers in [-1, 1): MurmurHash3's finalizer of seed * 65536 + i."""
    h = (np.arange(count, dtype=np.uint64) + np.uint64(seed * 65536)) & np.uint64(0xFFFFFFFF)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        h ^= h >> np.uint64(shift)
        h = (h * np.uint64(factor)) & np.uint64(0xFFFFFFFF)
    h ^= h >> np.uint64(16)
    return (h / 2.0**31 - 1).astype(np.float32)


def conv_norm(channels: int, filters: int, size: int, stride: int = 1, groups: int = 1):
    return nn.Conv2d(channels, filters, size, stride, size // 2, groups=groups, bias=False), nn.BatchNorm2d(filters)


class BasicBlock(nn.Module):
    def __init__(self, channels: int, filters: int, stride: int):
        super().__init__()
        self.conv1, self.bn1 = conv_norm(channels, filters, 3, stride)
        self.conv2, self.bn2 = conv_norm(filters, filters, 3)
        if stride > 1 or channels != filters:
            self.downsample = nn.Sequential(*conv_norm(channels, filters, 1, stride))

    def forward(self, x):
        shortcut = self.downsample(x) if hasattr(self, "downsample") else x
        return F.relu(self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x))))) + shortcut)


class ResNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = conv_norm(3, 8, 7, 2)
        self.layer1 = nn.Sequential(BasicBlock(8, 8, 1))
        self.layer2 = nn.Sequential(BasicBlock(8, 16, 2), BasicBlock(16, 16, 1))

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        return self.layer2(self.layer1(x)).mean((2, 3))


class Separable(nn.Module):
    def __init__(self, channels: int, filters: int, size: int, stride: int):
        super().__init__()
        self.conv_dw, self.bn1 = conv_norm(channels, channels, size, stride, channels)
        self.conv_pw, self.bn2 = conv_norm(channels, filters, 1)
        self.shortcut = stride == 1 and channels == filters

    def forward(self, x):
        y = self.bn2(self.conv_pw(F.relu6(self.bn1(self.conv_dw(x)))))
        return y + x if self.shortcut else y


class Inverted(nn.Module):
    def __init__(self, channels: int, filters: int, size: int, stride: int, expansion: int):
        super().__init__()
        wide = channels * expansion
        self.conv_pw, self.bn1 = conv_norm(channels, wide, 1)
        self.conv_dw, self.bn2 = conv_norm(wide, wide, size, stride, wide)
        self.conv_pwl, self.bn3 = conv_norm(wide, filters, 1)
        self.shortcut = stride == 1 and channels == filters

    def forward(self, x):
        y = F.relu6(self.bn2(self.conv_dw(F.relu6(self.bn1(self.conv_pw(x))))))
        y = self.bn3(self.conv_pwl(y))
        return y + x if self.shortcut else y


class EfficientNetLite(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv_stem, self.bn1 = conv_norm(3, 8, 3, 2)
        self.blocks = nn.Sequential(
            nn.Sequential(Separable(8, 8, 3, 1)),
            nn.Sequential(Inverted(8, 12, 3, 2, 4), Inverted(12, 12, 3, 1, 4)),
            nn.Sequential(Inverted(12, 16, 5, 2, 4)),
        )
        self.conv_head, self.bn2 = conv_norm(16, 32, 1)

    def forward(self, x):
        x = self.blocks(F.relu6(self.bn1(self.conv_stem(x))))
        return F.relu6(self.bn2(self.conv_head(x))).mean((2, 3))


class Mlp(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


class ConvNeXtBlock(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.conv_dw = nn.Conv2d(width, width, 7, padding=3, groups=width)
        self.norm = nn.LayerNorm(width, eps=1e-6)
        self.mlp = Mlp(width)
        self.gamma = nn.Parameter(torch.ones(width))

    def forward(self, x):
        y = self.mlp(self.norm(self.conv_dw(x).permute(0, 2, 3, 1)))
        return x + (self.gamma * y).permute(0, 3, 1, 2)


class ChannelNorm(nn.LayerNorm):
    def __init__(self, width: int):
        super().__init__(width, eps=1e-6)

    def forward(self, x):
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class Stage(nn.Module):
    def __init__(self, channels: int, width: int):
        super().__init__()
        if channels != width:
            self.downsample = nn.Sequential(ChannelNorm(channels), nn.Conv2d(channels, width, 2, 2))
        self.blocks = nn.Sequential(ConvNeXtBlock(width))

    def forward(self, x):
        return self.blocks(self.downsample(x) if hasattr(self, "downsample") else x)


class ConvNeXt(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 2, 2), ChannelNorm(8))
        self.stages = nn.Sequential(Stage(8, 8), Stage(8, 16))
        self.head = nn.ModuleDict({"norm": nn.LayerNorm(16, eps=1e-6)})

    def forward(self, x):
        return self.head["norm"](self.stages(self.stem(x)).mean((2, 3)))


class Attention(nn.Module):
    def __init__(self, width: int, heads: int):
        super().__init__()
        self.qkv, self.proj, self.heads = nn.Linear(width, 3 * width), nn.Linear(width, width), heads

    def forward(self, x):
        n, tokens, width = x.shape
        q, k, v = self.qkv(x).reshape(n, tokens, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        return self.proj(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(n, tokens, width))


class TransformerBlock(nn.Module):
    def __init__(self, width: int, heads: int):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-6), nn.LayerNorm(width, eps=1e-6)
        self.attn, self.mlp = Attention(width, heads), Mlp(width)

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class VisionTransformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.patch_embed = nn.ModuleDict({"proj": nn.Conv2d(3, 24, 4, 4)})
        self.cls_token, self.pos_embed = nn.Parameter(torch.zeros(1, 1, 24)), nn.Parameter(torch.zeros(1, 17, 24))
        self.blocks = nn.Sequential(TransformerBlock(24, 3), TransformerBlock(24, 3))
        self.norm = nn.LayerNorm(24, eps=1e-6)

    def forward(self, x):
        x = self.patch_embed["proj"](x).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls_token.expand(len(x), -1, -1), x], 1) + self.pos_embed
        return self.norm(self.blocks(x))[:, 0]


def begin(module: nn.Module, head: nn.Linear) -> list[dict]:
    """Gives every parameter its numbers, and tells how: centre + amplitude * noise(seed, i)."""
    linear = {f"{name}.weight" for name, part in module.named_modules() if isinstance(part, nn.Linear)}
    made = []
    for seed, (name, parameter) in enumerate([*module.named_parameters(), ("head.weight", head.weight)], 1):
        norm = parameter.ndim == 1 and not name.endswith("bias")
        fan = max(parameter[0].numel(), 1) if parameter.ndim > 1 else 1
        amplitude = 0.3 if parameter.ndim == 1 else (3 / fan) ** 0.5
        shape = list(reversed(parameter.shape)) if name in linear else list(parameter.shape)
        numbers = torch.from_numpy(np.float32(1 if norm else 0) + np.float32(amplitude) * noise(seed, parameter.numel()))
        numbers = numbers.reshape(shape)
        parameter.data = (numbers.T if name in linear else numbers).double().contiguous()
        made.append({"name": name, "shape": shape, "seed": seed, "centre": int(norm), "amplitude": float(np.float32(amplitude))})
    head.bias.data = torch.zeros(CLASSES, dtype=torch.float64)
    return made


def packed(values: torch.Tensor) -> str:
    numbers = values.detach().numpy()
    return base64.b64encode(np.round(numbers / np.abs(numbers).max() * 32767).astype("<i2").tobytes()).decode()


def golden(module: nn.Module, size: int, rate: float) -> dict:
    torch.manual_seed(0)
    width = module(torch.zeros(2, 3, size, size)).shape[1]
    head = nn.Linear(width, CLASSES)
    module.double().train(), head.double()
    for part in module.modules():
        if isinstance(part, nn.BatchNorm2d):
            part.reset_running_stats()
    weights = begin(module, head)
    transposed = {w["name"] for w in weights if list(dict(module.named_parameters()).get(w["name"], head.weight).shape) != w["shape"]}
    linear = {f"{name}.weight" for name, part in module.named_modules() if isinstance(part, nn.Linear)}
    assert transposed <= linear
    images = torch.from_numpy(noise(0, BATCH * 3 * size * size)).double().reshape(BATCH, 3, size, size)
    labels = torch.arange(BATCH) % CLASSES
    optimizer = torch.optim.SGD([*module.parameters(), *head.parameters()], lr=rate)
    losses, first = [], None
    for _ in range(STEPS):
        optimizer.zero_grad()
        features = module(images)
        loss = F.cross_entropy(head(features), labels)
        loss.backward()
        if first is None:
            named = {**dict(module.named_parameters()), "head.weight": head.weight}
            gradients = {name: p.grad.T if name in linear else p.grad for name, p in named.items()}
            first = {
                "features": features.flatten().tolist(),
                "gradients": {name: {"norm": g.norm().item(), "largest": g.abs().max().item(), "values": packed(g.contiguous())} for name, g in gradients.items()},
            }
        losses.append(loss.item())
        optimizer.step()
    statistics = {name: value.tolist() for name, value in module.named_buffers() if value.ndim == 1}
    return {"size": size, "rate": rate, "weights": weights, **first, "losses": losses, "statistics": statistics}


def rounded(value):
    if isinstance(value, float):
        return float(f"{value:.8g}")
    if isinstance(value, list):
        return [rounded(each) for each in value]
    return {key: rounded(each) for key, each in value.items()} if isinstance(value, dict) else value


networks = {
    "resnet": golden(ResNet(), 32, 0.1),
    "efficientNetLite": golden(EfficientNetLite(), 32, 0.1),
    "convnext": golden(ConvNeXt(), 16, 0.1),
    "visionTransformer": golden(VisionTransformer(), 16, 0.05),
}
for name, network in networks.items():
    fall = 1 - network["losses"][-1] / network["losses"][0]
    assert fall >= 0.3, f"{name}: the loss falls by {fall:.0%} only"
    print(name, f"{network['losses'][0]:.3f} -> {network['losses'][-1]:.3f}", sum(np.prod(w["shape"]) for w in network["weights"]))
written = {"versions": {"torch": torch.__version__.split("+")[0]}, "classes": CLASSES, "batch": BATCH, "networks": networks}
Path(__file__).with_suffix(".json").write_text(json.dumps(rounded(written)) + "\n")
