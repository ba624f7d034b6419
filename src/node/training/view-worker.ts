import { workerData } from 'node:worker_threads';
import { pictureShape } from '../../backbones/backbone.ts';
import { semaphore } from '../../base/semaphore.ts';
import { allFinite } from '../../base/usable-vector.ts';
import { augmenter, viewRandom } from '../../images/augment/augmenter.ts';
import { presets } from '../../images/augment/presets.ts';
import { shortSideFor } from '../../images/framing.ts';
import type { Session } from '../../runtime/runtime.ts';
import { floats, floatTensor } from '../../runtime/tensors.ts';
import { decode } from '../decode.ts';
import type { PictureRequest, PictureTask, PictureWorkerData } from '../pictures/picture-pool.ts';
import { guardedRuntime } from '../workers/native-calls.ts';
import { serveRequests } from '../workers/serve-requests.ts';
import type { ViewWish, ViewWorkerData } from './view-pool.ts';

const { preprocessing, preset, seed, trunk, calls }: ViewWorkerData & PictureWorkerData = workerData;

async function open(): Promise<PictureTask<ViewWish>> {
  const augment = augmenter(presets[preset], preprocessing);
  const size = { shortSidePx: shortSideFor(preprocessing) };
  const session = trunk && (await guardedRuntime(calls).load(new Uint8Array(trunk).slice(), { threads: 1 }));
  const shape = [1, ...pictureShape(preprocessing)];
  const turn = semaphore(1);
  const seenBy = async (trunkSession: Session, picture: Float32Array) => {
    const { activations } = await trunkSession.run({ [trunkSession.inputs[0].name]: floatTensor(picture, shape) });
    return floats(activations);
  };
  const answer = async ({ encoded, wish: { sample, views } }: PictureRequest<ViewWish>): Promise<Float32Array> => {
    const pixels = await decode(encoded, size);
    return turn.run(async () => {
      const parts: Float32Array[] = [];
      for (const view of views) {
        const picture = augment(pixels, view === 0 ? null : viewRandom(seed, sample, view));
        const part = session === null ? picture : await seenBy(session, picture);
        // A view of which the network makes NaN would spoil its whole batch: the plain picture stands for it.
        const isUsual = session === null || view === 0 || allFinite(part);
        parts.push(isUsual ? part : await seenBy(session, augment(pixels, null)));
      }
      return joined(parts);
    });
  };
  return { answer, numbers: (rows) => rows, dispose: async () => session?.dispose() };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.forEach((part, i) => {
    all.set(part, i * part.length);
  });
  return all;
}

serveRequests(open());
