import * as ort from 'onnxruntime-web';
import { openBackbone } from '../../src/backbones/backbone.ts';
import type { NetworkFile } from '../../src/backbones/network-file.ts';
import { memoryStorage } from '../../src/bundle/memory-storage.ts';
import { augmenter, viewRandom } from '../../src/images/augment/augmenter.ts';
import { presets } from '../../src/images/augment/presets.ts';
import type { Pixels } from '../../src/images/pixels.ts';
import { preparer } from '../../src/images/prepare.ts';
import type { Runtime } from '../../src/runtime/runtime.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import { webRuntime } from '../../src/runtime/web-runtime.ts';
import type { Machine } from '../../src/stages/machine.ts';
import { recordsIn } from '../../src/stages/views/records.ts';
import type { ViewSetting, ViewSource, Views } from '../../src/train/batches/views.ts';

/** Pictures by name. */
export type Pictures = ReadonlyMap<string, Pixels>;

/** The ports of training with everything in memory, in this thread, and with the runtime that a page has. */
export function memoryMachine(pictures: Pictures): Machine {
  const runtime = webRuntime(ort, { threads: 1 });
  const storage = memoryStorage();
  return {
    runtime,
    storage,
    openRecords: recordsIn(storage),
    views: memoryViews(pictures, runtime),
    embed: async (network, paths) =>
      embedded(
        network,
        paths.map((path) => pixelsOf(pictures, path)),
        runtime,
      ),
  };
}

function memoryViews(pictures: Pictures, runtime: Runtime): Views {
  const pixels = async (setting: ViewSetting) => source(pictures, setting, async (view) => view);
  return {
    repeated: (_, setting) => pixels(setting),
    through: async (trunk, setting) => {
      if (trunk === null) return pixels(setting);
      const session = await runtime.load(trunk);
      const [{ name }] = session.inputs;
      const { sizePx } = setting.preprocessing;
      const through = async (view: Float32Array) =>
        floats((await session.run({ [name]: floatTensor(view, [1, 3, sizePx, sizePx]) })).activations);
      return { ...source(pictures, setting, through), close: () => session.dispose() };
    },
  };
}

function source(
  pictures: Pictures,
  { preprocessing, preset, seed }: ViewSetting,
  through: (view: Float32Array) => Promise<Float32Array>,
): ViewSource {
  const augment = augmenter(presets[preset], preprocessing);
  let last: Promise<unknown> = Promise.resolve();
  const drawn = async (path: string, sample: number, view: number) => {
    const pixels = pixelsOf(pictures, path);
    const turn = last.then(() => through(augment(pixels, view === 0 ? null : viewRandom(seed, sample, view))));
    last = turn;
    return turn;
  };
  return {
    concurrency: 1,
    read: async (requests) => {
      const views = requests.flatMap(({ path, sample, views }) => views.map((view) => drawn(path, sample, view)));
      return Float32Array.from((await Promise.all(views)).flatMap((view) => [...view]));
    },
    close: async () => undefined,
  };
}

async function embedded({ card, bytes }: NetworkFile, pictures: readonly Pixels[], runtime: Runtime) {
  const backbone = await openBackbone(card, bytes, runtime);
  const prepare = preparer(card.preprocessing);
  const input = Float32Array.from(pictures.flatMap((pixels) => [...prepare(pixels)]));
  const features = await backbone.features(input, pictures.length);
  await backbone.dispose();
  return features;
}

function pixelsOf(pictures: Pictures, name: string): Pixels {
  const pixels = pictures.get(name);
  if (!pixels) throw new Error(`${name} is no picture`);
  return pixels;
}
