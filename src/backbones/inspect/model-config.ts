import { objectOf } from '../../base/json-object.ts';
import { type Facts, squareSide } from './facts.ts';
import {
  badMember,
  interpolationMember,
  isSide,
  type Members,
  maxSidePx,
  meanMember,
  numberMember,
  objectMember,
  present,
  stdMember,
  tripleMember,
} from './members.ts';

/**
 * What a model's config.json states about its preprocessing; `file` is its name in errors. From timm's `pretrained_cfg`
 * everything is read, from other models only the picture's size (`image_size`, also inside `vision_config`). Reading a
 * part may throw, as in factsFromPreprocessor.
 */
export function factsFromConfig(given: unknown, file = 'config.json'): Facts {
  const json = objectOf(given);
  if (Object.hasOwn(json, 'pretrained_cfg')) return fromTimm(objectMember({ file, json }, 'pretrained_cfg'));
  const sizes = [json, objectOf(json.vision_config)].find(({ image_size }) => image_size !== undefined) ?? {};
  return {
    get sizePx() {
      return imageSize({ file, json: sizes });
    },
  };
}

const times255 = (value: number) => value * 255;

function fromTimm(members: Members): Facts {
  return {
    get sizePx() {
      return inputSize(members);
    },
    get resizePx() {
      const sizePx = inputSize(members);
      const share = numberMember(members, 'crop_pct', { above: 0.1, most: 1, flag: '--resize' });
      return sizePx && share && Math.floor(sizePx / share);
    },
    get fit() {
      return members.json.crop_mode === 'squash' ? 'squash' : 'crop';
    },
    get interpolation() {
      return interpolationMember(members, 'interpolation');
    },
    get mean() {
      return meanMember(members, 'mean', times255);
    },
    get std() {
      return stdMember(members, 'std', times255);
    },
  };
}

function inputSize(members: Members): number | undefined {
  const size = tripleMember(members, 'input_size', '--input-size');
  if (size === undefined) return undefined;
  const [, height, width] = size;
  if (isSide(height) && isSide(width)) return squareSide(height, width);
  throw badMember(members, 'input_size', { expected: `[3, side, side], 1 to ${maxSidePx}`, flag: '--input-size' });
}

/** A number, or two equal ones. Other forms belong to other kinds of models and are ignored. */
function imageSize(members: Members): number | undefined {
  const size = present(members, 'image_size');
  if (typeof size === 'object' && !Array.isArray(size)) return undefined;
  const [height, width = height] = Array.isArray(size) ? size : [size];
  if (size === undefined) return undefined;
  if (isSide(height) && isSide(width)) return squareSide(height, width);
  throw badMember(members, 'image_size', { expected: `a side of 1 to ${maxSidePx} pixels`, flag: '--input-size' });
}
