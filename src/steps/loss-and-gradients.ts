import { internalError } from '../base/error.ts';
import { channelMajor } from '../graph/channel-major/channel-major.ts';
import { differentiate } from '../graph/differentiate.ts';
import { commonGraph, Graph } from '../graph/graph.ts';
import { add, div, expand, mean, reshape } from '../graph/ops.ts';
import { replay } from '../graph/replay.ts';
import { scan } from '../graph/scan.ts';
import { mapValues, sizes, type Value, type Values } from '../graph/value.ts';
import { type LossParts, lossParts, type Objective } from './objective.ts';
import { trackedParts } from './state.ts';

/** The loss of a batch with its parts, and the gradient of every parameter, in the order of the parameters. */
export type LossAndGradients = Required<LossParts> & { readonly gradients: readonly Value[] };

/**
 * The loss and the gradients of a batch, computed at once or in parts. `weights`: parameters and statistics, by name.
 */
export function lossAndGradients(objective: Objective, weights: Values, batch: Values): LossAndGradients {
  const { accumulationSteps: parts = 1 } = objective;
  return parts === 1 ? ofWholeBatch(objective, weights, batch) : accumulated(objective, weights, batch, parts);
}

function ofWholeBatch(objective: Objective, weights: Values, batch: Values): LossAndGradients {
  const { recomputeSegments: segments = 1 } = objective;
  const parts = channelMajorParts(objective, ownWeights(objective, weights), batch);
  const parameters = objective.parameters.map(({ name }) => weights[name]);
  return { ...parts, gradients: differentiate(parts.loss, parameters, { segments }) };
}

/**
 * The loss and its parts, built in a graph of their own, and replayed with images channel-major: the layout in which
 * convolutional networks train fastest (graph/channel-major).
 */
function channelMajorParts(objective: Objective, weights: Values, batch: Values): Required<LossParts> {
  const draft = new Graph();
  const given = new Map<string, Value>();
  const drafted = (values: Values, role: string): Values =>
    mapValues(values, (value, name) => {
      const input = draft.input(`${role}/${name}`, value.type, value.shape);
      given.set(input.name, value);
      return input;
    });
  const { loss, statistics, reports } = lossParts(objective, drafted(weights, 'weight'), drafted(batch, 'batch'));
  const drafts = [loss, ...Object.values(statistics), ...Object.values(reports)];
  const [replayed, ...rest] = replay(drafts, given, { rewrite: channelMajor({ block: objective.block ?? null }) });
  const names = Object.keys(statistics);
  return {
    loss: replayed,
    statistics: named(names, rest),
    reports: named(Object.keys(reports), rest.slice(names.length)),
  };
}

/**
 * Gradient accumulation: one repetition for each part of the batch, so that only one part's activations are held at a
 * time. Loss, reports and gradients are the means over the parts; statistics go from part to part.
 */
function accumulated(objective: Objective, weights: Values, batch: Values, parts: number): LossAndGradients {
  const { parameters, statistics = [] } = objective;
  const names = Object.keys(batch);
  let reportNames: string[] = [];
  const zeros = parameters.map(({ name }) => zerosLike(weights[name]));
  const followed = statistics.map(({ name }) => weights[name]);
  const divided = names.map((name) => dividedBatch(batch[name], parts));
  const { state, outputs } = scan([...zeros, ...followed], divided, (carried, slices) => {
    const sums = carried.slice(0, parameters.length);
    const inner = { ...within(objective, weights, slices), ...byName(statistics, carried.slice(parameters.length)) };
    const part = ofWholeBatch(objective, inner, Object.fromEntries(names.map((name, i) => [name, slices[i]])));
    const next = { ...inner, ...part.statistics };
    reportNames = Object.keys(part.reports);
    return {
      state: [...sums.map((sum, i) => add(sum, part.gradients[i])), ...statistics.map(({ name }) => next[name])],
      outputs: [part.loss, ...Object.values(part.reports)],
    };
  });
  const [loss, ...reports] = outputs.map((each) => mean(each));
  return {
    loss,
    reports: named(reportNames, reports),
    statistics: byName(statistics, state.slice(parameters.length)),
    gradients: state.slice(0, parameters.length).map((sum) => div(sum, parts)),
  };
}

/**
 * The weights as values of the repeated graph: what is computed from weights alone, such as a penalty on their size, is
 * then recorded there too, where differentiation finds it.
 */
function within(objective: Objective, weights: Values, slices: readonly Value[]): Values {
  const inner = commonGraph(slices);
  const entered = trackedParts(objective).map(({ name }) => [name, inner.apply('Identity', [weights[name]])[0]]);
  return Object.fromEntries(entered);
}

/** Parameters and statistics only, where a state holds more. */
function ownWeights(objective: Objective, state: Values): Values {
  return Object.fromEntries(trackedParts(objective).map(({ name }) => [name, state[name]]));
}

/** [B, ...] to [parts, B / parts, ...]. */
function dividedBatch(tensor: Value, parts: number): Value {
  const [size, ...rest] = sizes(tensor.shape);
  if (size % parts !== 0) throw internalError(`a batch of ${size} cannot be divided into ${parts} equal parts`);
  return reshape(tensor, [parts, size / parts, ...rest]);
}

function zerosLike({ graph, type, shape }: Value): Value {
  const zero = graph.scalar(0, type);
  return shape.length === 0 ? zero : expand(zero, shape);
}

function byName(parts: readonly { readonly name: string }[], values: readonly Value[]): Values {
  return named(
    parts.map(({ name }) => name),
    values,
  );
}

function named(names: readonly string[], values: readonly Value[]): Values {
  return Object.fromEntries(names.map((name, i) => [name, values[i]]));
}
