import { describe, expect, it } from 'vitest';
import { type Figures, figureNames } from '../../src/losses/monitor.ts';
import { lossRelaxation, miningRelaxation } from '../../src/losses/relaxation.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import { initialNumbers } from '../../src/steps/parameter.ts';
import { numbersOf, type State } from '../../src/steps/state.ts';
import type { Learner } from '../../src/train/loop/learner.ts';
import { type DivergencePolicy, type LoopPlan, stopAtDivergence } from '../../src/train/loop/plan.ts';
import { type TrainLoopOptions, trainLoop } from '../../src/train/loop/train-loop.ts';
import { sane } from '../losses/sane-figures.ts';

/** A fake learner: steps taken, relaxation level of its miner, margin of its loss, and learning rate. */
type Situation = {
  readonly trained: number;
  readonly soft: number;
  readonly margin: 'usual' | 'own';
  readonly learningRate: number;
};

/** A learner that counts its steps, has a miner, and reports such figures. */
function reporting(figuresOf: (situation: Situation) => Partial<Figures>, { mined = true, strict = false } = {}) {
  const begun: number[] = [];
  const miner = mined
    ? { [`head/${miningRelaxation.name}`]: floatTensor(initialNumbers(miningRelaxation), miningRelaxation.shape) }
    : {};
  const loss = strict
    ? { [`head/${lossRelaxation.name}`]: floatTensor(initialNumbers(lossRelaxation), lossRelaxation.shape) }
    : {};
  const learner: Learner = {
    initial: { trained: floatTensor(Float32Array.of(0)), ...miner, ...loss },
    model: new Uint8Array(),
    async learn(state, { learningRates }) {
      const { trained, soft, margin } = reported(state);
      begun.push(trained);
      const seen = learningRates.map((learningRate, i) => ({
        ...sane,
        ...figuresOf({ trained: trained + i, soft, margin, learningRate }),
      }));
      return {
        state: { ...state, trained: floatTensor(Float32Array.of(trained + learningRates.length)) },
        losses: new Float32Array(learningRates.length).fill(1),
        reports: Object.fromEntries(figureNames.map((name) => [name, Float32Array.from(seen, (each) => each[name])])),
      };
    },
    weights: (state) => state,
    dispose: async () => {},
  };
  return { learner, begun };
}

function reported(state: State) {
  const [soft = 0] = numbersOf(state, miningRelaxation);
  const margin: Situation['margin'] = numbersOf(state, lossRelaxation).includes(1) ? 'usual' : 'own';
  return { trained: floats(state.trained)[0], soft, margin };
}

const guard: DivergencePolicy = { ...stopAtDivergence, attempts: 3, slowDown: 0.5 };

function plan(changes: Partial<LoopPlan> = {}): LoopPlan {
  const sizes = { epochs: 12, stepsPerEpoch: 10, stepsPerCall: 5, batch: 10, patience: 12 };
  return { schedule: () => 1, ...sizes, guard, ...changes };
}

/** Embeddings that draw together from a step on, slowly. */
const drawing = (trained: number, from: number) => ({
  spread: Math.max(0.01, 1.2 - 0.06 * Math.max(0, trained - from)),
  gap: Math.max(0, 0.4 - 0.02 * Math.max(0, trained - from)),
});

const kindsOf = ({ incidents }: { readonly incidents: readonly { readonly kind: string }[] }) =>
  incidents.map(({ kind }) => kind);

describe('an embedding that collapses', () => {
  it('goes back beyond epochs in which it had begun, relaxes the miner, and repeats no finished epoch', async () => {
    const { learner, begun } = reporting(({ trained, soft }) => (soft > 0 ? {} : drawing(trained, 35)));
    const { weights, incidents, history } = await trainLoop(learner, plan());
    expect(incidents).toMatchObject([{ kind: 'collapse', step: 50, slowed: 1 }]);
    expect(incidents[0].explanation).toMatch(/back to the state before epoch 4, with semi-hard negatives in place of/);
    // Epochs have 10 steps: the fifth is repeated, from the state before the fourth.
    const again = begun.indexOf(30, begun.indexOf(30) + 1);
    expect(begun.slice(0, again)).toEqual(Array.from({ length: again }, (_, i) => 5 * i));
    expect(history.length).toBe(12);
    expect(reported(weights)).toMatchObject({ trained: 110, soft: 1 });
  });

  it('lowers the learning rate by more than an order of magnitude where the first few steps caused it', async () => {
    const at = ({ trained, learningRate }: Situation) =>
      learningRate > 0.5 && trained > 2 ? { spread: 0.3, gap: 0.01 } : {};
    const { incidents } = await trainLoop(reporting(at).learner, plan());
    expect(incidents).toMatchObject([{ kind: 'collapse', epoch: 2, step: 20, slowed: 0.02 }]);
    expect(incidents[0].explanation).toMatch(/ epoch 1, at 0.02 times the learning rate, with semi-hard negatives/);
  });

  it('only lowers the learning rate where nothing is mined', async () => {
    const { learner } = reporting(({ trained, learningRate }) => (learningRate < 1 ? {} : drawing(trained, 15)), {
      mined: false,
    });
    const { incidents } = await trainLoop(learner, plan());
    expect(incidents).toMatchObject([{ kind: 'collapse', slowed: 0.5 }]);
    expect(incidents[0].explanation).toMatch(/, at 0.5 times the learning rate$/);
  });

  it('uses the default margin with the relaxed miner, or alone where nothing is mined', async () => {
    const figures = ({ trained, margin }: Situation) => (margin === 'usual' ? {} : drawing(trained, 15));
    const both = await trainLoop(reporting(figures, { strict: true }).learner, plan());
    const alone = await trainLoop(reporting(figures, { strict: true, mined: false }).learner, plan());
    for (const { incidents } of [both, alone]) expect(incidents).toMatchObject([{ kind: 'collapse', slowed: 1 }]);
    expect(both.incidents[0].explanation).toMatch(
      /, with semi-hard .* mined, with the usual margin in place of a larger/,
    );
    expect(alone.incidents[0].explanation).toMatch(/ epoch 2, with the usual margin in place of a larger one$/);
  });

  it('continues, and reports it once, where going back does not help', async () => {
    const { learner } = reporting(() => ({ spread: 0.02, gap: 0 }));
    const { incidents, ending, history } = await trainLoop(learner, plan());
    expect([kindsOf({ incidents }), ending, history.length]).toEqual([Array(4).fill('collapse'), 'finished', 12]);
    expect(incidents.map(({ slowed }) => slowed)).toEqual([1, 1, 0.5, 0.5]);
    expect(incidents[1].explanation).toMatch(/, with all comparisons in place of the mined$/);
    expect(incidents[3].explanation).toMatch(/: training has gone back as often as it may, and goes on$/);
  });
});

describe('inactive batches', () => {
  it('get all comparisons, without going back and with the same margin, where the miner leaves them out', async () => {
    const { learner, begun } = reporting(({ soft }) => (soft < 2 ? { active: 0.01 } : {}), { strict: true });
    const { incidents, weights } = await trainLoop(learner, plan());
    expect(incidents).toMatchObject([{ kind: 'inactive', step: 20, slowed: 1 }]);
    expect(incidents[0].explanation).toMatch(/the miner leaves out too much: on with all comparisons/);
    expect(begun).toEqual(Array.from({ length: 24 }, (_, i) => 5 * i));
    expect(reported(weights)).toMatchObject({ soft: 2, margin: 'own' });
  });

  it('are reported once where batches are learned, but not late in training', async () => {
    const learnedFrom =
      (step: number) =>
      ({ trained }: Situation) =>
        trained < step ? {} : { active: 0, unlearned: 0 };
    const early = await trainLoop(reporting(learnedFrom(20)).learner, plan());
    expect(kindsOf(early)).toEqual(['inactive']);
    expect(early.incidents[0].explanation).toMatch(/batches are learned: training goes on; you may raise the margin/);
    expect((await trainLoop(reporting(learnedFrom(60)).learner, plan())).incidents).toEqual([]);
  });
});

describe('an embedding that overfits', () => {
  it('is reported once, in its epoch, with the epoch whose weights are given', async () => {
    const { learner } = reporting(({ trained }) => ({ gap: 0.4 + 0.002 * trained }));
    const validate: TrainLoopOptions['validate'] = async (weights) => ({
      loss: 0.2 + Math.abs(reported(weights).trained - 40) / 500,
    });
    const { incidents, history, best } = await trainLoop(learner, plan(), { validate });
    expect(incidents).toMatchObject([{ kind: 'overfitting', epoch: 7, step: 70 }]);
    expect(incidents[0].explanation).toMatch(/^validation was 0.800 after 40 steps and is 0.740 now, .* of epoch 4 if/);
    expect([history[6].incidents, best]).toEqual([incidents, 4]);
  });
});

it('ignores reports that are not from a monitor', async () => {
  const { learner } = reporting(() => ({ spread: 0, gap: 0, active: 0 }));
  const without: Learner = {
    ...learner,
    learn: async (state, lesson) => {
      const { reports, ...learned } = await learner.learn(state, lesson);
      const { spread, ...rest } = reports;
      return { ...learned, reports: rest };
    },
  };
  expect((await trainLoop(without, plan())).incidents).toEqual([]);
});
