import { describe, expect, it } from 'vitest';
import { random } from '../../../src/base/random.ts';
import { importers } from '../../../src/graph/importers/catalogue.ts';
import { importOnnx } from '../../../src/graph/importers/import-onnx.ts';
import { toOnnx } from '../../../src/graph/proto/to-onnx.ts';
import { nodeRuntime } from '../../../src/node/runtime.ts';
import { floats, floatTensor } from '../../../src/runtime/tensors.ts';
import { cases } from './cases/catalogue.ts';
import { onnxFile } from './file.ts';

const batch = 2;

describe('every operator gives what ONNX Runtime makes of the file, in the shape that was inferred', () => {
  it.each(Object.entries(cases))('%s', async (_, files) => {
    for (const file of files) {
      const bytes = onnxFile(file);
      const draw = random(1, 'x');
      const shape = [batch, ...file.x];
      const numbers = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => 2 * draw.uniform() - 1);
      const expected = await run(bytes, floatTensor(numbers, shape));
      const { output } = importOnnx(bytes, { batch });
      expect(output.shape).toEqual(expected.shape);
      const got = await run(toOnnx({ y: output }), floatTensor(numbers, shape));
      expect(got.shape).toEqual(expected.shape);
      floats(got).forEach((value, i) => {
        expect(value).toBeCloseTo(floats(expected)[i], 4);
      });
    }
  });

  it('walks the whole catalogue', () => {
    expect(Object.keys(cases).sort()).toEqual(Object.keys(importers).sort());
  });
});

async function run(model: Uint8Array, x: ReturnType<typeof floatTensor>) {
  const session = await nodeRuntime.load(model, { threads: 1 });
  const { y } = await session.run({ x });
  await session.dispose();
  return y;
}
