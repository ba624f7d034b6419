import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readPlan, writePlan } from '../../../src/node/training/plan-file.ts';
import { examplePlan } from '../../plan/example-plan.ts';

const folder = mkdtempSync(join(tmpdir(), 'discern-plan-'));
const at = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a training plan', () => {
  test('comes back as it was written', async () => {
    await writePlan(at('plan.json'), examplePlan);
    expect(await readPlan(at('plan.json'))).toEqual(examplePlan);
  });

  test.each([
    ['no JSON', 'words'],
    ['another version', JSON.stringify({ ...examplePlan, version: 1 })],
    [
      'a stage without a cut',
      JSON.stringify({ ...examplePlan, stages: [{ ...examplePlan.stages[0], cut: undefined }] }),
    ],
    ['no epochs', JSON.stringify({ ...examplePlan, stages: [{ ...examplePlan.stages[0], epochs: 0 }] })],
    ['half a batch', JSON.stringify({ ...examplePlan, batch: 31.5 })],
    ['no stages', JSON.stringify({ ...examplePlan, stages: [] })],
    ...[
      [],
      [{ after: 1, epochs: 16 }],
      [{ after: 0, epochs: 9 }],
      [0, 3, 3, 16].map((after, i) => ({ after, epochs: 13 + i })),
      [0, 16].map((after) => ({ after, epochs: 16 })),
      [
        { after: 0, epochs: 4 },
        { after: 4, epochs: 16 },
      ],
    ].map((lengths): [string, string] => [
      `lengths that lead nowhere: ${JSON.stringify(lengths)}`,
      JSON.stringify({ ...examplePlan, stages: [{ ...examplePlan.stages[0], lengths }] }),
    ]),
    ...['views', 'epochs'].flatMap((name) =>
      [0.5, -1, 0].map((value): [string, string] => [
        `${value} ${name}`,
        JSON.stringify({ ...examplePlan, stages: [{ ...examplePlan.stages[0], [name]: value }] }),
      ]),
    ),
  ])('is refused with %s', async (_, text) => {
    writeFileSync(at('bad.json'), text);
    await expect(readPlan(at('bad.json'))).rejects.toMatchObject({ code: 'bad-data', given: at('bad.json') });
  });

  test('that is missing is not found', async () => {
    await expect(readPlan(at('missing.json'))).rejects.toMatchObject({ code: 'not-found' });
  });
});
