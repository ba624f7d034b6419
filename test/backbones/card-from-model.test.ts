import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cardFromModel } from '../../src/backbones/inspect/card-from-model.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { described } from './models.ts';

const clip = {
  image_processor_type: 'CLIPImageProcessor',
  do_center_crop: true,
  crop_size: { height: 8, width: 8 },
  size: { shortest_edge: 10 },
  resample: 3,
  image_mean: [0.5, 0.4, 0.3],
  image_std: [0.25, 0.25, 0.5],
};

describe('layout and size', () => {
  test.each([
    ['nchw', 'pixels', 'nchw', 8],
    ['nhwc', 'pixels', 'nhwc', 8],
    ['batch-of-one', 'pixels', 'nchw', 8],
  ])('%s is read from the graph', async (name, input, layout, sizePx) => {
    const { card } = await described(name);
    expect(card).toMatchObject({
      input,
      output: 'features',
      pooling: 'none',
      dimensions: 8,
      preprocessing: { layout, sizePx },
    });
  });

  test('names that exporters give to free dimensions tell the layout; the processor tells the size', async () => {
    const { card, remarks } = await described('exporter-names', {}, { preprocessorConfig: clip });
    expect(card.preprocessing).toEqual({
      sizePx: 8,
      resizePx: 10,
      fit: 'crop',
      interpolation: 'bicubic',
      mean: [127.5, 102, 76.5],
      std: [63.75, 63.75, 127.5],
      channels: 'rgb',
      layout: 'nchw',
    });
    expect(remarks).toEqual([]);
  });

  test('a free size that nobody states is asked for', async () => {
    await expect(described('any-size')).rejects.toMatchObject({
      code: 'ambiguous-model',
      todo: expect.stringContaining('--input-size'),
    });
    const { card } = await described('any-size', { inputSize: 12 });
    expect(card.preprocessing.sizePx).toBe(12);
  });

  test('a layout that nothing tells is asked for', async () => {
    const ask = described('nothing-fixed', { inputSize: 8 });
    await expect(ask).rejects.toMatchObject({ code: 'ambiguous-model', todo: expect.stringContaining('--layout') });
    const { card } = await described('nothing-fixed', { inputSize: 8, layout: 'nchw' });
    expect(card.preprocessing.layout).toBe('nchw');
  });

  test('a wrong layout shows when the graph runs', async () => {
    await expect(described('nothing-fixed', { inputSize: 8, layout: 'nhwc' })).rejects.toMatchObject({
      code: 'bad-model',
    });
  });

  test('a size that the graph forbids is a misuse', async () => {
    await expect(described('nchw', { inputSize: 9 })).rejects.toMatchObject({
      code: 'misused',
      expected: expect.stringContaining('8'),
    });
  });

  test('the share that is cut out is kept where the export has another size than its configuration', async () => {
    const files = { preprocessorConfig: { ...clip, crop_size: 224, size: 256 } };
    const { card, remarks } = await described('nchw', {}, files);
    expect(card.preprocessing).toMatchObject({ sizePx: 8, resizePx: 9 });
    expect(remarks).toEqual([expect.stringContaining('224')]);
  });
});

describe('output and pooling', () => {
  test.each([
    ['map', 'map', 'average'],
    ['nhwc-map', 'grid', 'average'],
    ['pooled-map', 'pooled_map', 'none'],
    ['tokens-16', 'last_hidden_state', 'average'],
    ['tokens-17', 'last_hidden_state', 'class-token'],
    ['two-outputs', 'image_embeds', 'none'],
  ])('%s: %s, %s', async (name, output, pooling) => {
    const { card } = await described(name);
    expect(card).toMatchObject({ output, pooling, dimensions: 8 });
  });

  test('tokens that fit no square are asked about', async () => {
    await expect(described('tokens-19')).rejects.toMatchObject({
      code: 'ambiguous-model',
      todo: expect.stringContaining('--pooling'),
    });
    expect((await described('tokens-19', { pooling: 'average' })).card.pooling).toBe('average');
  });

  test('several outputs without a known name are asked about', async () => {
    await expect(described('two-strangers')).rejects.toMatchObject({
      code: 'ambiguous-model',
      todo: '--output left or --output right'.replace(/^/, 'add '),
    });
    expect((await described('two-strangers', { output: 'right' })).card.output).toBe('right');
    await expect(described('two-strangers', { output: 'middle' })).rejects.toMatchObject({ code: 'misused' });
  });
});

describe('what no flag can mend', () => {
  test.each(['half', 'text-too', 'batch-of-two'])('%s is unsupported, with what to do', async (name) => {
    await expect(described(name)).rejects.toMatchObject({
      code: 'unsupported',
      todo: expect.stringMatching(/export|take|give/),
    });
  });
});

describe('scaling', () => {
  test("ImageNet's convention stands in, with remarks that name the flags", async () => {
    const { card, remarks } = await described('nchw');
    expect(card.preprocessing.mean.map((value) => value / 255)).toEqual([0.485, 0.456, 0.406]);
    expect(remarks.join()).toMatch(/--mean.*--fit.*--interpolation/);
  });

  test('answers win over the files', async () => {
    const answers = {
      mean: [0, 0, 0],
      std: [1 / 255, 1 / 255, 1 / 255],
      channels: 'bgr',
      fit: 'squash',
      interpolation: 'bilinear',
    } as const;
    const { card, remarks } = await described('exporter-names', answers, { preprocessorConfig: clip });
    expect(card.preprocessing).toMatchObject({ ...answers, std: [1, 1, 1], sizePx: 8 });
    expect(remarks).toEqual([]);
  });
});

const mobilenet = new URL('../../../shared/weights/mobilenetv2-1.0-224.onnx', import.meta.url);

test.skipIf(!existsSync(mobilenet))('MobileNetV2 from the model zoo (needs ../shared/weights)', async () => {
  const session = await nodeRuntime.load(readFileSync(mobilenet));
  const { card } = await cardFromModel(session, { name: 'mobilenetv2', source: 'zoo', sha256: '', bytes: 0 });
  await session.dispose();
  expect(card).toMatchObject({ input: 'input', output: 'features', pooling: 'none', dimensions: 1280 });
  expect(card.preprocessing).toMatchObject({ sizePx: 224, resizePx: 256, layout: 'nchw' });
});
