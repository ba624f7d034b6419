import { eachChannel, type Facts, squareSide } from './facts.ts';
import { type JsonObject, numberOf, objectOf, tripleOf } from './json-values.ts';

/**
 * What Hugging Face's preprocessor_config.json says (an image processor of the library transformers, any version;
 * the newer processor_config.json holds the same under `image_processor`). Throws `unsupported` for oblong inputs.
 */
export function factsFromPreprocessor(json: unknown): Facts {
  const outer = objectOf(json);
  const config = 'image_processor' in outer ? objectOf(outer.image_processor) : outer;
  return {
    ...geometry(config),
    ...scaling(config),
    interpolation: interpolations[String(config.resample)],
    channels: config.do_flip_channel_order === true ? 'bgr' : undefined,
  };
}

/** Pillow's codes of resampling filters; box (4) and hamming (5) have no counterpart here. */
const interpolations: Readonly<Record<string, Facts['interpolation']>> = {
  0: 'nearest',
  1: 'lanczos',
  2: 'bilinear',
  3: 'bicubic',
};

/** `y = (x f - o - m) / s` on x in 0..255, rewritten as (x - mean) / deviation. */
function scaling(config: JsonObject): Facts {
  const f = config.do_rescale === false ? 1 : (numberOf(config.rescale_factor) ?? 1 / 255);
  const o = config.rescale_offset === true ? 1 : 0;
  const plain = config.do_normalize === false;
  const m = plain ? ([0, 0, 0] as const) : tripleOf(config.image_mean);
  const s = plain ? ([1, 1, 1] as const) : tripleOf(config.image_std);
  return {
    mean: m && eachChannel(m, (value) => (value + o) / f),
    deviation: s && eachChannel(s, (value) => value / f),
  };
}

function geometry(config: JsonObject): Facts {
  const crop = config.do_center_crop === false ? undefined : sideOf(config.crop_size);
  const side = sideOf(config.size);
  if (crop) return { sizePx: crop, resizePx: side ?? crop, fit: 'crop' };
  if (!side) return {};
  const share = numberOf(config.crop_pct);
  if (share) return croppedShare(side, share);
  return { sizePx: side, resizePx: side, fit: shortestEdge(config.size) ? 'crop' : 'squash' };
}

/** ConvNeXt's rule: below 384 pixels a share is cut out, from there on the whole picture is squashed. */
function croppedShare(side: number, share: number): Facts {
  if (side >= 384) return { sizePx: side, resizePx: side, fit: 'squash' };
  return { sizePx: side, resizePx: Math.trunc(side / share), fit: 'crop' };
}

function shortestEdge(size: unknown): number | undefined {
  return numberOf(objectOf(size).shortest_edge);
}

/** One side from `224`, `{ shortest_edge }` or `{ height, width }`. */
function sideOf(size: unknown): number | undefined {
  const { height, width } = objectOf(size);
  const [h, w] = [numberOf(height), numberOf(width)];
  return numberOf(size) ?? shortestEdge(size) ?? (h && w ? squareSide(h, w) : undefined);
}
