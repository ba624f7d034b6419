"""The Python that embed.js is compared with: python embed_peer.py MODEL SIZE_PX.

Answers lines of JSON. {"config": {...}} opens workers; {"paths": [...], "draft": bool} embeds and says how long it took.
A config: processes, each with so many threads of Python that decode and run a picture or batch whole (runners),
or else so many that only decode (decoders) for one that runs; threads of ONNX Runtime (intra); pictures a batch.
"""

import json
import multiprocessing
import sys
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import onnxruntime
from PIL import Image, ImageOps

MARGIN_PX = 32


def read_picture(path, size_px, draft):  # [3, S, S]
    image = Image.open(path)
    side_px = size_px + MARGIN_PX
    if draft:
        image.draft("RGB", (2 * side_px, 2 * side_px))
    image = ImageOps.exif_transpose(image).convert("RGB")
    shorter = min(image.size)
    image = image.resize([side_px * length // shorter for length in image.size], Image.Resampling.BICUBIC)
    left, top = (round((length - size_px) / 2) for length in image.size)
    image = image.crop((left, top, left + size_px, top + size_px))
    pixels = np.asarray(image).transpose(2, 0, 1).astype(np.float32)
    pixels -= 127
    pixels /= 128
    return pixels


def open_session(model, intra, spin):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = intra
    options.log_severity_level = 4
    if not spin:
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


class Worker:
    """One process's share: embeds lists of paths in order."""

    def __init__(self, model, size_px, config):
        self.size_px, self.config = size_px, config
        self.session = open_session(model, config["intra"], config.get("spin", True))
        self.runners, self.decoders = config.get("runners", 1), config.get("decoders", 0)
        self.pool = ThreadPoolExecutor(max(self.runners, self.decoders))

    def run(self, pictures):  # [B, D]
        features = self.session.run(["features"], {"images": np.stack(pictures)})[0]
        return features / np.linalg.norm(features, axis=1, keepdims=True)

    def embed(self, paths, draft):  # [N, D]
        batch = self.config["batch"]
        batches = [paths[start : start + batch] for start in range(0, len(paths), batch)]
        if self.decoders:
            return np.concatenate([self.run(pictures) for pictures in self.ahead(paths, draft, batch)])
        whole = lambda some: self.run([read_picture(path, self.size_px, draft) for path in some])
        return np.concatenate(list(self.pool.map(whole, batches) if self.runners > 1 else map(whole, batches)))

    def ahead(self, paths, draft, batch):
        """Batches of pictures, decoded while earlier ones run, at most 64 of them ahead."""
        waiting, pictures = deque(), []
        for path in paths:
            waiting.append(self.pool.submit(read_picture, path, self.size_px, draft))
            if len(waiting) >= 64:
                pictures.append(waiting.popleft().result())
            if len(pictures) == batch:
                yield pictures
                pictures = []
        while waiting:
            pictures.append(waiting.popleft().result())
            if len(pictures) == batch or not waiting:
                yield pictures
                pictures = []


worker = None


def start_worker(*arguments):
    global worker
    worker = Worker(*arguments)


def share(work):
    begin = time.process_time()
    embeddings = worker.embed(*work)
    return embeddings, time.process_time() - begin


class Processes:
    """Several workers, each in its own process; takes chunks of pictures as it finishes."""

    def __init__(self, model, size_px, config):
        self.chunk = max(2, config["batch"])
        context = multiprocessing.get_context("spawn")
        self.pool = context.Pool(config["processes"], start_worker, (model, size_px, config))
        self.pool.map(abs, range(config["processes"]))

    def embed(self, paths, draft):
        chunks = [(paths[start : start + self.chunk], draft) for start in range(0, len(paths), self.chunk)]
        embeddings, seconds = zip(*self.pool.imap(share, chunks))
        return np.concatenate(embeddings), sum(seconds)

    def close(self):
        self.pool.close()
        self.pool.join()


class OneProcess:
    def __init__(self, *arguments):
        self.worker = Worker(*arguments)

    def embed(self, paths, draft):
        return self.worker.embed(paths, draft), 0

    def close(self):
        self.worker.pool.shutdown()


def answer(embedder, request):
    begin, cpu = time.perf_counter(), time.process_time()
    embeddings, elsewhere = embedder.embed(request["paths"], request["draft"])
    return {
        "seconds": time.perf_counter() - begin,
        "cpuSeconds": time.process_time() - cpu + elsewhere,
        "first": embeddings[0].tolist(),
        "pictures": len(embeddings),
    }


def main(model, size_px):
    embedder = None
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        if "config" in request:
            if embedder:
                embedder.close()
            kind = Processes if request["config"]["processes"] > 1 else OneProcess
            embedder = kind(model, int(size_px), request["config"])
            print(json.dumps({"ready": True}), flush=True)
        else:
            print(json.dumps(answer(embedder, request)), flush=True)
    if embedder:
        embedder.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
