import { counted } from '../../base/figures.ts';
import { byCodePoint } from '../../base/hash.ts';
import type { Sample } from '../dataset.ts';

/** Files with the same bytes that are listed under several labels: at most one label can be right. */
export type TwoLabels = { readonly labels: readonly string[]; readonly paths: readonly string[] };

/** Samples, and the hash of each one's bytes. */
type Hashed = { readonly samples: readonly Sample[]; readonly hashes: readonly string[] };

/** Files with the same bytes and different labels, over all given parts together, sorted by their first path. */
export function underTwoLabels(...parts: readonly Hashed[]): TwoLabels[] {
  const byHash = new Map<string, { readonly label: string; readonly path: string }[]>();
  for (const { samples, hashes } of parts) {
    samples.forEach(({ label, path }, index) => {
      if (label === null) return;
      const known = byHash.get(hashes[index]);
      if (known === undefined) byHash.set(hashes[index], [{ label, path }]);
      else known.push({ label, path });
    });
  }
  const found = [...byHash.values()].map((all) => ({
    labels: [...new Set(all.map(({ label }) => label))].sort(byCodePoint),
    paths: all.map(({ path }) => path).sort(byCodePoint),
  }));
  return found.filter(({ labels }) => labels.length > 1).sort((a, b) => byCodePoint(a.paths[0], b.paths[0]));
}

/** The text names this many pictures. */
const shown = 5;

/** A text on how many pictures have two labels, with the first few; empty if there are none. */
export function twoLabelsInWords(found: readonly TwoLabels[]): string[] {
  if (found.length === 0) return [];
  const files = found.reduce((sum, { paths }) => sum + paths.length, 0);
  const lines = found.slice(0, shown).map(({ labels, paths }) => `\n  ${labels.join(' and ')}: ${someOf(paths)}`);
  const more = found.length > shown ? `\n  and ${found.length - shown} more: --json lists them all` : '';
  const have = found.length === 1 ? 'has' : 'have';
  const count = `${counted(found.length, 'picture')} ${have} two labels: the same bytes, in ${files} files`;
  return [`${count}:${lines.join('')}${more}`];
}

function someOf(paths: readonly string[]): string {
  return paths.length > 4 ? `${paths.slice(0, 4).join(', ')} and ${paths.length - 4} more` : paths.join(', ');
}
