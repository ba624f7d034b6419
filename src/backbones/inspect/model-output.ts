import { DiscernError } from '../../base/error.ts';
import type { Card } from '../card.ts';
import { ambiguous } from './ambiguous.ts';
import type { ModelAnswers } from './model-answers.ts';

/** A float32 output and its shape for a single picture, [1, ...], measured in one run of the graph. */
export type MeasuredOutput = { readonly name: string; readonly shape: readonly number[] };

/** Which output holds the features, how it becomes one vector, and how many numbers that has. */
export type ModelOutput = Pick<Card, 'output' | 'pooling' | 'dimensions'>;

/**
 * Names that exporters give to features, best first: embeddings that were trained for comparison, before the features
 * they are computed from.
 */
const featureNames = ['image_embeds', 'embedding', 'embeddings', 'pooler_output', 'features', 'last_hidden_state'];

/** Numbers of tokens besides the patches: a class token; that and a distillation token; that and four registers. */
const extraTokens = [1, 2, 5];

/**
 * Chooses output and pooling. Throws `ambiguous-model`, naming `--output` or `--pooling`, where the shapes leave it
 * open.
 */
export function modelOutput(model: string, outputs: readonly MeasuredOutput[], answers: ModelAnswers): ModelOutput {
  const { name, shape } = chosenOutput(model, outputs, answers);
  const dimensions = dimensionsOf(model, name, shape);
  return { output: name, dimensions, pooling: answers.pooling ?? poolingOf(model, name, shape, dimensions) };
}

function chosenOutput(model: string, outputs: readonly MeasuredOutput[], { output }: ModelAnswers): MeasuredOutput {
  const candidates = outputs.filter(({ shape }) => shape.length >= 2 && shape.length <= 4 && shape[0] === 1);
  if (output !== undefined) return candidates.find(({ name }) => name === output) ?? refuse(model, output, candidates);
  if (candidates.length === 1) return candidates[0];
  const named = featureNames.flatMap((known) => candidates.filter(({ name }) => name === known));
  if (named.length > 0) return named[0];
  if (candidates.length === 0) throw noFeatures(model, outputs);
  throw ambiguous(model, {
    asked: 'which output holds the features?',
    found: `the outputs ${listed(candidates)}`,
    flag: `--output ${candidates.map(({ name }) => name).join(' or --output ')}`,
  });
}

/**
 * The number of features of [1, D], [1, T, D], [1, D, h, w] or [1, h, w, D]. In a map, the two equal sizes are its
 * sides.
 */
function dimensionsOf(model: string, name: string, shape: readonly number[]): number {
  if (shape.length < 4) return shape[shape.length - 1];
  const [, first, middle, last] = shape;
  if (middle === last) return first;
  if (first === middle) return last;
  throw new DiscernError('unsupported', `${model}: the map ${name} [${shape.join(', ')}] is not square`, {
    given: `an output [${shape.join(', ')}]`,
    expected: 'a map [N, D, h, h] or [N, h, h, D]',
    todo: 'name another output with --output, or export the model with its features averaged',
  });
}

function poolingOf(model: string, name: string, shape: readonly number[], dimensions: number): Card['pooling'] {
  const positions = shape.reduce((product, side) => product * side, 1) / dimensions;
  if (positions === 1) return 'none';
  if (shape.length === 4 || isSquare(positions)) return 'average';
  if (extraTokens.some((extra) => isSquare(positions - extra))) return 'class-token';
  throw ambiguous(model, {
    asked: `how do the ${positions} tokens of ${name} become one vector?`,
    found: `the output ${name} [${shape.join(', ')}]`,
    flag: '--pooling class-token (the first token) or --pooling average (the mean of all)',
  });
}

function isSquare(count: number): boolean {
  return count > 0 && Number.isInteger(Math.sqrt(count));
}

function refuse(model: string, output: string, candidates: readonly MeasuredOutput[]): never {
  throw new DiscernError('misused', `${model} has no output ${output} that can hold features`, {
    given: `--output ${output}`,
    expected: `one of ${listed(candidates)}`,
    todo: 'give one of these names',
  });
}

function noFeatures(model: string, outputs: readonly MeasuredOutput[]): DiscernError {
  return new DiscernError('bad-model', `${model} has no output that could hold features`, {
    given: `the outputs ${listed(outputs)}`,
    expected: 'float32 features [N, D], tokens [N, T, D], or a map [N, D, h, w]',
    todo: 'export the model with its features as an output',
  });
}

function listed(outputs: readonly MeasuredOutput[]): string {
  return outputs.map(({ name, shape }) => `${name} [${shape.join(', ')}]`).join(', ') || '(none)';
}
