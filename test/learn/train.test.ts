import { describe, expect, it } from 'vitest';
import type { Learner, Lesson, State } from '../../src/learn/learner.ts';
import { type Plan, train } from '../../src/learn/train.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';

/** A learner whose only parameter counts the steps it was taught. */
function counting(lossAt: (step: number) => number = () => 1) {
  const lessons: Lesson[] = [];
  const learner: Learner = {
    initial: { steps: floatTensor(Float32Array.of(0)) },
    async learn(state, lesson) {
      lessons.push(lesson);
      const steps = stepsOf(state) + lesson.order.length;
      const losses = Float32Array.from(lesson.order, (_, i) => lossAt(lesson.before + i));
      return { state: { steps: floatTensor(Float32Array.of(steps)) }, losses };
    },
    dispose: async () => {},
  };
  return { learner, lessons };
}

function stepsOf(state: State): number {
  return floats(state.steps)[0];
}

function plan(changes: Partial<Plan> = {}): Plan {
  const forever = (function* (): Generator<number[], never> {
    for (;;) yield [0];
  })();
  const schedule = (step: number) => step;
  return { batches: forever, schedule, epochs: 6, stepsPerEpoch: 5, stepsPerCall: 2, patience: 6, ...changes };
}

/** Validation losses by epoch, 5 steps each. */
const validating = (losses: readonly number[]) => async (state: State) => ({
  loss: losses[stepsOf(state) / 5 - 1],
  accuracy: 0,
});

describe('train', () => {
  it('teaches every step once, in order, at its scheduled rate, a few per call', async () => {
    const { learner, lessons } = counting();
    const { state, best, history } = await train(learner, plan(), null);
    expect([stepsOf(state), best, history.length]).toEqual([30, 6, 6]);
    expect(lessons.flatMap(({ rates }) => rates)).toEqual(Array.from({ length: 30 }, (_, step) => step));
    expect(lessons.map(({ order }) => order.length)).toEqual(
      Array.from({ length: 18 }, (_, i) => (i % 3 === 2 ? 1 : 2)),
    );
    expect(lessons.map(({ before, rates }) => before - rates[0])).toEqual(lessons.map(() => 0));
  });

  it('keeps the state of the best validation and stops after its patience', async () => {
    const { learner } = counting();
    const { state, best, history } = await train(learner, plan({ patience: 2 }), validating([5, 3, 4, 3, 6, 1]));
    expect([stepsOf(state), best, history.length]).toEqual([10, 2, 4]);
  });

  it('goes on past a bad epoch within its patience', async () => {
    const { learner } = counting();
    const { best } = await train(learner, plan({ patience: 3 }), validating([5, 6, 7, 4, 6, 1]));
    expect(best).toBe(6);
  });

  it('stops and keeps the best when the loss is no longer finite', async () => {
    const { learner } = counting((step) => (step < 12 ? 1 : Number.NaN));
    const { state, best } = await train(learner, plan(), null);
    expect([stepsOf(state), best]).toEqual([10, 2]);
  });

  it('never keeps a state whose validation is not a number', async () => {
    const { learner } = counting();
    const { best } = await train(learner, plan(), validating([5, Number.NaN, Number.NaN, 6, 7, 8]));
    expect(best).toBe(1);
  });

  it('stops between two calls when aborted', async () => {
    const { learner, lessons } = counting();
    const stop = new AbortController();
    const progress = ({ done }: { done: number }) => {
      if (done === 2) stop.abort();
    };
    const work = train(learner, plan(), null, { progress, signal: stop.signal });
    await expect(work).rejects.toMatchObject({ code: 'interrupted' });
    expect(lessons.flatMap(({ order }) => order).length).toBe(10);
  });

  it('reports progress to its end', async () => {
    const events: number[] = [];
    await train(counting().learner, plan(), null, { progress: ({ done }) => events.push(done) });
    expect(events).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
