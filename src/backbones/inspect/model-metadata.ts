import { objectOf } from '../../base/json-object.ts';
import { ifValid, text } from '../../base/schema.ts';
import type { Facts } from './facts.ts';
import { interpolationMember, meanMember, numberMember, sideMember, stdMember, wordMember } from './members.ts';

/** What the metadata that Discern writes into a model file states about it. */
export type MetadataFacts = {
  /** The preprocessing of its pictures. */
  readonly preprocessing: Facts;
  readonly description: string | undefined;
  readonly licence: string | undefined;
};

/** The largest side that a picture may be resized to before its centre is cropped. */
const mostResizedPx = 65_536;

/**
 * Reads the metadata entry `card` (JSON), which training and export write into model files; `file` is the model's name
 * in errors. Missing members are undefined. Reading a part of the preprocessing throws `bad-data` where it is out of
 * range.
 */
export function factsFromMetadata({ card }: Readonly<Record<string, string>>, file = 'the model'): MetadataFacts {
  const { preprocessing, description, licence } = objectOf(parsed(card));
  const members = { file: `the metadata of ${file}`, json: objectOf(preprocessing) };
  const asIs = (value: number) => value;
  return {
    preprocessing: {
      get sizePx() {
        return sideMember(members, 'sizePx', '--input-size');
      },
      get resizePx() {
        return numberMember(members, 'resizePx', { above: 0, most: mostResizedPx, flag: '--resize' });
      },
      get fit() {
        return wordMember(members, 'fit', ['crop', 'squash'], '--fit');
      },
      get interpolation() {
        return interpolationMember(members, 'interpolation');
      },
      get mean() {
        return meanMember(members, 'mean', asIs);
      },
      get std() {
        // `deviation` is its name in files of earlier versions.
        return stdMember(members, 'std', asIs) ?? stdMember(members, 'deviation', asIs);
      },
      get channels() {
        return wordMember(members, 'channels', ['rgb', 'bgr'], '--channels');
      },
    },
    description: ifValid(text, description),
    licence: ifValid(text, licence),
  };
}

function parsed(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? 'null');
  } catch {
    return null;
  }
}
