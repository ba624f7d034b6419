import { InvalidArgumentError } from 'commander';
import type { NetworkOptions } from '../../node/hub/chosen-network.ts';
import type { Context } from '../context.ts';
import {
  type CommandParameter,
  choice,
  folded,
  optional,
  optionalText,
  type ParameterValues,
  text,
  wholeNumber,
} from './parameters.ts';

const pixels = { least: 1, most: 4096 } as const;
const interpolations = ['bicubic', 'bilinear', 'lanczos', 'nearest'] as const;

/** Options that choose the network and describe a model of the user's own. */
export const networkParameters = {
  backbone: optionalText('--backbone <name>', 'network: a name, FILE.onnx or hf:OWNER/NAME[@REV]'),
  inputSize: ofOwnModel(wholeNumber('--input-size <px>', 'width and height of its input', pixels)),
  resize: ofOwnModel(wholeNumber('--resize <px>', 'shorter side after resizing, before the centre crop', pixels)),
  fit: ofOwnModel(choice('--fit <how>', 'crop the centre, or squash to a square', ['crop', 'squash'])),
  interpolation: ofOwnModel(choice('--interpolation <how>', 'interpolation for resizing', interpolations)),
  mean: ofOwnModel(triple('--mean <r,g,b>', 'mean of each channel, for pixels in 0..1')),
  deviation: ofOwnModel(triple('--deviation <r,g,b>', 'standard deviation of each channel, for pixels in 0..1')),
  channels: ofOwnModel(choice('--channels <order>', 'order of the colour channels', ['rgb', 'bgr'])),
  layout: ofOwnModel(choice('--layout <order>', 'order of the input dimensions', ['nchw', 'nhwc'])),
  output: ofOwnModel(text('--output <name>', 'name of the output with the features')),
  pooling: ofOwnModel(choice('--pooling <how>', 'pooling to one vector', ['none', 'average', 'class-token'])),
};

/** An option that describes the user's own model if its files do not; folded, as few people need it. */
function ofOwnModel<T>(parameter: CommandParameter<T>): CommandParameter<T | undefined> {
  return folded(optional(parameter), 'A model of your own, if its files do not tell:');
}

/** The options of the network that the command line chooses. */
export function networkOptions(
  { backbone, ...answers }: ParameterValues<typeof networkParameters>,
  context: Pick<Context, 'environment' | 'modelsFolder'>,
): NetworkOptions {
  return { backbone, answers: given(answers), hub: hubOptions(context) };
}

/** The endpoint and token for `hf:` models, and the folder that stores them. */
export function hubOptions({ environment, modelsFolder }: Pick<Context, 'environment' | 'modelsFolder'>) {
  return { folder: modelsFolder, endpoint: environment.HF_ENDPOINT, token: environment.HF_TOKEN };
}

function given(answers: Answers) {
  const { inputSize, resize, fit, interpolation, mean, deviation: std, channels, layout, output, pooling } = answers;
  const all = { inputSize, resize, fit, interpolation, mean, std, channels, layout, output, pooling };
  return Object.fromEntries(Object.entries(all).filter(([, answer]) => answer !== undefined));
}

type Answers = Omit<ParameterValues<typeof networkParameters>, 'backbone'>;

function triple(usage: string, description: string): CommandParameter<readonly [number, number, number]> {
  const parse = (given: string): readonly [number, number, number] => {
    const [r, g, b, ...more] = given.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
    if (more.length > 0 || ![r, g, b].every(Number.isFinite))
      throw new InvalidArgumentError('Expected three numbers, separated by commas.');
    return [r, g, b];
  };
  return { usage, description, parse, mandatory: true };
}
