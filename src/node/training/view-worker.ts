import { workerData } from 'node:worker_threads';
import { pictureShape } from '../../backbones/backbone.ts';
import { semaphore } from '../../data/semaphore.ts';
import { augmenter, viewRandom } from '../../images/augment/augmenter.ts';
import { presets } from '../../images/augment/presets.ts';
import { shortSideFor } from '../../images/framing.ts';
import { floats, floatTensor } from '../../runtime/tensors.ts';
import { decode } from '../decode.ts';
import type { PictureWorkerData } from '../picture-messages.ts';
import { guardedRuntime, type PictureWork, servePictures } from '../serve-pictures.ts';
import type { ViewWish, ViewWorkerData } from './view-pool.ts';

const { preprocessing, preset, seed, trunk, calls }: ViewWorkerData & PictureWorkerData = workerData;

async function open(): Promise<PictureWork<ViewWish>> {
  const augment = augmenter(presets[preset], preprocessing);
  const wish = { shortSidePx: shortSideFor(preprocessing) };
  const session = trunk && (await guardedRuntime(calls).load(new Uint8Array(trunk).slice(), { threads: 1 }));
  const shape = [1, ...pictureShape(preprocessing)];
  const turn = semaphore(1);
  const compute = async (encoded: Uint8Array, { sample, views }: ViewWish): Promise<Float32Array> => {
    const pixels = await decode(encoded, wish);
    await turn.acquire();
    try {
      const parts: Float32Array[] = [];
      for (const view of views) {
        const picture = augment(pixels, view === 0 ? null : viewRandom(seed, sample, view));
        if (session === null) parts.push(picture);
        else {
          const { activations } = await session.run({ [session.inputs[0].name]: floatTensor(picture, shape) });
          parts.push(floats(activations));
        }
      }
      return joined(parts);
    } finally {
      turn.release();
    }
  };
  return { compute, dispose: async () => session?.dispose() };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.forEach((part, i) => {
    all.set(part, i * part.length);
  });
  return all;
}

servePictures(open());
