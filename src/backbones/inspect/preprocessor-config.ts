import { DiscernError } from '../../base/error.ts';
import { objectOf } from '../../base/json-object.ts';
import { type Facts, squareSide } from './facts.ts';
import {
  badMember,
  booleanMember,
  isSide,
  type Members,
  maxSidePx,
  meanMember,
  numberMember,
  objectMember,
  present,
  sideMember,
  stdMember,
} from './members.ts';

/**
 * What Hugging Face's preprocessor_config.json states (an image processor of the library transformers, any version; the
 * newer processor_config.json has the same under `image_processor`). `file` is its name in errors. Reading a part
 * throws `bad-data` where it is out of range, and `unsupported` for inputs that are not square and for unknown
 * resampling filters.
 */
export function factsFromPreprocessor(given: unknown, file = 'preprocessor_config.json'): Facts {
  const outer = objectOf(given);
  const isInner = Object.hasOwn(outer, 'image_processor');
  const members = isInner ? objectMember({ file, json: outer }, 'image_processor') : { file, json: outer };
  return {
    get sizePx() {
      return geometry(members).sizePx;
    },
    get resizePx() {
      return geometry(members).resizePx;
    },
    get fit() {
      return geometry(members).fit;
    },
    get interpolation() {
      return interpolation(members);
    },
    get mean() {
      return mean(members);
    },
    get std() {
      return std(members);
    },
    get channels() {
      return booleanMember(members, 'do_flip_channel_order', '--channels') ? 'bgr' : undefined;
    },
  };
}

/** Pillow's resampling filters, in the order of their codes. */
const interpolations = ['nearest', 'lanczos', 'bilinear', 'bicubic'] as const;
const withoutCounterpart = ['box', 'hamming'];

function interpolation(members: Members): Facts['interpolation'] {
  const code = present(members, 'resample');
  if (code === undefined) return undefined;
  const known = interpolations.find((name, index) => code === index || code === name);
  if (known !== undefined) return known;
  const other = withoutCounterpart.find((_, index) => code === interpolations.length + index);
  if (other === undefined)
    throw badMember(members, 'resample', { expected: "one of Pillow's codes 0 to 5", flag: '--interpolation' });
  throw new DiscernError('unsupported', `${members.file}: resample is ${other}, which is not supported`, {
    given: `resample: ${code}`,
    expected: interpolations.join(', '),
    todo: 'give --interpolation bilinear, which is similar',
  });
}

/** `y = (x f - o - m) / s` for x in 0..255, rewritten as (x - mean) / std. This is the factor f. */
function factorOf(members: Members): number {
  if (booleanMember(members, 'do_rescale', '--mean and --deviation') === false) return 1;
  const flag = '--mean and --deviation';
  return numberMember(members, 'rescale_factor', { above: 0, most: 1, flag }) ?? 1 / 255;
}

function mean(members: Members): Facts['mean'] {
  const f = factorOf(members);
  const o = booleanMember(members, 'rescale_offset', '--mean and --deviation') ? 1 : 0;
  const toUnit = (value: number) => (value + o) / f;
  const plain = toUnit(0);
  if (booleanMember(members, 'do_normalize', '--mean') === false) return [plain, plain, plain];
  return meanMember(members, 'image_mean', toUnit);
}

function std(members: Members): Facts['std'] {
  const f = factorOf(members);
  if (booleanMember(members, 'do_normalize', '--deviation') === false) return [1 / f, 1 / f, 1 / f];
  return stdMember(members, 'image_std', (value) => value / f);
}

function geometry(members: Members): Facts {
  const isCropped = booleanMember(members, 'do_center_crop', '--fit') !== false;
  const crop = isCropped ? sideOf(members, 'crop_size') : undefined;
  const side = sideOf(members, 'size');
  if (crop) return { sizePx: crop, resizePx: side ?? crop, fit: 'crop' };
  if (!side) return {};
  const share = numberMember(members, 'crop_pct', { above: 0.1, most: 1, flag: '--resize' });
  if (share) return croppedShare(side, share);
  const isShorter = objectOf(members.json.size).shortest_edge !== undefined;
  return { sizePx: side, resizePx: side, fit: isShorter ? 'crop' : 'squash' };
}

/** ConvNeXt's rule: below 384 pixels a share is cropped; from 384 on, the whole picture is resized. */
function croppedShare(side: number, share: number): Facts {
  if (side >= 384) return { sizePx: side, resizePx: side, fit: 'squash' };
  return { sizePx: side, resizePx: Math.trunc(side / share), fit: 'crop' };
}

/** The side from `224`, `[224, 224]`, `{ shortest_edge }` or `{ height, width }`; undefined for other objects. */
function sideOf(members: Members, member: string): number | undefined {
  const value = present(members, member);
  if (typeof value !== 'object') return sideMember(members, member, '--input-size');
  const { shortest_edge, height, width } = objectOf(value);
  const sides = Array.isArray(value) ? value : [shortest_edge ?? height, shortest_edge ?? width];
  if (sides.every((side) => side === undefined || side === null)) return undefined;
  const [first, second = first] = sides;
  if (sides.length <= 2 && isSide(first) && isSide(second)) return squareSide(first, second);
  const expected = `sides of 1 to ${maxSidePx} whole pixels`;
  throw badMember(members, member, { expected, flag: '--input-size' });
}
