import { random } from '../../src/base/random.ts';
import { differentiate } from '../../src/graph/differentiate.ts';
import { Graph } from '../../src/graph/graph.ts';
import { cast } from '../../src/graph/ops.ts';
import { toOnnx } from '../../src/graph/proto/to-onnx.ts';
import { mapValues, type Value, type Values } from '../../src/graph/value.ts';
import { type Comparisons, compared, relationsByLabels } from '../../src/losses/comparisons.ts';
import type { ClassLoss, LogitLoss, Loss, RelationLoss } from '../../src/losses/loss.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { floats, floatTensor, indexTensor } from '../../src/runtime/tensors.ts';
import { partsOf } from '../../src/steps/objective.ts';
import { initialNumbers, type Parameter, type Tracked } from '../../src/steps/parameter.ts';

/** A loss under test, as a function of embeddings [B, D] (float32 or float64), labels (int64 [B]) and its weights. */
export type Subject = {
  readonly parameters: readonly Parameter[];
  readonly value: (embeddings: Value, labels: Value, weights: Values) => Value;
};

/** Embeddings, one row a sample, and their classes. */
export type Batch = { readonly embeddings: readonly (readonly number[])[]; readonly labels: readonly number[] };

/** What a loss says of a batch: its value, the gradient of the embeddings [B D], and those of its own weights. */
export type LossResult = {
  readonly value: number;
  readonly gradient: Float32Array;
  readonly weightGradients: Readonly<Record<string, Float32Array>>;
};

/** A batch's embeddings compared with each other by class labels; `reweigh` may change what a miner would. */
export function relationSubject(
  { parameters = [], statistics = [], value }: RelationLoss,
  reweigh: (comparisons: Comparisons) => Comparisons = (comparisons) => comparisons,
): Subject {
  return {
    parameters,
    value: (embeddings, labels, weights) =>
      partsOf(
        value(reweigh(compared(embeddings, relationsByLabels(labels, embeddings.type))), {
          ...weights,
          ...initialConstants(statistics, embeddings),
        }),
      ).loss,
  };
}

/** A class loss with weights drawn for so many classes. */
export function classSubject(loss: ClassLoss, { classes = 4, dimensions = 5 } = {}): Subject {
  const size = { classes, dimensions, random: random(0, 'weights') };
  const statistics = loss.statistics?.(size) ?? [];
  return {
    parameters: loss.parameters(size),
    value: (embeddings, labels, weights) => {
      const all = { ...weights, ...initialConstants(statistics, embeddings) };
      return partsOf(loss.value({ embeddings, labels, classes, weights: all })).loss;
    },
  };
}

/** A loss on logits, which are then the rows of a batch. */
export function logitSubject({ value }: LogitLoss): Subject {
  return { parameters: [], value: (logits, labels) => value({ logits, labels }) };
}

/** A loss of any kind; `reweigh` changes the comparisons of those that compare embeddings with each other. */
export function subjectOf(loss: Loss, reweigh?: (comparisons: Comparisons) => Comparisons): Subject {
  if (loss.needs === 'logits') return logitSubject(loss);
  return loss.needs === 'labels' ? classSubject(loss) : relationSubject(loss, reweigh);
}

/** Statistics before the first batch, as constants in the graph of a value. */
function initialConstants(statistics: readonly Tracked[], { graph, type }: Value): Values {
  const constants = statistics.map((each) => [
    each.name,
    graph.constant(initialNumbers(each), { shape: each.shape, type }),
  ]);
  return Object.fromEntries(constants);
}

/** Numbers of a loss's own weights, row-major; those not named are where training begins. */
export type WeightNumbers = Readonly<Record<string, ArrayLike<number>>>;

/** Judges batches of one size, in one session; `close` it. */
export async function openLoss({ parameters, value }: Subject, size: number, dimensions = 5) {
  const g = new Graph();
  const embeddings = g.input('embeddings', 'float32', [size, dimensions]);
  const weights = Object.fromEntries(
    parameters.map(({ name, shape }) => [name, g.input(`own ${name}`, 'float32', shape)]),
  );
  const loss = value(embeddings, g.input('labels', 'int64', [size]), weights);
  const [gradient, ...own] = differentiate(loss, [embeddings, ...Object.values(weights)]);
  const gradients = Object.fromEntries(Object.keys(weights).map((name, i) => [`of ${name}`, own[i]]));
  // A loss that reads no labels, or not its own weights, would leave inputs that nobody uses: ONNX Runtime allows it.
  const session = await nodeRuntime.load(toOnnx({ value: loss, gradient, ...gradients }), { threads: 1 });
  const feedOf = (given: WeightNumbers) => (parameter: Parameter) =>
    [
      `own ${parameter.name}`,
      floatTensor(Float32Array.from(given[parameter.name] ?? initialNumbers(parameter)), parameter.shape),
    ] as const;
  return {
    of: async (batch: Batch, given: WeightNumbers = {}): Promise<LossResult> => {
      const results = await session.run({
        embeddings: floatTensor(Float32Array.from(batch.embeddings.flat()), [size, dimensions]),
        labels: indexTensor(batch.labels),
        ...Object.fromEntries(parameters.map(feedOf(given))),
      });
      return {
        value: floats(results.value)[0],
        gradient: floats(results.gradient),
        weightGradients: Object.fromEntries(parameters.map(({ name }) => [name, floats(results[`of ${name}`])])),
      };
    },
    close: () => session.dispose(),
  };
}

/** Judges one batch. */
export async function computed(subject: Subject, batch: Batch, given: WeightNumbers = {}): Promise<LossResult> {
  const validatorOf = await openLoss(subject, batch.labels.length, batch.embeddings[0].length);
  const scored = await validatorOf.of(batch, given);
  await validatorOf.close();
  return scored;
}

/** The weights of a loss where training begins, as constants of this graph and type. */
export function initialWeights({ parameters }: Subject, { graph, type }: Value): Values {
  const constants = parameters.map((each) => [each.name, graph.constant(initialNumbers(each), { shape: each.shape })]);
  return mapValues(Object.fromEntries(constants), (value) => cast(value, type));
}
