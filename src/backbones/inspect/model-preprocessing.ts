import { DiscernError } from '../../base/error.ts';
import type { Preprocessing } from '../../images/preprocessing.ts';
import { ambiguous } from './ambiguous.ts';
import type { Facts } from './facts.ts';
import { factsFromAnswers } from './facts-from-answers.ts';
import type { ModelAnswers } from './model-answers.ts';
import type { ModelInput } from './model-input.ts';

/** The preprocessing of a model's pictures, and a remark for each part that was assumed. */
export type ModelPreprocessing = { readonly preprocessing: Preprocessing; readonly remarks: readonly string[] };

/** The usual preprocessing of networks trained on ImageNet, in units of 0..255. */
const imagenet = {
  mean: [0.485 * 255, 0.456 * 255, 0.406 * 255],
  std: [0.229 * 255, 0.224 * 255, 0.225 * 255],
  interpolation: 'bicubic',
  fit: 'crop',
} as const;

/** The default share of the resized picture's side that is cropped. */
const imagenetShare = 0.875;

/**
 * Combines the person's answers, the files beside the model (`sources`, the most trusted first) and what the graph
 * fixes. The rest is ImageNet's usual preprocessing, with a remark for each part. Throws `ambiguous-model` where the
 * size is unknown.
 */
export function modelPreprocessing(
  model: string,
  { layout, sizePx: fixed }: ModelInput,
  sources: readonly Facts[],
  answers: ModelAnswers,
): ModelPreprocessing {
  const found = joined(factsFromAnswers(answers), sources, answers.inputSize !== undefined);
  const sizePx = sizeOf(model, fixed, found.sizePx, answers.inputSize);
  const fit = found.fit ?? imagenet.fit;
  const preprocessing: Preprocessing = {
    sizePx,
    resizePx: fit === 'squash' ? sizePx : (answers.resize ?? resizeFor(sizePx, found)),
    fit,
    interpolation: found.interpolation ?? imagenet.interpolation,
    mean: found.mean ?? imagenet.mean,
    std: found.std ?? imagenet.std,
    channels: found.channels ?? 'rgb',
    layout,
  };
  return { preprocessing, remarks: remarksOn(model, found, preprocessing) };
}

/**
 * The first known value of each part; later sources of that part are not read. Where a person gives the size, sides in
 * a file that are out of range are ignored.
 */
function joined(answered: Facts, sources: readonly Facts[], sizeIsGiven: boolean): Facts {
  const first = <Key extends keyof Facts>(key: Key, isSide = false): Facts[Key] => {
    for (const facts of [answered, ...sources]) {
      const value = isSide && sizeIsGiven ? unlessInvalid(() => facts[key]) : facts[key];
      if (value !== undefined) return value;
    }
    return undefined;
  };
  return {
    sizePx: first('sizePx', true),
    resizePx: first('resizePx', true),
    fit: first('fit', true),
    interpolation: first('interpolation'),
    mean: first('mean'),
    std: first('std'),
    channels: first('channels'),
  };
}

function unlessInvalid<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof DiscernError && thrown.code === 'bad-data') return undefined;
    throw thrown;
  }
}

function sizeOf(
  model: string,
  fixed: number | undefined,
  found: number | undefined,
  answer: number | undefined,
): number {
  if (fixed && answer && fixed !== answer) throw otherSize(model, fixed, answer);
  const sizePx = fixed ?? answer ?? found;
  if (sizePx) return sizePx;
  throw ambiguous(model, {
    asked: 'which picture size was the model trained with?',
    found: 'a graph that takes pictures of any size',
    flag: '--input-size 224 (or the size that the model was trained with)',
  });
}

/** Keeps the cropped share where the graph was exported for another size than its configuration states. */
function resizeFor(sizePx: number, { sizePx: foundSize, resizePx }: Facts): number {
  const share = foundSize && resizePx ? foundSize / resizePx : imagenetShare;
  return foundSize === sizePx && resizePx ? resizePx : Math.round(sizePx / share);
}

function remarksOn(model: string, found: Facts, { sizePx, resizePx, fit, interpolation }: Preprocessing): string[] {
  const scaling = "ImageNet's mean and deviation on RGB in 0..1 (--mean, --deviation, --channels)";
  return [
    found.mean && found.std ? [] : [`${model} does not say how it scales pixels; assumed ${scaling}`],
    found.fit
      ? []
      : [`${model} does not say how it crops; assumed ${fit} of ${sizePx} from ${resizePx} px (--fit, --resize)`],
    found.interpolation ? [] : [`${model} does not say how it resizes; assumed ${interpolation} (--interpolation)`],
    found.sizePx && found.sizePx !== sizePx
      ? [`${model}: configured for ${found.sizePx} px, exported for ${sizePx} px`]
      : [],
  ].flat();
}

function otherSize(model: string, fixed: number, answer: number): DiscernError {
  return new DiscernError('misused', `${model} takes only pictures of ${fixed} px`, {
    given: `--input-size ${answer}`,
    expected: `${fixed}, the size that the graph fixes`,
    todo: 'leave --input-size out, or export the model for another size',
  });
}
