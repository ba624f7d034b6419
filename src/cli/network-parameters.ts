import { InvalidArgumentError } from 'commander';
import type { NetworkOptions } from '../node/chosen-network.ts';
import type { Context } from './context.ts';
import {
  choice,
  folded,
  optional,
  optionalText,
  type Parameter,
  text,
  type Values,
  wholeNumber,
} from './parameters.ts';

const pixels = { least: 1, most: 4096 } as const;
const interpolations = ['bicubic', 'bilinear', 'lanczos', 'nearest'] as const;

/** What chooses the network, and what a person may have to say of their own one. */
export const networkParameters = {
  backbone: optionalText('--backbone <name>', 'what embeds: a name, FILE.onnx or hf:OWNER/NAME[@REV]'),
  inputSize: ofOwnModel(wholeNumber('--input-size <px>', 'side of its input', pixels)),
  resize: ofOwnModel(wholeNumber('--resize <px>', 'shorter side before the centre is cut out', pixels)),
  fit: ofOwnModel(choice('--fit <how>', 'cut the centre out or squash', ['crop', 'squash'])),
  interpolation: ofOwnModel(choice('--interpolation <how>', 'how pictures are resized', interpolations)),
  mean: ofOwnModel(triple('--mean <r,g,b>', 'mean per channel, of 0..1')),
  deviation: ofOwnModel(triple('--deviation <r,g,b>', 'standard deviation per channel, of 0..1')),
  channels: ofOwnModel(choice('--channels <order>', 'order of the colours', ['rgb', 'bgr'])),
  layout: ofOwnModel(choice('--layout <order>', 'order of its input', ['nchw', 'nhwc'])),
  output: ofOwnModel(text('--output <name>', 'the output with the features')),
  pooling: ofOwnModel(choice('--pooling <how>', 'how that becomes one vector', ['none', 'average', 'class-token'])),
};

/** What a person may have to say of their own model, where its files do not: folded, as few need it. */
function ofOwnModel<T>(parameter: Parameter<T>): Parameter<T | undefined> {
  return folded(optional(parameter), 'A model of your own, where its files do not say it:');
}

/** The network that the command line chooses. */
export function networkOptions(
  { backbone, ...answers }: Values<typeof networkParameters>,
  context: Pick<Context, 'environment' | 'modelsFolder'>,
): NetworkOptions {
  return { backbone, answers: given(answers), hub: hubOptions(context) };
}

/** Where `hf:` models come from, and where they are kept. */
export function hubOptions({ environment, modelsFolder }: Pick<Context, 'environment' | 'modelsFolder'>) {
  return { folder: modelsFolder, endpoint: environment.HF_ENDPOINT, token: environment.HF_TOKEN };
}

function given(answers: Answers) {
  const { inputSize, resize, fit, interpolation, mean, deviation: std, channels, layout, output, pooling } = answers;
  const all = { inputSize, resize, fit, interpolation, mean, std, channels, layout, output, pooling };
  return Object.fromEntries(Object.entries(all).filter(([, answer]) => answer !== undefined));
}

type Answers = Omit<Values<typeof networkParameters>, 'backbone'>;

function triple(usage: string, description: string): Parameter<readonly [number, number, number]> {
  const parse = (given: string): readonly [number, number, number] => {
    const [r, g, b, ...more] = given.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
    if (more.length > 0 || ![r, g, b].every(Number.isFinite))
      throw new InvalidArgumentError('Expected three numbers, separated by commas.');
    return [r, g, b];
  };
  return { usage, description, parse, mandatory: true };
}
