import { objectOf } from '../../base/json-object.ts';
import { ifValid, text } from '../../base/schema.ts';
import type { Facts } from './facts.ts';
import { deviationMember, interpolationMember, meanMember, numberMember, sideMember, wordMember } from './members.ts';

/** What a file's metadata say of it, where Discern has written it. */
export type MetadataFacts = {
  /** How its pictures are prepared. */
  readonly preprocessing: Facts;
  readonly description: string | undefined;
  readonly licence: string | undefined;
};

/** The side to which a picture may be resized before its centre is cut out. */
const mostResizedPx = 65_536;

/**
 * The facts of the metadata `card` (JSON), which training and export write into their files; `file` is the model's.
 * Members that are missing are unknown; parts of the preprocessing throw `bad-data` where they make no sense.
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
      get deviation() {
        return deviationMember(members, 'deviation', asIs);
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
