"""Golden numbers for augmentations, from torchvision 0.28.0 (whose transforms are those of 0.29) and Pillow 13.0.0.

    pip install torch==2.13.0 torchvision==0.28.0 pillow==13.0.0 numpy==2.4.6
    python test/golden/augment.py

Each case has the square's bytes after one change, [S, S, 3] in base64. `seen` marks the pixels that show the picture alone,
where torchvision had to fill from beyond its edge.
"""
import base64, json, math
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps
from torchvision.transforms import functional as F
from torchvision.transforms.autoaugment import RandAugment, TrivialAugmentWide, _apply_op

SIZE = 16
BILINEAR = F.InterpolationMode.BILINEAR


def drawn(width, height):
    """Smooth, in all colours, with one hard edge: [height, width, 3]."""
    y, x = np.mgrid[0:height, 0:width] / SIZE
    image = np.stack([0.5 + 0.45 * np.sin(5 * x + 2 * y), 0.2 + 0.6 * y * x, 0.6 - 0.4 * np.cos(4 * y)], -1)
    image[4:9, 6:12] = image[4:9, 6:12] * 0.6 + [0.35, 0.05, 0.0]
    return Image.fromarray(np.uint8(np.clip(image, 0, 1) * 255))


def text(image):
    return base64.b64encode(np.asarray(image, dtype=np.uint8).tobytes()).decode()


def tensor(image):
    return torch.from_numpy(np.array(image)).permute(2, 0, 1)


def on_tensor(change):
    """A change of tensors as one of pictures: without Pillow's rounding on the way."""
    return lambda image: Image.fromarray(change(tensor(image)).permute(1, 2, 0).numpy())


picture, large = drawn(SIZE, SIZE), drawn(40, 31)
cases = []


def case(change, parameters, apply):
    white = Image.new("RGB", picture.size, (255, 255, 255))
    cases.append({"change": change, "parameters": parameters, "bytes": text(apply(picture)), "seen": None})
    return lambda: cases[-1].update(seen=text(np.asarray(apply(white))[..., 0] == 255))


for box in ([0, 0, 40, 31], [3, 2, 33, 27], [5, 4, 15, 14], [10, 4, 12, 26], [0, 0, 7, 31]):
    left, top, width, height = box
    resized = large.resize((SIZE, SIZE), Image.Resampling.BILINEAR, box=(left, top, left + width, top + height))
    cases.append({"change": "crop", "parameters": box, "bytes": text(resized), "seen": None})

case("horizontalFlip", [], F.hflip)
case("verticalFlip", [], F.vflip)
for degrees in (90, 180, 270):
    case("rotation", [degrees], lambda image: F.rotate(image, degrees))
for degrees in (-40, 13):
    case("rotation", [degrees], on_tensor(lambda t: F.rotate(t, degrees, BILINEAR)))()
for angle, translate, scale, shear in (
    (25, [2, -1], 1.5, [0, 0]),
    (0, [0, 0], 1.6, [14, 0]),
    (0, [3, 1], 1.6, [0, -11]),
    (-30, [-2, 2], 1.7, [8, 5]),
):
    case("affine", [angle, *translate, scale, *shear], on_tensor(lambda t: F.affine(t, angle, translate, scale, shear, BILINEAR)))()
for factor in (0, 0.55, 1.4):
    case("brightness", [factor], lambda image: F.adjust_brightness(image, factor))
    case("contrast", [factor], lambda image: F.adjust_contrast(image, factor))
    case("saturation", [factor], lambda image: F.adjust_saturation(image, factor))
    case("sharpness", [factor], lambda image: F.adjust_sharpness(image, factor))
for turns in (-0.5, -0.1, 0.07, 0.3):
    case("hue", [turns], on_tensor(lambda t: F.adjust_hue(t, turns)))
case("grayscale", [], lambda image: F.rgb_to_grayscale(image, 3))
for sigma in (0.5, 1.3, 2.0):
    kernel = 2 * math.ceil(3 * sigma) + 1
    case("blur", [sigma], on_tensor(lambda t: F.gaussian_blur(t, [kernel, kernel], [sigma, sigma])))
for bits in (1, 4, 8):
    case("posterize", [bits], lambda image: ImageOps.posterize(image, bits))
for threshold in (0, 100, 256):
    case("solarize", [threshold], lambda image: ImageOps.solarize(image, threshold))
case("autoContrast", [], ImageOps.autocontrast)
case("equalize", [], ImageOps.equalize)
case("erasing", [3, 5, 6, 4], on_tensor(lambda t: F.erase(t, 5, 3, 4, 6, torch.tensor([10, 20, 30]).view(3, 1, 1))))

geometry = {"ShearX", "ShearY", "TranslateX", "TranslateY", "Rotate"}
for policy, space in (
    ("randAugment", RandAugment()._augmentation_space(31, (SIZE, SIZE))),
    ("trivialAugment", TrivialAugmentWide()._augmentation_space(31)),
):
    for index, (name, (magnitudes, signed)) in enumerate(space.items()):
        for sign in (1, -1) if signed else (1,):
            step = 9 if policy == "randAugment" else 4
            magnitude = sign * (float(magnitudes[step]) if magnitudes.ndim > 0 else 0.0)
            parameters = [index, step / 30, sign]
            if name in geometry:
                case(policy, parameters, on_tensor(lambda t: _apply_op(t, name, magnitude, BILINEAR, None)))()
            else:
                case(policy, parameters, lambda image: _apply_op(image, name, magnitude, BILINEAR, None))

golden = {"size": SIZE, "picture": text(picture), "large": {"width": 40, "height": 31, "bytes": text(large)}, "cases": cases}
lines = ",\n".join(json.dumps(each) for each in cases)
body = json.dumps({**golden, "cases": "CASES"}).replace('"CASES"', f"[\n{lines}\n]")
Path(__file__).with_suffix(".json").write_text(body + "\n")
