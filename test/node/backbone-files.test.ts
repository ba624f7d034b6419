import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cards } from '../../src/backbones/cards/catalogue.ts';
import { sha256 } from '../../src/base/hash.ts';
import { parseOnnx } from '../../src/graph/proto/parse-onnx.ts';
import { loadBackbone } from '../../src/node/hub/backbone-files.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import type { Tensor } from '../../src/runtime/runtime.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import { tinyModel, tinyModels } from '../backbones/models.ts';
import { commit, hubServer, repository } from './hub-server.ts';

let folder: string;
const options = () => ({ runtime: nodeRuntime, hub: { folder: join(folder, 'cache') } });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'discern-backbone-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function ownFile(name: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  const path = join(folder, `${name}.onnx`);
  await copyFile(fileURLToPath(new URL(`${name}.onnx`, tinyModels)), path);
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
  return path;
}

/** The bytes of the one weight of a tiny model. */
function kernelOf(model: Uint8Array): Uint8Array {
  const [kernel] = parseOnnx(model).graph.initializer;
  return kernel.rawData;
}

async function features(model: Uint8Array, pictures: Record<string, Tensor>) {
  const session = await nodeRuntime.load(model);
  const { features } = await session.run(pictures);
  await session.dispose();
  return floats(features);
}

describe('embedded backbones', () => {
  test.each(Object.values(cards))('$name: the file is the one that the card describes', async (card) => {
    const { bytes, ...rest } = await loadBackbone(card.name, options());
    expect(rest).toEqual({ card, remarks: [] });
    expect(bytes.byteLength).toBe(card.bytes);
    expect(await sha256(bytes)).toBe(card.sha256);
  });

  test('an unknown name is a misuse that lists the names and guesses', async () => {
    await expect(loadBackbone('eficientnet-lite0', options())).rejects.toMatchObject({
      code: 'misused',
      expected: expect.stringContaining('efficientnet-lite2'),
      todo: 'did you mean efficientnet-lite0?',
    });
  });

  test.each([
    ['efficientnet-lit0', 'did you mean efficientnet-lite0?'],
    ['EfficientNet-Lite2', 'did you mean efficientnet-lite2?'],
    ['resnet50', 'give one of these names, a model of your own as FILE.onnx, or one of a hub as hf:OWNER/NAME'],
    ['resnet18', expect.stringContaining('discern train DATA --architecture resnet18 --out FILE.onnx')],
    ['weights.pth', 'export the model to ONNX, and give FILE.onnx'],
  ])('%s: a likely slip is guessed, of another name it is said what is taken', async (name, todo) => {
    await expect(loadBackbone(name, options())).rejects.toMatchObject({ code: 'misused', todo });
  });
});

describe('own files', () => {
  test('the card bears the hash of the file, and no path of this machine', async () => {
    const path = await ownFile('nchw');
    const { card, bytes, remarks } = await loadBackbone(path, options());
    expect(card).toMatchObject({
      name: 'nchw',
      source: 'nchw.onnx',
      file: null,
      sha256: await sha256(bytes),
      bytes: bytes.byteLength,
    });
    expect(remarks).not.toEqual([]);
    expect(JSON.stringify({ card, remarks })).not.toContain(folder);
  });

  test('JSON files beside it are read', async () => {
    const preprocessor = { size: { height: 12, width: 12 }, image_mean: [0, 0, 0], image_std: [1, 1, 1], resample: 2 };
    const path = await ownFile('any-size', { 'preprocessor_config.json': JSON.stringify(preprocessor) });
    const { card, remarks } = await loadBackbone(path, options());
    expect(card.preprocessing).toMatchObject({ sizePx: 12, fit: 'squash', std: [255, 255, 255] });
    expect(remarks).toEqual([]);
  });

  test('broken JSON beside it is an error, not silence', async () => {
    const path = await ownFile('nchw', { 'config.json': '{' });
    await expect(loadBackbone(path, options())).rejects.toMatchObject({
      code: 'bad-data',
      given: expect.stringContaining('config.json'),
    });
  });

  test('what is missing or no model says so', async () => {
    await expect(loadBackbone(join(folder, 'no.onnx'), options())).rejects.toMatchObject({ code: 'not-found' });
    await writeFile(join(folder, 'text.onnx'), 'hello');
    await expect(loadBackbone(join(folder, 'text.onnx'), options())).rejects.toMatchObject({ code: 'bad-model' });
  });

  test('weights in a second file beside it are read', async () => {
    const path = await ownFile('external');
    await writeFile(join(folder, 'external.onnx_data'), kernelOf(tinyModel('nchw')));
    const { card, bytes } = await loadBackbone(path, options());
    const whole = await loadBackbone(await ownFile('nchw'), options());
    expect({ ...card, name: 'nchw', source: 'nchw.onnx' }).toEqual({
      ...whole.card,
      sha256: await sha256(bytes),
      bytes: bytes.byteLength,
    });
    const pictures = { pixels: floatTensor(new Float32Array(192).fill(0.3), [1, 3, 8, 8]) };
    expect(await features(bytes, pictures)).toEqual(await features(whole.bytes, pictures));
  });

  test('weights in a second file that is missing or cut short are named', async () => {
    const path = await ownFile('external');
    await expect(loadBackbone(path, options())).rejects.toMatchObject({
      code: 'not-found',
      given: expect.stringContaining('external.onnx_data'),
    });
    await writeFile(join(folder, 'external.onnx_data'), kernelOf(tinyModel('nchw')).subarray(1));
    await expect(loadBackbone(path, options())).rejects.toMatchObject({ code: 'bad-model' });
  });
});

test('hf: a model from a hub, with its configuration and commit', async () => {
  const preprocessor = { crop_size: 8, size: 10, image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5], resample: 3 };
  const hub = await hubServer({
    'onnx/model.onnx': tinyModel('exporter-names'),
    'preprocessor_config.json': new TextEncoder().encode(JSON.stringify(preprocessor)),
  });
  const { endpoint } = hub;
  const { card, bytes, remarks } = await loadBackbone(`hf:${repository}`, {
    runtime: nodeRuntime,
    hub: { endpoint, folder },
  });
  await hub.close();
  expect(card).toMatchObject({ name: repository, source: `hf:${repository}@${commit}` });
  expect(card.preprocessing).toMatchObject({ sizePx: 8, resizePx: 10, mean: [127.5, 127.5, 127.5] });
  expect(new Uint8Array(bytes)).toEqual(
    new Uint8Array(await readFile(fileURLToPath(new URL('exporter-names.onnx', tinyModels)))),
  );
  expect(remarks).toEqual([]);
});
