import { byCodePoint } from '../base/hash.ts';
import type { Sample } from './dataset.ts';
import { counted } from './first-few.ts';

/** One picture, byte for byte, that is listed under several labels: at most one of them can be right. */
export type TwoLabels = { readonly labels: readonly string[]; readonly paths: readonly string[] };

/** Pictures with the hash of their bytes, in one order. */
type Hashed = { readonly samples: readonly Sample[]; readonly hashes: readonly string[] };

/** The pictures that lie under two labels or more byte for byte, over all these parts together, by their first path. */
export function underTwoLabels(...parts: readonly Hashed[]): TwoLabels[] {
  const places = new Map<string, { readonly label: string; readonly path: string }[]>();
  for (const { samples, hashes } of parts) {
    samples.forEach(({ label, path }, index) => {
      if (label === null) return;
      const known = places.get(hashes[index]);
      if (known === undefined) places.set(hashes[index], [{ label, path }]);
      else known.push({ label, path });
    });
  }
  const found = [...places.values()].map((all) => ({
    labels: [...new Set(all.map(({ label }) => label))].sort(byCodePoint),
    paths: all.map(({ path }) => path).sort(byCodePoint),
  }));
  return found.filter(({ labels }) => labels.length > 1).sort((a, b) => byCodePoint(a.paths[0], b.paths[0]));
}

/** So many are told by their paths. */
const shown = 5;

/** How many pictures lie under two labels, and the first of them; nothing where none does. */
export function twoLabelsInWords(found: readonly TwoLabels[]): string[] {
  if (found.length === 0) return [];
  const files = found.reduce((sum, { paths }) => sum + paths.length, 0);
  const lines = found.slice(0, shown).map(({ labels, paths }) => `\n  ${labels.join(' and ')}: ${someOf(paths)}`);
  const more = found.length > shown ? `\n  and ${found.length - shown} more: --json lists them all` : '';
  const lie = found.length === 1 ? 'lies' : 'lie';
  const count = `${counted(found.length, 'picture')} ${lie} under two labels byte for byte, in ${files} files`;
  return [`${count}:${lines.join('')}${more}`];
}

function someOf(paths: readonly string[]): string {
  return paths.length > 4 ? `${paths.slice(0, 4).join(', ')} and ${paths.length - 4} more` : paths.join(', ');
}
