"""Makes the pictures under test/golden/pixels/ and what Pillow reads from them (test/golden/pixels.json).

    pip install pillow==13.0.0 numpy==2.4.6
    python test/golden/pixels.py

The reference: EXIF transpose, colour to sRGB through ImageCms (perceptual), 16 bits divided by 257, alpha laid onto
white, then Pillow's bicubic resize and the centre crop of a small card. Nothing here is a photograph: the scene is
drawn, so that the pictures are free of anybody's rights.
"""
import base64, io, json, math, struct, zlib
from pathlib import Path

import numpy as np
import PIL
from PIL import Image, ImageCms, ImageDraw, ImageOps

HERE = Path(__file__).parent
OUT = HERE / "pixels"
RESIZE, SIZE = 36, 32
WIDTH, HEIGHT = 124, 93


def scene(width=WIDTH, height=HEIGHT, seed=0):
    """Soft gradients and blobs, a few hard edges, text, a little noise: [height, width, 3] in 0..1."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width] / height
    image = np.stack([0.25 + 0.5 * x / x.max(), 0.7 - 0.5 * y, 0.35 + 0.3 * np.sin(5 * x + 3 * y)], -1)
    for _ in range(9):
        cx, cy, r = rng.uniform(0, 1.33), rng.uniform(0, 1), rng.uniform(0.05, 0.3)
        blob = np.exp(-(((x - cx) ** 2 + (y - cy) ** 2) / r**2))[..., None]
        image = image * (1 - blob) + blob * rng.uniform(0, 1, 3)
    page = Image.fromarray(np.uint8(np.clip(image, 0, 1) * 255))
    draw = ImageDraw.Draw(page)
    draw.rectangle([8, 60, 40, 84], fill=(210, 30, 30))
    draw.ellipse([80, 12, 112, 44], fill=(250, 220, 60))
    draw.text((20, 8), "Discern", fill=(255, 255, 255))
    draw.text((60, 66), "up", fill=(0, 0, 0))
    return np.clip(np.asarray(page) / 255 + rng.normal(0, 0.01, (height, width, 3)), 0, 1)


# ---- colour profiles, as small as they come


def profile(colour_space, connection_space, tags):
    """An ICC version 2 profile."""
    table, body = b"", b""
    start = 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        data += b"\0" * (-len(data) % 4)
        table += name.encode() + struct.pack(">II", start + len(body), len(data))
        body += data
    kind = b"prtr" if colour_space == "CMYK" else b"mntr"
    header = struct.pack(">I4sI4s4s4s", start + len(body), b"\0\0\0\0", 0x02400000, kind, colour_space.encode(), connection_space.encode())
    header += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp") + b"\0" * 28 + struct.pack(">III", 0xF6D6, 0x10000, 0xD32D)
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


def described(text):
    return {
        "desc": b"desc\0\0\0\0" + struct.pack(">I", len(text) + 1) + text.encode() + b"\0" + b"\0" * 78,
        "cprt": b"text\0\0\0\0CC0\0",
        "wtpt": xyz(0.9642, 1.0, 0.8249),
    }


def xyz(*values):
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(v * 65536) for v in values))


def display_p3():
    """Display P3's primaries (adapted to D50) with a gamma of 2.2."""
    gamma = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256))
    colours = {"rXYZ": xyz(0.5151, 0.2412, -0.0011), "gXYZ": xyz(0.2920, 0.6922, 0.0419), "bXYZ": xyz(0.1571, 0.0666, 0.7841)}
    return profile("RGB ", "XYZ ", {**described("P3"), **colours, "rTRC": gamma, "gTRC": gamma, "bTRC": gamma})


def press():
    """A CMYK press with eight primaries and a linear blend between them (Neugebauer): a 2^4 table to Lab."""
    inks = {(0, 0, 0): (96, 0, 0), (1, 0, 0): (56, -36, -50), (0, 1, 0): (48, 74, -4), (0, 0, 1): (90, -6, 92), (1, 1, 0): (25, 20, -46), (1, 0, 1): (50, -66, 27), (0, 1, 1): (47, 68, 48), (1, 1, 1): (23, 0, 0)}
    table = b""
    for index in range(16):
        c, m, y, k = (index >> shift & 1 for shift in (3, 2, 1, 0))
        light, a, b = inks[c, m, y]
        if k:
            light, a, b = 8 + light * 0.08, a * 0.1, b * 0.1
        table += bytes([round(light * 2.55), round(a + 128), round(b + 128)])
    ramp = bytes(range(256))
    lut = b"mft1\0\0\0\0" + bytes([4, 3, 2, 0]) + struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    return profile("CMYK", "Lab ", {**described("press"), "A2B0": lut + ramp * 4 + table + ramp * 3})


# ---- writers of what Pillow does not write


def png16(array, profile_bytes=None):
    height, width = array.shape[:2]
    colour = {1: 0, 3: 2, 4: 6}[array[0, 0].size]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in array)
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    icc = chunk(b"iCCP", b"icc\0\0" + zlib.compress(profile_bytes)) if profile_bytes else b""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + icc + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def tiff16(array):
    height, width, _ = array.shape
    data = zlib.compress(array.astype("<u2").tobytes(), 9)
    data += b"\0" * (len(data) % 2)
    bits = 8 + len(data)
    entries = [(256, 3, 1, width), (257, 3, 1, height), (258, 3, 3, bits), (259, 3, 1, 8), (262, 3, 1, 2), (273, 4, 1, 8), (277, 3, 1, 3), (278, 3, 1, height), (279, 4, 1, len(data)), (284, 3, 1, 1)]
    table = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries) + struct.pack("<I", 0)
    return b"II*\0" + struct.pack("<I", bits + 6) + data + struct.pack("<3H", 16, 16, 16) + table


# ---- the reference


def upright_rgb(encoded):
    """What a person sees, as 8-bit sRGB."""
    image = Image.open(io.BytesIO(encoded))
    icc = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I;16"):
        return Image.fromarray(np.uint8(np.round(np.asarray(image) / 257))).convert("RGB")
    if image.mode in ("P", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
    if icc and image.mode in ("RGB", "CMYK"):
        source = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        image = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    if image.mode in ("RGBA", "LA"):
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image.convert("RGB")


def tensor(image):
    """Pillow's bicubic resize of the shorter side, then the centre crop, with torchvision's rounding: [32, 32, 3]."""
    width, height = image.size
    short = min(width, height)
    to = lambda side: RESIZE if side == short else int(RESIZE * side / short)
    image = image.resize((to(width), to(height)), Image.Resampling.BICUBIC)
    left, top = (int(round((side - SIZE) / 2)) for side in image.size)
    return np.asarray(image.crop((left, top, left + SIZE, top + SIZE)))


# ---- the pictures


def encoded(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def pictures():
    """Name -> (bytes, what to read them as; None: as Pillow reads them)."""
    exact = scene()
    rgb = Image.fromarray(np.uint8(np.round(exact * 255)))
    deep = np.uint16(np.round(exact * 65535))
    grey = rgb.convert("L")
    cyan = Image.merge("CMYK", [*(ImageOps.invert(band).point(lambda v: int(v * 0.8)) for band in rgb.split()), grey.point(lambda v: int((255 - v) * 0.4))])
    fade = Image.fromarray(np.uint8(np.tile(np.linspace(0, 255, WIDTH), (HEIGHT, 1))))
    clear = rgb.copy()
    clear.putalpha(fade)
    other = Image.fromarray(np.uint8(scene(seed=1) * 255))
    cut = rgb.quantize(64)
    shallow = lambda array: Image.fromarray(np.uint8(np.round(array / 257)))
    yield "grey.jpg", encoded(grey, "JPEG", quality=90), None
    yield "progressive.jpg", encoded(rgb, "JPEG", quality=88, progressive=True), None
    yield "full-colour.jpg", encoded(rgb, "JPEG", quality=92, subsampling=0), None
    yield "wide-gamut.jpg", encoded(rgb, "JPEG", quality=90, icc_profile=display_p3()), None
    yield "cmyk.jpg", encoded(cyan, "JPEG", quality=90), None
    yield "cmyk-profile.jpg", encoded(cyan, "JPEG", quality=90, icc_profile=press()), None
    # The pixels are stored turned, so that every one of these is the same scene once it is upright.
    turns = [None, Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_180, Image.Transpose.FLIP_TOP_BOTTOM, Image.Transpose.TRANSPOSE, Image.Transpose.ROTATE_90, Image.Transpose.TRANSVERSE, Image.Transpose.ROTATE_270]
    for orientation, turn in enumerate(turns, 1):
        exif = Image.Exif()
        exif[0x0112] = orientation
        yield f"orientation-{orientation}.jpg", encoded(rgb.transpose(turn) if turn is not None else rgb, "JPEG", quality=90, exif=exif), None
    exif = Image.Exif()
    exif[0x0112] = 6
    yield "turned.webp", encoded(rgb.transpose(Image.Transpose.ROTATE_90), "WEBP", quality=85, exif=exif), None
    yield "turned.png", encoded(rgb.quantize(32).transpose(Image.Transpose.ROTATE_90), "PNG", exif=exif, optimize=True), None
    yield "rgb16.png", png16(deep), shallow(deep)
    yield "grey16.png", png16(deep[..., 1]), shallow(deep[..., 1]).convert("RGB")
    to_srgb = lambda image: ImageCms.profileToProfile(image, ImageCms.ImageCmsProfile(io.BytesIO(display_p3())), ImageCms.createProfile("sRGB"))
    yield "wide-gamut16.png", png16(deep, display_p3()), to_srgb(shallow(deep))
    faded = np.uint16(np.linspace(0, 65535, 62).astype(int)[None, :, None] * np.ones((47, 1, 1)))
    on_white = np.uint16(np.round(deep[::2, ::2] * (faded / 65535) + 65535 - faded))
    yield "alpha16.png", png16(np.concatenate([deep[::2, ::2], faded], -1)), shallow(on_white)
    yield "grey.png", encoded(grey, "PNG", optimize=True), None
    yield "black-white.png", encoded(grey.convert("1"), "PNG", optimize=True), None
    yield "palette.png", encoded(cut, "PNG", optimize=True), None
    yield "palette-transparent.png", encoded(cut, "PNG", optimize=True, transparency=cut.getpixel((20, 70))), None
    yield "alpha.png", encoded(clear, "PNG", optimize=True), None
    yield "grey-alpha.png", encoded(Image.merge("LA", [grey, fade]), "PNG", optimize=True), None
    yield "one-pixel.png", encoded(Image.new("RGB", (1, 1), (200, 100, 50)), "PNG"), None
    yield "lossy.webp", encoded(rgb, "WEBP", quality=85), None
    yield "alpha.webp", encoded(clear, "WEBP", lossless=True), None
    yield "animated.webp", encoded(rgb, "WEBP", quality=80, save_all=True, append_images=[other]), None
    yield "lossy.avif", encoded(rgb, "AVIF", quality=80), None
    yield "alpha.avif", encoded(clear, "AVIF", quality=90, subsampling="4:4:4"), None
    yield "still.gif", encoded(cut, "GIF"), None
    yield "animated.gif", encoded(cut, "GIF", save_all=True, append_images=[other.quantize(16)], transparency=cut.getpixel((20, 70))), None
    yield "lzw.tiff", encoded(rgb, "TIFF", compression="tiff_lzw"), None
    yield "rgb16.tiff", tiff16(deep), shallow(deep)


def main():
    OUT.mkdir(exist_ok=True)
    expected = {}
    for name, data, known in pictures():
        (OUT / name).write_bytes(data)
        image = known or upright_rgb(data)
        values = base64.b64encode(tensor(image).tobytes()).decode()
        expected[name] = {"width": image.width, "height": image.height, "tensor": values}
    made_with = {"pillow": PIL.__version__, "numpy": np.__version__, "littlecms": ImageCms.core.littlecms_version}
    text = json.dumps({"madeWith": made_with, "resizePx": RESIZE, "sizePx": SIZE, "pictures": expected}, indent=1)
    (HERE / "pixels.json").write_text(text + "\n")


main()
