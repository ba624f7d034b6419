import { eachChannel, type Facts, squareSide } from './facts.ts';
import { type JsonObject, numberOf, objectOf, stringOf, tripleOf } from './json-values.ts';

/**
 * What a model's config.json says of its preprocessing: timm's `pretrained_cfg` in full, of others
 * the picture's size alone (`image_size`, also inside `vision_config`).
 */
export function factsFromConfig(json: unknown): Facts {
  const config = objectOf(json);
  return 'pretrained_cfg' in config ? fromTimm(objectOf(config.pretrained_cfg)) : imageSize(config);
}

function fromTimm(config: JsonObject): Facts {
  const [, height, width] = tripleOf(config.input_size) ?? [];
  const sizePx = height && width ? squareSide(height, width) : undefined;
  const share = numberOf(config.crop_pct);
  return {
    sizePx,
    resizePx: sizePx && share && Math.floor(sizePx / share),
    fit: config.crop_mode === 'squash' ? 'squash' : 'crop',
    interpolation: interpolationNamed(stringOf(config.interpolation)),
    mean: to255(config.mean),
    deviation: to255(config.std),
  };
}

function to255(value: unknown): Facts['mean'] {
  const triple = tripleOf(value);
  return triple && eachChannel(triple, (entry) => entry * 255);
}

function interpolationNamed(name: string | undefined): Facts['interpolation'] {
  return (['bicubic', 'bilinear', 'lanczos', 'nearest'] as const).find((known) => known === name);
}

function imageSize(config: JsonObject): Facts {
  const size = config.image_size ?? objectOf(config.vision_config).image_size;
  if (Array.isArray(size)) return { sizePx: squareSide(Number(size[0]), Number(size[1])) };
  return { sizePx: numberOf(size) };
}
