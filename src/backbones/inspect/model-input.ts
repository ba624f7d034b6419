import { DiscernError } from '../../base/error.ts';
import type { Preprocessing } from '../../images/preprocessing.ts';
import type { Port } from '../../runtime/runtime.ts';
import { notFloat32 } from '../backbone.ts';
import { ambiguous } from './ambiguous.ts';
import { squareSide } from './facts.ts';
import { isSide, maxSidePx } from './members.ts';
import type { ModelAnswers } from './model-answers.ts';

type Layout = Preprocessing['layout'];
type Dimension = number | string;

/** What the graph itself fixes for its picture input; `sizePx` is undefined where the size is dynamic. */
export type ModelInput = { readonly name: string; readonly layout: Layout; readonly sizePx: number | undefined };

/**
 * Finds the single picture input, its layout and its size. Throws `unsupported` for graphs with other inputs, or with
 * anything but float32 RGB, and `ambiguous-model` where the layout is not clear.
 */
export function modelInput(model: string, ports: readonly Port[], { layout: answer }: ModelAnswers): ModelInput {
  const port = pictureInput(model, ports);
  const layout = answer ?? layoutOf(port);
  requireColours(model, port, layout);
  if (!layout) throw layoutQuestion(model, port);
  const [height, width] = layout === 'nchw' ? port.shape.slice(2) : port.shape.slice(1, 3);
  const fixed = typeof height === 'number' && typeof width === 'number';
  const sizePx = fixed ? squareSide(height, width) : undefined;
  if (sizePx !== undefined && !isSide(sizePx)) throw noSide(model, sizePx);
  return { name: port.name, layout, sizePx };
}

function pictureInput(model: string, ports: readonly Port[]): Port {
  const pictures = ports.filter(({ shape }) => shape.length === 4);
  if (ports.length !== 1 || pictures.length !== 1) throw wrongInputs(model, ports);
  const [port] = pictures;
  if (port.type !== 'float32') throw notFloat32(model, port);
  if (typeof port.shape[0] === 'number' && port.shape[0] > 1) throw fixedBatch(model, port.shape[0]);
  return port;
}

/** Throws `unsupported` where the graph fixes a number of channels other than three. */
function requireColours(model: string, { shape: [, second, third, fourth] }: Port, layout: Layout | undefined): void {
  const sides = third === fourth ? 'nchw' : second === third ? 'nhwc' : undefined;
  const fixed = typeof fourth !== 'number' ? 'nchw' : typeof second !== 'number' ? 'nhwc' : undefined;
  const likely = layout ?? sides ?? fixed;
  const channels = likely === 'nchw' ? second : likely === 'nhwc' ? fourth : undefined;
  if (typeof channels !== 'number' || channels === 3 || (layout === undefined && channels > mostChannels)) return;
  const counted = channels === 1 ? '1 channel (grey)' : `${channels} channels`;
  throw new DiscernError('unsupported', `${model} takes pictures of ${counted}, but pictures have 3`, {
    given: `an input of ${counted}`,
    expected: 'an input of 3 channels: [N, 3, H, W] or [N, H, W, 3]',
    todo: 'export the model with a first layer that takes RGB; for grey, its mean: x.mean(1, keepdim=True) in PyTorch',
  });
}

/** A number above this is more likely a side than a number of channels. */
const mostChannels = 16;

/** The layout, from the position of the 3 channels, else from the names of the dynamic sizes. */
function layoutOf({ name, shape: [, second, third, fourth] }: Port): Layout | undefined {
  if (second === 3) return 'nchw';
  if (fourth === 3) return 'nhwc';
  if (says(second, channelWords) || says(third, heightWords)) return 'nchw';
  if (says(fourth, channelWords) || says(second, heightWords)) return 'nhwc';
  return name === 'pixel_values' ? 'nchw' : undefined;
}

const channelWords = /chan|^c$/i;
const heightWords = /height|^h$/i;

function says(dimension: Dimension | undefined, words: RegExp): boolean {
  return typeof dimension === 'string' && words.test(dimension);
}

function layoutQuestion(model: string, { name, shape }: Port): DiscernError {
  return ambiguous(model, {
    asked: `where are the colour channels of ${name}?`,
    found: `the input ${name} [${shape.join(', ')}]`,
    flag: '--layout nchw (channels before height and width) or --layout nhwc (after them)',
  });
}

function noSide(model: string, sizePx: number): DiscernError {
  return new DiscernError('unsupported', `${model} takes pictures of ${sizePx} x ${sizePx} px`, {
    given: `an input of ${sizePx} px`,
    expected: `1 to ${maxSidePx} px`,
    todo: 'export the model for a usual size, such as 224',
  });
}

function wrongInputs(model: string, ports: readonly Port[]): DiscernError {
  const given = ports.map(({ name, shape }) => `${name} [${shape.join(', ')}]`).join(', ');
  return new DiscernError('unsupported', `${model} takes ${given || 'nothing'}`, {
    given: `the inputs ${given || '(none)'}`,
    expected: 'one input, for pictures: [N, 3, H, W] or [N, H, W, 3]',
    todo: 'give only the vision part of the model (for CLIP: vision_model.onnx)',
  });
}

function fixedBatch(model: string, batch: number): DiscernError {
  return new DiscernError('unsupported', `${model} takes exactly ${batch} pictures at once`, {
    given: `a batch of ${batch}`,
    expected: 'a batch of any size, or of 1',
    todo: 'export the model with a dynamic batch dimension',
  });
}
