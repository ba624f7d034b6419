import { counted, percent } from '../base/figures.ts';
import type { SuspectPicture } from './clean-labels.ts';

/** So many are told by name. */
const shown = 10;

/** Which pictures are left out because their label looks wrong, and what speaks against it; nothing where there are none. */
export function suspectsInWords(suspects: readonly SuspectPicture[]): string[] {
  if (suspects.length === 0) return [];
  const lines = suspects.slice(0, shown).map((suspect) => `\n  ${inWords(suspect)}`);
  const more = suspects.length > shown ? `\n  and ${suspects.length - shown} more` : '';
  const whose = suspects.length === 1 ? 'its label looks' : 'their labels look';
  return [`left out ${counted(suspects.length, 'picture')}, as ${whose} wrong:${lines.join('')}${more}`];
}

function inWords({ path, label, suggested, confidence, evidence: { neighbours } }: SuspectPicture): string {
  const alike = neighbours.filter((neighbour) => neighbour.label === label).length;
  const reasons = `${percent(confidence)} sure, ${alike} of the nearest ${neighbours.length} have its label`;
  return `${path}: ${label}, rather ${suggested} (${reasons})`;
}
