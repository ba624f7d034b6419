import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keptPlan } from '../../../src/node/training/kept-run.ts';

test('a run whose plan has another version cannot be resumed, and the error says to begin anew', async () => {
  const path = await mkdtemp(join(tmpdir(), 'discern-kept-'));
  try {
    await writeFile(join(path, 'plan.json'), '{"version":1}');
    await expect(keptPlan({ path, resumed: true }, 'a.onnx')).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('plan.version: expected 2, got 1'),
      given: '--resume --out a.onnx',
      todo: 'begin anew: leave --resume out',
    });
  } finally {
    await rm(path, { recursive: true, force: true });
  }
});
