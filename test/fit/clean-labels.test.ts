import { describe, expect, test } from 'vitest';
import { random } from '../../src/base/random.ts';
import type { Embedded } from '../../src/data/embedding/embedded.ts';
import { cleanLabels } from '../../src/fit/clean-labels.ts';
import { fitApproaches } from '../../src/fit/fit-approaches.ts';
import { productFor } from '../../src/linalg/product.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { clouds, even } from '../gallery/clouds.ts';

const product = productFor(nodeRuntime);
const tools = { product, seed: 0 };

/** The pictures with the labels of a share of them drawn anew among the others, and which these are. */
function mislabelled(embedded: Embedded, share: number): { noisy: Embedded; wrong: Set<string> } {
  const { uniform, integer } = random(1, 'wrong labels');
  const classes = [...new Set(embedded.samples.map(({ label }) => label))];
  const wrong = new Set<string>();
  const samples = embedded.samples.map((sample) => {
    if (uniform() >= share) return sample;
    wrong.add(sample.path);
    const other = (classes.indexOf(sample.label) + 1 + integer(classes.length - 1)) % classes.length;
    return { ...sample, label: classes[other] };
  });
  return { noisy: { ...embedded, samples }, wrong };
}

const cloud = clouds(even(8, 40), { spread: 0.8 });

describe('labels that look wrong', () => {
  test.each([0.1, 0.3])('are found where %s of all are, with the evidence', async (share) => {
    const { noisy, wrong } = mislabelled(cloud, share);
    const { kept, suspects } = await cleanLabels(noisy, tools);
    const rightly = suspects.filter(({ path }) => wrong.has(path)).length;
    expect(rightly / wrong.size).toBeGreaterThan(0.8);
    expect(rightly / suspects.length).toBeGreaterThan(0.9);
    expect(kept.samples.length + suspects.length).toBe(noisy.samples.length);
    const left = new Set(suspects.map(({ path }) => path));
    expect(kept.samples.some(({ path }) => left.has(path))).toBe(false);
    const labelOf = new Map(noisy.samples.map(({ path, label }) => [path, label]));
    for (const { path, label, suggested, confidence, evidence } of suspects) {
      expect(labelOf.get(path)).toBe(label);
      expect(suggested).not.toBe(label);
      expect(confidence).toBeGreaterThan(0.5);
      for (const neighbour of evidence.neighbours) expect(labelOf.get(neighbour.path)).toBe(neighbour.label);
    }
  });

  test.each([
    ['clouds', cloud],
    ['one picture a class', clouds(even(12, 1))],
    ['one class', clouds({ a: 30 })],
    ['two pictures', clouds({ a: 1, b: 1 })],
  ])('are not found among right ones: %s', async (_, embedded) => {
    const { kept, suspects } = await cleanLabels(embedded, tools);
    expect(suspects).toEqual([]);
    expect(kept).toBe(embedded);
  });

  test('are left out of all that is learned and told of, or kept where that is wished for', async () => {
    const { noisy } = mislabelled(cloud, 0.2);
    const task = { train: noisy, val: null, approach: 'gallery', fingerprint: 'f' } as const;
    const all = { ...tools, runtime: nodeRuntime };
    const { gallery, suspects, remarks, split } = await fitApproaches(task, all);
    const left = new Set(suspects.map(({ path }) => path));
    expect(gallery?.entries.filter(({ path }) => left.has(path))).toEqual([]);
    expect(split.train + split.val + suspects.length).toBe(noisy.samples.length);
    expect(remarks[0]).toContain(`left out ${suspects.length} pictures`);
    expect(remarks[0]).toContain(suspects[0].path);
    const kept = await fitApproaches({ ...task, keepSuspects: true }, all);
    expect(kept.gallery?.entries).toHaveLength(noisy.samples.length);
    expect(kept.suspects).toEqual([]);
  });
});
