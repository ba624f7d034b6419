import { describe, expect, it } from 'vitest';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import type { State } from '../../src/steps/state.ts';
import type { Validation } from '../../src/train/loop/history.ts';
import type { Learner, StepInputs } from '../../src/train/loop/learner.ts';
import { inTime, recorded } from '../../src/train/loop/lengths.ts';
import { type DivergencePolicy, type LoopPlan, stopAtDivergence } from '../../src/train/loop/plan.ts';
import type { TrainProgress } from '../../src/train/loop/progress-report.ts';
import { trainLoop } from '../../src/train/loop/train-loop.ts';

/** A learner whose only parameter counts its training steps. */
function counting(lossAt: (step: number, inputs: StepInputs) => number = () => 1) {
  const calls: StepInputs[] = [];
  const learner: Learner = {
    initial: { steps: floatTensor(Float32Array.of(0)) },
    model: new Uint8Array(),
    async learn(state, inputs) {
      calls.push(inputs);
      const steps = stepsOf(state) + inputs.learningRates.length;
      const losses = Float32Array.from(inputs.learningRates, (_, i) => lossAt(inputs.before + i, inputs));
      return {
        state: { steps: floatTensor(Float32Array.of(steps)) },
        losses,
        reports: { double: losses.map((x) => 2 * x) },
      };
    },
    weights: (state) => state,
    dispose: async () => {},
  };
  return { learner, calls };
}

function stepsOf(state: State): number {
  return floats(state.steps)[0];
}

function plan(changes: Partial<LoopPlan> = {}): LoopPlan {
  const schedule = (step: number) => step + 1;
  return {
    schedule,
    epochs: 6,
    stepsPerEpoch: 5,
    stepsPerCall: 2,
    batch: 10,
    patience: 6,
    guard: stopAtDivergence,
    ...changes,
  };
}

const guard: DivergencePolicy = { attempts: 2, slowDown: 0.5, explosion: 4, plateau: Number.POSITIVE_INFINITY };

/** Validation losses by epoch, 5 steps each. */
const validating = (losses: readonly number[]) => ({
  validate: async (weights: State): Promise<Validation> => ({ loss: losses[stepsOf(weights) / 5 - 1], accuracy: 0 }),
});

describe('trainLoop', () => {
  it('takes every step once, in order, at its scheduled learning rate, a few per call', async () => {
    const { learner, calls } = counting();
    const { weights, best, history, ending } = await trainLoop(learner, plan());
    expect([stepsOf(weights), best, history.length, ending]).toEqual([30, 6, 6, 'finished']);
    expect(calls.flatMap(({ learningRates }) => learningRates)).toEqual(
      Array.from({ length: 30 }, (_, step) => step + 1),
    );
    expect(calls.map(({ learningRates }) => learningRates.length)).toEqual(
      Array.from({ length: 18 }, (_, i) => (i % 3 === 2 ? 1 : 2)),
    );
    expect(calls.map(({ before, learningRates, total }) => [before - learningRates[0], total])).toEqual(
      calls.map(() => [-1, 30]),
    );
  });

  it('keeps a history: means of losses and reports, the last learning rate, validation, time', async () => {
    let now = 0;
    const clock = () => now++;
    const { learner } = counting((step) => step);
    const { history } = await trainLoop(learner, plan({ epochs: 2 }), { ...validating([5, 3]), clock });
    expect(history).toEqual([
      { epoch: 1, loss: 2, rate: 5, reports: { double: 4 }, validation: { loss: 5, accuracy: 0 }, seconds: 4 },
      { epoch: 2, loss: 7, rate: 10, reports: { double: 14 }, validation: { loss: 3, accuracy: 0 }, seconds: 4 },
    ]);
  });

  it('keeps the weights of the best validation and stops after its patience', async () => {
    const { learner } = counting();
    const trained = await trainLoop(learner, plan({ patience: 2 }), validating([5, 3, 4, 3, 6, 1]));
    expect([stepsOf(trained.weights), trained.best, trained.history.length]).toEqual([10, 2, 4]);
    expect(trained.ending).toBe('no better');
  });

  it('becomes as long as its time allows, and repeating its recorded lengths gives the same steps', async () => {
    let now = 0;
    const slowThenFast = counting((step) => {
      now += step < 5 ? 3 : 1;
      return 1;
    });
    const lengthen = inTime(() => ({ seconds: 60 - now, most: 100 }));
    const came = await trainLoop(slowThenFast.learner, plan({ epochs: 4 }), { lengthen, clock: () => now });
    expect(now).toBeLessThanOrEqual(60);
    expect(now).toBeGreaterThan(50);
    expect(came.history).toHaveLength(10);
    expect(came.lengths.at(-1)?.epochs).toBe(10);
    const again = counting();
    await trainLoop(again.learner, plan({ epochs: 4 }), { lengthen: recorded(came.lengths) });
    expect(again.calls.map(({ learningRates }) => learningRates)).toEqual(
      slowThenFast.calls.map(({ learningRates }) => learningRates),
    );
  });

  it('scores a validation by the given function', async () => {
    const { learner } = counting();
    const scoreOf = ({ loss }: Validation) => -loss;
    const { best } = await trainLoop(learner, plan(), { ...validating([5, 3, 7, 3, 6, 1]), scoreOf });
    expect(best).toBe(3);
  });

  it('gives the last epoch within the tolerance of the best, but never the initial weights by tolerance', async () => {
    const bestOf = async (
      losses: readonly number[],
      tolerance: number,
      initialValidation = Number.POSITIVE_INFINITY,
    ) => {
      const { validate } = validating([...losses]);
      const all = async (weights: State) => (stepsOf(weights) === 0 ? { loss: initialValidation } : validate(weights));
      const validationNetwork = { validate: all, validatesInitial: true, tolerance: () => tolerance };
      return (await trainLoop(counting().learner, plan({ epochs: losses.length }), validationNetwork)).best;
    };
    const losses = [5, 3, 3.2, 3.4, 3.6, 4];
    expect([await bestOf(losses, 0), await bestOf(losses, 0.5), await bestOf(losses, 2)]).toEqual([2, 4, 6]);
    expect([await bestOf(losses, 2, 3), await bestOf(losses, 0.5, 3.1)]).toEqual([0, 4]);
    const falling = [5, 4.8, 4.6, 4.4, 3, 2.9];
    expect([await bestOf(falling, -0.5), await bestOf(falling, -1), await bestOf(falling, -9)]).toEqual([5, 5, 1]);
    expect([await bestOf(falling, -0.3), await bestOf([5, 5.2, 4.9], -0.3)]).toEqual([5, 1]);
  });

  it('keeps the initial weights if they are validated and no epoch is better', async () => {
    const begunAt = (initialValidation: number, losses: readonly number[]) => {
      const { validate } = validating([...losses]);
      const all = async (weights: State) => (stepsOf(weights) === 0 ? { loss: initialValidation } : validate(weights));
      return trainLoop(counting().learner, plan({ epochs: 2 }), { validate: all, validatesInitial: true });
    };
    const kept = await begunAt(3, [4, 3]);
    expect([stepsOf(kept.weights), kept.best, kept.initialValidation, kept.history.length]).toEqual([
      0,
      0,
      { loss: 3 },
      2,
    ]);
    const left = await begunAt(3, [4, 2]);
    expect([stepsOf(left.weights), left.best, left.initialValidation]).toEqual([10, 2, { loss: 3 }]);
  });

  it('goes on past a bad epoch within its patience', async () => {
    const { learner } = counting();
    const { best } = await trainLoop(learner, plan({ patience: 3 }), validating([5, 6, 7, 4, 6, 1]));
    expect(best).toBe(6);
  });

  it('never keeps weights whose validation is not a number', async () => {
    const { learner } = counting();
    const { best } = await trainLoop(learner, plan(), validating([5, Number.NaN, Number.NaN, 6, 7, 8]));
    expect(best).toBe(1);
  });

  it('stops between two calls when aborted', async () => {
    const { learner, calls } = counting();
    const stop = new AbortController();
    const progress = ({ done }: { done: number }) => {
      if (done === 100) stop.abort();
    };
    const work = trainLoop(learner, plan(), { progress, signal: stop.signal });
    await expect(work).rejects.toMatchObject({ code: 'interrupted' });
    expect(calls.flatMap(({ learningRates }) => learningRates).length).toBe(10);
  });

  it('reports progress to the end: samples, loss, learning rate, speed and time left', async () => {
    const events: [number, number | undefined][] = [];
    const standings: TrainProgress[] = [];
    let now = 0;
    await trainLoop(counting().learner, plan({ epochs: 2 }), {
      progress: ({ done, total }) => events.push([done, total]),
      tell: (standing) => standings.push(standing),
      clock: () => now++,
    });
    expect(events).toEqual([20, 40, 50, 70, 90, 100].map((done) => [done, 100]));
    const [first, last] = [standings[0], standings[5]];
    expect(first).toMatchObject({ epoch: 1, epochs: 2, step: 2, steps: 10, loss: 1, rate: 2, divergence: null });
    expect(last).toMatchObject({ epoch: 2, step: 10, rate: 10, secondsLeft: 0 });
    // The clock ticks once a look: at the start, around each call and each validation, and at each report.
    expect(first.samplesPerSecond).toBeCloseTo(20 / 3);
    expect(first.secondsLeft).toBeCloseTo(8 / (2 / 3));
  });
});

describe('a diverging loss', () => {
  it('ends, with stopAtDivergence, at a loss that is not finite, with the best weights until then', async () => {
    const { learner } = counting((step) => (step < 12 ? 1 : Number.NaN));
    const { weights, best, ending, history } = await trainLoop(learner, plan());
    expect([stepsOf(weights), best, history.length, ending]).toEqual([10, 2, 2, 'diverged']);
  });

  it('goes back to the start of the epoch at a lower learning rate, and says so', async () => {
    // Breaks in the third epoch as long as learning rates are above 8.
    const { learner, calls } = counting((step, { learningRates }) =>
      step >= 12 && Math.max(...learningRates) > 10 ? Number.NaN : 1,
    );
    const { weights, incidents, history, ending } = await trainLoop(learner, plan({ epochs: 3, guard }));
    expect([stepsOf(weights), ending]).toEqual([15, 'finished']);
    expect(calls.map(({ before }) => before)).toEqual([0, 2, 4, 5, 7, 9, 10, 12, 10, 12, 14]);
    expect(calls.at(-1)?.learningRates).toEqual([7.5]);
    expect(incidents).toMatchObject([{ epoch: 3, step: 12, kind: 'not-finite', slowed: 0.5 }]);
    expect(incidents[0].explanation).toBe(
      'the loss of step 13 is NaN: back to the state before epoch 3, at 0.5 times the learning rate',
    );
    expect(history.map((epoch) => epoch.incidents?.length)).toEqual([undefined, undefined, 1]);
    expect(history[2]).toMatchObject({ loss: 1, rate: 7.5 });
  });

  it('ends training after the allowed attempts', async () => {
    const { learner } = counting((step) => (step < 12 ? 1 : Number.POSITIVE_INFINITY));
    const { best, incidents, ending } = await trainLoop(learner, plan({ guard }));
    expect([best, ending]).toEqual([2, 'diverged']);
    expect(incidents.map(({ slowed }) => slowed)).toEqual([0.5, 0.25, 0.25]);
    expect(incidents[2].explanation).toContain('as often as it may, and ends');
  });

  it('is seen when it explodes without being infinite; noise and a rise below the first loss are not', async () => {
    const at = { epochs: 1, stepsPerEpoch: 60, stepsPerCall: 4, guard };
    const endings = async (lossAt: (step: number) => number) => {
      const { incidents } = await trainLoop(counting(lossAt).learner, plan(at));
      return incidents.map(({ kind }) => kind);
    };
    expect(await endings((step) => (step < 40 ? 2 : 20))).toEqual(['diverged', 'diverged', 'diverged']);
    expect(await endings((step) => 2 ** step)).toEqual(['diverged', 'diverged', 'diverged']);
    expect(await endings((step) => (step % 10 === 9 ? 20 : 2))).toEqual([]);
    expect(await endings((step) => (step === 0 ? 5 : step < 40 ? 0.01 : 4))).toEqual([]);
    expect(await endings((step) => -step)).toEqual([]);
  });

  it('lowers the learning rate on a plateau, again and again, until that is useless', async () => {
    const { learner } = counting((step) => Math.max(10 - step, 2));
    const flat = { epochs: 40, patience: 40, guard: { ...guard, slowDown: 0.1, plateau: 3 } };
    const { history, incidents, ending } = await trainLoop(learner, plan(flat));
    expect(ending).toBe('plateau');
    expect(incidents.map(({ epoch, kind }) => [epoch, kind])).toEqual([
      [6, 'plateau'],
      [9, 'plateau'],
      [12, 'plateau'],
      [15, 'plateau'],
    ]);
    expect(history[5].incidents).toEqual([incidents[0]]);
    expect(history[6].rate).toBeCloseTo(0.1 * 35);
    expect(incidents[0].explanation).toBe(
      'the loss has not fallen for 3 epochs: training goes on at 0.1 times the learning rate',
    );
  });
});
