import { describe, expect, test } from 'vitest';
import { normaliseRows } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import { membersByValue } from '../../src/data/members-by-value.ts';
import { componentsOf } from '../../src/data/supervision/components.ts';
import { rowsOf } from '../../src/data/supervision/sparse-rows.ts';
import { plain } from '../../src/fit/projection-candidates.ts';
import { classPairRounds } from '../../src/fit/verification/class-pairs.ts';
import { classPairs, classVerification } from '../../src/fit/verification/class-verification.ts';
import { productFor } from '../../src/linalg/product.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';

const tools = { runtime: nodeRuntime, product: productFor(nodeRuntime), seed: 0 };

function groupsOf(labels: readonly number[]) {
  return componentsOf(labels.length, rowsOf([...membersByValue(labels).values()]));
}

describe('rounds of pairs of classes', () => {
  const labels = Array.from({ length: 110 }, (_, i) => i % 11);
  const samples = labels.map((_, i) => ({ group: `scene ${i % 33}` }));
  const rounds = classPairRounds(samples, groupsOf(labels), 3) ?? [];

  test('ask no class that their space learns', () => {
    expect(rounds.length).toBe(5);
    for (const { learned, asked } of rounds) {
      const known = new Set(learned.map((picture) => labels[picture]));
      expect(asked.some(({ a, b }) => known.has(labels[a]) || known.has(labels[b]))).toBe(false);
    }
    expect(new Set(rounds.flatMap(({ asked }) => asked.map(({ a }) => labels[a]))).size).toBe(11);
  });

  test('say the truth, and take same pairs from two scenes', () => {
    for (const { a, b, same } of rounds.flatMap(({ asked }) => asked)) {
      expect(labels[a] === labels[b]).toBe(same);
      if (same) expect(samples[a].group).not.toBe(samples[b].group);
    }
  });

  test('hold where one class has most pictures, and a fold of its own', () => {
    const uneven = Array.from({ length: 110 }, (_, i) => (i < 90 ? 0 : 1 + (i % 10)));
    for (const { a, b, same } of (classPairRounds(samples, groupsOf(uneven), 0) ?? []).flatMap(({ asked }) => asked))
      expect(uneven[a] === uneven[b]).toBe(same);
  });

  test('are none for three classes, and the same for the same seed', () => {
    expect(classPairRounds(samples, groupsOf(labels.map((label) => label % 3)), 0)).toBeNull();
    expect(classPairRounds(samples, groupsOf(labels), 3)).toEqual(rounds);
  });
});

describe('the threshold of verify, of labelled pictures', () => {
  /** Pictures of classes on a sphere: alike in their class, apart from others. */
  function pictures(classes: number, each: number, spread: number) {
    const { normal } = random(1, `${classes} ${each}`);
    const dimensions = 32;
    const centres = Array.from({ length: classes }, () => Array.from({ length: dimensions }, normal));
    const samples = Array.from({ length: classes * each }, (_, i) => ({
      ...{ path: `${i}.png`, label: `class ${i % classes}`, part: null, group: `${i}` },
    }));
    const data = Float32Array.from(samples.flatMap((_, i) => centres[i % classes].map((x) => x + spread * normal())));
    const embeddings = normaliseRows({ rows: samples.length, columns: dimensions, data });
    return { samples, embeddings, hashes: samples.map(({ path }) => path), skipped: [] };
  }

  test('lies between pairs of one class and of two', async () => {
    const given = pictures(12, 6, 0.4);
    const found = await classPairs(given, plain, tools);
    const threshold = await classVerification(given, plain, tools);
    if (found === null || threshold === null) throw new Error('no threshold');
    const right = found.pairs.filter(({ similarity, same }) => similarity >= threshold.value === same).length;
    expect(right / found.pairs.length).toBeGreaterThan(0.95);
    expect(threshold.source).toContain('held-out pairs, of classes that the space had not learned');
  });

  test('is above pairs of two classes where no class has two pictures', async () => {
    const threshold = await classVerification(pictures(30, 1, 0.4), plain, tools);
    expect(threshold?.source).toContain('between classes');
    expect(threshold?.value).toBeGreaterThan(0.1);
  });

  test('is not chosen with three classes', async () => {
    expect(await classVerification(pictures(3, 8, 0.4), plain, tools)).toBeNull();
  });
});
