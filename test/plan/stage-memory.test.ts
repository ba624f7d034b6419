import { describe, expect, test } from 'vitest';
import { freshNetwork } from '../../src/backbones/architectures/fresh-network.ts';
import { DiscernError } from '../../src/base/error.ts';
import { fittingCut, type StageMemory, stageMemory } from '../../src/plan/stage-memory.ts';
import { learnableNetwork } from '../../src/train/cost/learnable-network.ts';

describe('where learning begins', () => {
  test('takes more memory the more of the network learns, down to the features alone', async () => {
    const { card, bytes } = await freshNetwork('small', { sizePx: 32, seed: 0 });
    const network = learnableNetwork(card, bytes);
    const size = { network, batch: 16, dimensions: 8, classes: 3, batchNorm: 'frozen', block: null } as const;
    const memory = stageMemory(size, Number.POSITIVE_INFINITY);
    const { cuts } = network;
    expect(memory(cuts[0])).toMatchObject({ recomputeSegments: 1, accumulationSteps: 1, reported: null });
    expect(memory(cuts[cuts.length - 1]).bytes).toBeLessThan(memory(cuts[0]).bytes / 2);
    const tight = stageMemory(size, 0.9 * memory(cuts[0]).bytes);
    expect(tight(cuts[0]).recomputeSegments * tight(cuts[0]).accumulationSteps).toBeGreaterThan(1);
    const one = stageMemory(size, memory(cuts[cuts.length - 1]).bytes);
    expect(fittingCut(cuts, one)).not.toBe(cuts[0]);
  });

  test('is the first cut that fits, and an error where none does', () => {
    const cut = (name: string) => ({ name, shape: [1], size: 1, trunk: 0, tail: 0 });
    const cuts = ['a', 'b', 'c'].map(cut);
    const only =
      (...names: readonly string[]): StageMemory =>
      ({ name }) => {
        if (names.includes(name)) return { recomputeSegments: 1, accumulationSteps: 1, bytes: 1, reported: null };
        throw new DiscernError('too-large', name, { given: '', expected: '', todo: '' });
      };
    expect(fittingCut(cuts, only('b', 'c'))).toBe(cuts[1]);
    expect(fittingCut(cuts, only('c'))).toBe(cuts[2]);
    expect(() => fittingCut(cuts, only())).toThrow('c');
  });
});
