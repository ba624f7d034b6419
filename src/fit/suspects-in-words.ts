import { counted, percent } from '../base/figures.ts';
import type { SuspectPicture } from './clean-labels.ts';

/** The remark names this many pictures. */
const shown = 10;

/** A remark on the pictures that are left out because their label looks wrong, with the evidence; empty without any. */
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
  return `${path}: ${label}, probably ${suggested} (${reasons})`;
}
