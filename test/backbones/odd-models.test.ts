import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cardFromModel, type ModelFacts } from '../../src/backbones/inspect/card-from-model.ts';
import type { ModelAnswers } from '../../src/backbones/inspect/model-answers.ts';
import { asDiscernError } from '../../src/base/error.ts';
import type { Port, Session } from '../../src/runtime/runtime.ts';

/** A network that takes pictures of any size and gives 8 features, or has other ports. */
function session({ inputs, outputs }: { inputs?: readonly Port[]; outputs?: readonly Port[] } = {}): Session {
  const features = { type: 'float32', shape: [1, 8], data: new Float32Array(8) } as const;
  return {
    inputs: inputs ?? [{ name: 'x', type: 'float32', shape: ['N', 3, 'height', 'width'] }],
    outputs: outputs ?? [{ name: 'features', type: 'float32', shape: ['N', 8] }],
    run: async (_feeds, wanted = []) => Object.fromEntries(wanted.map((name) => [name, features])),
    dispose: async () => {},
  };
}

const model = { name: 'm', source: 'm.onnx', sha256: '', bytes: 0 };
const described = (facts: Partial<ModelFacts>, ports = {}) => cardFromModel(session(ports), { ...model, ...facts });
const takes = (...shape: readonly (number | string)[]) => ({ inputs: [{ name: 'x', type: 'float32', shape }] });
const half = { image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] };

describe('numbers in preprocessor_config.json that make no sense are named with their file', () => {
  test.each<[string, object]>([
    ['size', { size: 100_000 }],
    ['size', { size: 'big' }],
    ['size', { size: { height: 0, width: 0 } }],
    ['size', { size: { shortest_edge: 1.5 } }],
    ['size', { size: [224, 224, 3] }],
    ['crop_size', { size: 256, crop_size: 1e9 }],
    ['crop_pct', { size: { shortest_edge: 224 }, crop_pct: 1e-9 }],
    ['resample', { size: 32, resample: 'constructor' }],
    ['resample', { size: 32, resample: '__proto__' }],
    ['resample', { size: 32, resample: 17 }],
    ['image_mean', { size: 32, ...half, image_mean: [127, 127, 127] }],
    ['image_mean', { size: 32, ...half, image_mean: ['a', 'b', 'c'] }],
    ['image_mean', { size: 32, ...half, image_mean: [0.5, 0.5] }],
    ['image_std', { size: 32, ...half, image_std: [0, 0, 0] }],
    ['image_std', { size: 32, ...half, image_std: [0.5, -0.5, 0.5] }],
    ['image_std', { size: 32, ...half, image_std: [58, 57, 57] }],
    ['image_std', { size: 32, do_rescale: false, image_mean: [124, 116, 104], image_std: [0.229, 0.224, 0.225] }],
    ['rescale_factor', { size: 32, rescale_factor: 0 }],
    ['rescale_factor', { size: 32, rescale_factor: -1 }],
    ['do_normalize', { size: 32, do_normalize: 'yes' }],
  ])('%s in %j', async (member, preprocessorConfig) => {
    const facts = { preprocessorConfig, preprocessorFile: 'here/preprocessor_config.json' };
    await expect(described(facts)).rejects.toMatchObject({
      code: 'bad-data',
      message: expect.stringMatching(new RegExp(`^here/preprocessor_config.json: ${member} is `)),
      todo: expect.stringContaining('--'),
    });
  });

  test('but not where a flag says them', async () => {
    const preprocessorConfig = { size: 1e9, resample: 'constructor', image_mean: [127, 0, 0], image_std: [0, 0, 0] };
    const answers: ModelAnswers = {
      inputSize: 8,
      fit: 'squash',
      interpolation: 'bilinear',
      mean: [0, 0, 0],
      std: [1, 1, 1],
    };
    const { card } = await described({ preprocessorConfig, answers }, takes('N', 3, 8, 8));
    expect(card.preprocessing).toMatchObject({ sizePx: 8, interpolation: 'bilinear', std: [255, 255, 255] });
  });

  test('resampling that there is not here is called by its name', async () => {
    await expect(described({ preprocessorConfig: { size: 8, resample: 4 } })).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('box'),
      todo: expect.stringContaining('--interpolation'),
    });
  });
});

test.each<[string, object]>([
  ['input_size', { input_size: [3, 1e9, 1e9] }],
  ['interpolation', { input_size: [3, 32, 32], interpolation: 'constructor' }],
  ['mean', { input_size: [3, 32, 32], mean: [124, 116, 104] }],
  ['std', { input_size: [3, 32, 32], std: [0, 0, 0] }],
  ['crop_pct', { input_size: [3, 32, 32], crop_pct: -1 }],
])('%s in config.json: %j', async (member, pretrained_cfg) => {
  const message = expect.stringContaining(`config.json: ${member} is `);
  await expect(described({ config: { pretrained_cfg } })).rejects.toMatchObject({ code: 'bad-data', message });
});

test.each<[string, object]>([
  ['sizePx', { sizePx: 1e9 }],
  ['mean', { sizePx: 8, mean: [1e6, 0, 0] }],
  ['std', { sizePx: 8, std: [0, 0, 0] }],
  ['interpolation', { sizePx: 8, interpolation: '__proto__' }],
  ['fit', { sizePx: 8, fit: 'odd' }],
])("%s in a file's metadata: %j", async (member, preprocessing) => {
  const message = expect.stringContaining(`the metadata of m.onnx: ${member} is `);
  const metadata = { card: JSON.stringify({ preprocessing }) };
  await expect(described({ metadata })).rejects.toMatchObject({ code: 'bad-data', message });
});

describe('flags in other units ask for what was meant', () => {
  test.each<[ModelAnswers, RegExp, RegExp]>([
    [{ mean: [127, 127, 127] }, /a mean of 127 .* 0\.\.1/, /--mean 0\.498,0\.498,0\.498/],
    [{ mean: [0.5, -0.5, 0.5] }, /a mean of -0\.5/, /look up/],
    [{ std: [128, 128, 128] }, /a deviation of 128/, /--deviation 0\.502,0\.502,0\.502/],
    [{ std: [0, 0, 0] }, /a deviation of 0 /, /look up/],
    [{ std: [0.2, 0.2, Number.NaN] }, /a deviation of NaN/, /look up/],
    [{ std: [-0.2, 0.2, 0.2] }, /a deviation of -0\.2/, /look up/],
    [{ inputSize: 1e6 }, /--input-size 1000000/, /trained with/],
  ])('%j', async (answers, message, todo) => {
    await expect(described({ preprocessorConfig: { size: 8 }, answers })).rejects.toMatchObject({
      code: 'misused',
      message: expect.stringMatching(message),
      todo: expect.stringMatching(todo),
    });
  });

  test('pixels as they are, 0..255, may be fed', async () => {
    const answers: ModelAnswers = { mean: [0, 0, 0], std: [0.00392, 0.00392, 0.00392] };
    const { card } = await described({ preprocessorConfig: { size: 8 }, answers });
    expect(card.preprocessing.std[0]).toBeCloseTo(1, 3);
  });
});

describe('models that are known and not done', () => {
  test.each([
    [1, ['N', 1, 32, 32]],
    [1, [1, 1, 'height', 'width']],
    [1, ['N', 1, 'a', 'b']],
    [1, ['N', 28, 28, 1]],
    [4, ['N', 4, 224, 224]],
    [6, ['N', 'h', 'w', 6]],
  ])('%i channels: %j', async (channels, shape) => {
    const message = expect.stringContaining(`${channels} channel`);
    await expect(described({}, takes(...shape))).rejects.toMatchObject({ code: 'unsupported', message });
  });

  test('one channel, also where the layout is said', async () => {
    const refused = described({ answers: { layout: 'nchw' } }, takes('N', 1, 32, 32));
    await expect(refused).rejects.toMatchObject({ code: 'unsupported', todo: expect.stringContaining('mean') });
  });

  test('a map of names and probabilities is no numbers', async () => {
    const outputs = [
      { name: 'classLabel', type: 'string', shape: ['N', 1] },
      { name: 'loss', type: 'other', shape: [] },
    ];
    await expect(described({ preprocessorConfig: { size: 8 } }, { outputs })).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(/loss is a map or a list, not numbers/),
    });
  });

  test('a side that no picture has', async () => {
    await expect(described({}, takes('N', 3, 100_000, 100_000))).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe('whatever the files beside a model hold', () => {
  const names = [
    'size',
    'crop_size',
    'resample',
    'image_mean',
    'image_std',
    'rescale_factor',
    'do_rescale',
    'crop_pct',
  ];
  const more = ['do_normalize', 'image_size', 'pretrained_cfg', 'input_size', 'mean', 'std', 'interpolation', 'sizePx'];
  const odd = ['__proto__', 'constructor', 'toString', 'preprocessing', 'deviation', 'vision_config', 'shortest_edge'];
  const key = fc.constantFrom(...names, ...more, ...odd, 'height', 'width', 'image_processor');
  const number = fc.oneof(fc.constantFrom(0, -1, 1, 8, 224, 0.5, 255, 1e9, 1e300, 2 ** 53), fc.double());
  const leaf = fc.oneof(
    number,
    fc.constantFrom(...odd, 'bicubic', null, true, false),
    fc.array(number, { maxLength: 4 }),
  );
  const tree = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.dictionary(key, tie('value')),
      fc.array(tie('value'), { maxLength: 3 }),
    ),
  })).value;
  const object = fc.dictionary(key, tree);

  test('is understood, or refused in words, and never a fault of ours', async () => {
    const facts = fc.record({ preprocessorConfig: object, config: object, card: object });
    await fc.assert(
      fc.asyncProperty(facts, async ({ preprocessorConfig, config, card }) => {
        const files = JSON.parse(JSON.stringify({ preprocessorConfig, config }));
        const asked = described({ ...files, metadata: { card: JSON.stringify(card) } }, takes('N', 3, 8, 8));
        const { preprocessing, code } = await asked.then(
          (model) => ({ preprocessing: model.card.preprocessing, code: null }),
          (thrown: unknown) => ({ preprocessing: null, code: asDiscernError(thrown).code }),
        );
        if (preprocessing === null) expect(['bad-data', 'unsupported', 'ambiguous-model']).toContain(code);
        else {
          expect(preprocessing.std.every((value) => value > 0 && value <= 256)).toBe(true);
          expect(preprocessing.mean.every((value) => value >= -1 && value <= 256)).toBe(true);
          expect(['bicubic', 'bilinear', 'lanczos', 'nearest']).toContain(preprocessing.interpolation);
          expect(Number.isInteger(preprocessing.sizePx) && preprocessing.resizePx > 0).toBe(true);
        }
      }),
      { numRuns: 1000, seed: 2 },
    );
  });
});
