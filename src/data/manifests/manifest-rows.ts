import { DiscernError } from '../../base/error.ts';
import { counted } from '../../base/figures.ts';
import { classesOf } from '../classes-of.ts';
import type { Dataset, Part, Sample } from '../dataset.ts';
import { partsByName, partsInWords } from '../folders/part-names.ts';
import type { Row } from '../tables/table.ts';
import { likenessRemarks } from './cell-text.ts';
import { type ManifestSource, partNameIn, pathIn, readRows, sameIn, textIn } from './manifest-cells.ts';

type Rule = { readonly keepContradictions?: boolean };
type Rows = Iterable<Row>;

/** A row whose part name is not resolved yet. */
type UnresolvedRow = Omit<Sample, 'part'> & { readonly partName: string | null };

/** The data set of a list with the columns `path[,label][,split][,group]`. */
export function samplesOf(source: ManifestSource, rows: Rows, { keepContradictions = false }: Rule): Dataset {
  const { name, nameOf } = source;
  const texts = new Map<string, string>();
  const unresolved = readRows(source, rows, (row) => toUnresolved(row, source, texts));
  const named = partsByName([...new Set(unresolved.flatMap(({ partName }) => partName ?? []))]);
  const { samples, repeats, contradictions } = eachOnce(unresolved.map((row) => toSample(row, named)));
  if (contradictions.length > 0 && !keepContradictions) throw contradiction(name, contradictions);
  return {
    ...{ name, samples, classes: classesOf(samples), pairs: [], triplets: [] },
    remarks: [
      ...partsInWords(named),
      ...repeatRemarks(repeats),
      ...(nameOf.has('label') ? unlabelledRemarks(samples) : []),
      ...likenessRemarks(samples),
    ],
  };
}

/** The data set of a list with the columns `a,b,same`; its samples are the pictures of the pairs. */
export function pairsOf(source: ManifestSource, rows: Rows): Dataset {
  const pairs = readRows(source, rows, (row) => ({
    a: pathIn(row, 'a', source),
    b: pathIn(row, 'b', source),
    same: sameIn(row, source),
  }));
  const samples = unlabelled(pairs.flatMap(({ a, b }) => [a, b]));
  return { name: source.name, samples, classes: [], pairs, triplets: [], remarks: [] };
}

/** The data set of a list with the columns `anchor,positive,negative`; its samples are the pictures of the triplets. */
export function tripletsOf(source: ManifestSource, rows: Rows): Dataset {
  const triplets = readRows(source, rows, (row) => ({
    anchor: pathIn(row, 'anchor', source),
    positive: pathIn(row, 'positive', source),
    negative: pathIn(row, 'negative', source),
  }));
  const paths = triplets.flatMap(({ anchor, positive, negative }) => [anchor, positive, negative]);
  return { name: source.name, samples: unlabelled(paths), classes: [], pairs: [], triplets, remarks: [] };
}

/** `texts` interns labels and groups: equal ones of a long list share one string in memory. */
function toUnresolved(row: Row, source: ManifestSource, texts: Map<string, string>): UnresolvedRow {
  return {
    path: pathIn(row, 'path', source),
    label: shared(textIn(row, 'label', source)?.normalize('NFC') ?? null, texts),
    partName: source.nameOf.has('split') ? shared(partNameIn(row, source), texts) : null,
    group: shared(textIn(row, 'group', source), texts),
  };
}

function toSample({ path, label, partName, group }: UnresolvedRow, named: ReadonlyMap<string, Part>): Sample {
  return { path, label, part: partName === null ? null : (named.get(partName) ?? null), group };
}

/** The samples without repeated rows; `contradictions` are rows that give one path another label or part. */
function eachOnce(all: readonly Sample[]) {
  const first = new Map<string, Sample>();
  const samples: Sample[] = [];
  const contradictions: [Sample, Sample][] = [];
  let repeats = 0;
  for (const sample of all) {
    const earlier = first.get(sample.path);
    const agrees = earlier !== undefined && earlier.label === sample.label && earlier.part === sample.part;
    if (agrees) repeats++;
    else samples.push(sample);
    if (earlier === undefined) first.set(sample.path, sample);
    else if (!agrees) contradictions.push([earlier, sample]);
  }
  return { samples, repeats, contradictions };
}

function unlabelled(paths: readonly string[]): Sample[] {
  return Array.from(new Set(paths), (path) => ({ path, label: null, part: null, group: null }));
}

function shared(text: string | null, texts: Map<string, string>): string | null {
  if (text === null) return null;
  const known = texts.get(text);
  if (known === undefined) texts.set(text, text);
  return known ?? text;
}

/** The error text names this many paths; `evidence` has them all. */
const shown = 20;

function contradiction(name: string, contradictions: readonly [Sample, Sample][]): DiscernError {
  const clashes = contradictions.map(([a, b]) => `${a.path} (${[a, b].map(describe).join(' and ')})`);
  const more = clashes.length > shown ? [`and ${clashes.length - shown} more, which --json lists`] : [];
  return new DiscernError('contradiction', `${name} contradicts itself about ${counted(clashes.length, 'picture')}`, {
    given: [...clashes.slice(0, shown), ...more].join(', '),
    expected: 'each path under one label and in one split',
    todo: 'keep the right row of each',
    evidence: contradictions.map((both) => ({
      kind: 'row',
      path: both[0].path,
      said: both.map(({ label, part }) => ({ label, split: part })),
    })),
  });
}

function describe({ label, part }: Sample): string {
  return [label ?? 'no label', part].filter((word) => word !== null).join(', ');
}

function repeatRemarks(repeats: number): string[] {
  return repeats === 0 ? [] : [`rows that repeat an earlier one, read once: ${repeats}`];
}

function unlabelledRemarks(samples: readonly Sample[]): string[] {
  const missing = samples.filter(({ label }) => label === null).length;
  return missing === 0 ? [] : [`rows without a label: ${missing}`];
}
