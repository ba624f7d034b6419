import { InvalidArgumentError } from 'commander';
import type { NetworkOptions } from '../node/chosen-network.ts';
import type { Context } from './context.ts';
import { choice, optional, optionalText, type Parameter, type Values, wholeNumber } from './parameters.ts';

const pixels = { least: 1, most: 4096 } as const;

/** What chooses the network, and what a person may have to say of their own one. */
export const networkParameters = {
  backbone: optionalText('--backbone <name>', 'what embeds: a name, FILE.onnx or hf:OWNER/NAME[@REV]'),
  inputSize: optional(wholeNumber('--input-size <px>', 'own model: side of its input', pixels)),
  resize: optional(wholeNumber('--resize <px>', 'own model: shorter side before the centre is cut out', pixels)),
  fit: optional(choice('--fit <how>', 'own model: cut the centre out or squash', ['crop', 'squash'])),
  interpolation: optional(
    choice('--interpolation <how>', 'own model: how pictures are resized', [
      'bicubic',
      'bilinear',
      'lanczos',
      'nearest',
    ]),
  ),
  mean: optional(triple('--mean <r,g,b>', 'own model: mean per channel, of 0..1')),
  deviation: optional(triple('--deviation <r,g,b>', 'own model: deviation per channel, of 0..1')),
  channels: optional(choice('--channels <order>', 'own model: order of the colours', ['rgb', 'bgr'])),
  layout: optional(choice('--layout <order>', 'own model: order of its input', ['nchw', 'nhwc'])),
  output: optionalText('--output <name>', 'own model: the output with the features'),
  pooling: optional(
    choice('--pooling <how>', 'own model: how that becomes one vector', ['none', 'average', 'class-token']),
  ),
};

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

function given({ inputSize, resize, fit, interpolation, mean, deviation, channels, layout, output, pooling }: Answers) {
  const all = { inputSize, resize, fit, interpolation, mean, deviation, channels, layout, output, pooling };
  return Object.fromEntries(Object.entries(all).filter(([, answer]) => answer !== undefined));
}

type Answers = Omit<Values<typeof networkParameters>, 'backbone'>;

function triple(usage: string, description: string): Parameter<readonly [number, number, number]> {
  const parse = (text: string): readonly [number, number, number] => {
    const [r, g, b, ...more] = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
    if (more.length > 0 || ![r, g, b].every(Number.isFinite))
      throw new InvalidArgumentError('Expected three numbers, separated by commas.');
    return [r, g, b];
  };
  return { usage, description, parse, mandatory: true };
}
