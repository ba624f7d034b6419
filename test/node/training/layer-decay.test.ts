import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sha256 } from '../../../src/base/hash.ts';
import { importOnnx } from '../../../src/graph/importers/import-onnx.ts';
import { networkWeights } from '../../../src/graph/network.ts';
import { trainData } from '../../../src/node/training/train-data.ts';
import { writeOwnNetwork, writePictures, writePlanFor } from './tiny-training.ts';

const folder = mkdtempSync(join(tmpdir(), 'discern-layer-decay-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a decay below 1 changes a layer less, the nearer it is to the pictures', async () => {
  const pictures = await writePictures(folder);
  const backbone = await writeOwnNetwork(folder);
  const [plan, out] = [join(folder, 'plan.json'), join(folder, 'out.onnx')];
  const bytes = new Uint8Array(readFileSync(backbone));
  const network = { architecture: null, backbone, sha256: await sha256(bytes), sizePx: 16 };
  // On all pictures none selects an epoch: the last one stands.
  const stage = { on: 'all', cut: 'images', views: 2, epochs: 3, learningRate: 1e-2, layerDecay: 0.3 } as const;
  await writePlanFor(pictures, plan, network, { stages: [stage], weightDecay: 0 });
  await trainData(pictures, { out, plan, workFolder: join(folder, 'work'), threads: 1 });
  const changes = changesByLayer(bytes, new Uint8Array(readFileSync(out)));
  expect(changes).toHaveLength(5);
  // AdamW's steps are as large as the rate: between two layers of this network lie two groups, a factor of 11.
  for (let i = 1; i < changes.length; i++) expect(changes[i] / changes[i - 1]).toBeGreaterThan(4);
});

/** By how much a number of each layer changed at the most, in the order of the network. */
function changesByLayer(before: Uint8Array, after: Uint8Array): number[] {
  const changed = weightsIn(after);
  const layers = new Map<string, number>();
  for (const [name, numbers] of weightsIn(before)) {
    const layer = name.replace(/\.(conv|bn)\..*/, '');
    const change = numbers.map((number, i) => Math.abs((changed.get(name)?.[i] ?? Number.NaN) - number));
    layers.set(
      layer,
      change.reduce((most, each) => Math.max(most, each), layers.get(layer) ?? 0),
    );
  }
  return [...layers.values()];
}

function weightsIn(model: Uint8Array): Map<string, number[]> {
  const weights = networkWeights(importOnnx(model, { batch: 1, picture: [3, 16, 16] }));
  return new Map(weights.map(({ value }) => [value.name, Array.from(value.data ?? [])]));
}
