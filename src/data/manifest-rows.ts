import { DiscernError } from '../base/error.ts';
import { classesOf } from './classes-of.ts';
import { type Dataset, type Pair, type Part, parts, type Sample, type Triplet } from './dataset.ts';
import { counted, firstFew } from './first-few.ts';
import { joinPath } from './paths.ts';
import type { Row, Table } from './tables/table.ts';

type Rule = { readonly keepContradictions?: boolean };
type Source = { readonly name: string; readonly folder: string; readonly unit: Table['unit'] };

/** The data set of a list with the columns `path[,label][,split][,group]`. */
export function samplesOf(name: string, folder: string, table: Table, { keepContradictions = false }: Rule): Dataset {
  const source = { name, folder, unit: table.unit };
  const hasParts = table.columns.includes('split');
  const texts = new Map<string, string>();
  const first = new Map<string, Sample>();
  const samples: Sample[] = [];
  const contradictions: [Sample, Sample][] = [];
  let repeats = 0;
  for (const row of table.rows) {
    const sample = toSample(row, source, hasParts, texts);
    const earlier = first.get(sample.path);
    const agrees = earlier !== undefined && earlier.label === sample.label && earlier.part === sample.part;
    if (agrees) repeats++;
    else samples.push(sample);
    if (earlier === undefined) first.set(sample.path, sample);
    else if (!agrees) contradictions.push([earlier, sample]);
  }
  if (contradictions.length > 0 && !keepContradictions) throw contradiction(name, contradictions);
  const remarks = [...repeatRemarks(repeats), ...unlabelledRemarks(table, samples)];
  return { name, samples, classes: classesOf(samples), pairs: [], triplets: [], remarks };
}

/** The data set of a list with the columns `a,b,same`: its pictures are those that occur in pairs. */
export function pairsOf(name: string, folder: string, table: Table): Dataset {
  const source = { name, folder, unit: table.unit };
  const pairs = Array.from(table.rows, (row) => toPair(row, source));
  return {
    name,
    samples: unlabelled(pairs.flatMap(({ a, b }) => [a, b])),
    classes: [],
    pairs,
    triplets: [],
    remarks: [],
  };
}

/** The data set of a list with the columns `anchor,positive,negative`: its pictures are those that occur in triplets. */
export function tripletsOf(name: string, folder: string, table: Table): Dataset {
  const source = { name, folder, unit: table.unit };
  const triplets = Array.from(table.rows, (row) => toTriplet(row, source));
  const paths = triplets.flatMap(({ anchor, positive, negative }) => [anchor, positive, negative]);
  return { name, samples: unlabelled(paths), classes: [], pairs: [], triplets, remarks: [] };
}

/** `texts` makes equal labels and groups of a long list one string in memory. */
function toSample(row: Row, source: Source, hasParts: boolean, texts: Map<string, string>): Sample {
  return {
    path: pathIn(row, 'path', source),
    label: shared(textIn(row, 'label', source)?.normalize('NFC') ?? null, texts),
    part: hasParts ? partIn(row, source) : null,
    group: shared(textIn(row, 'group', source), texts),
  };
}

function toPair(row: Row, source: Source): Pair {
  return { a: pathIn(row, 'a', source), b: pathIn(row, 'b', source), same: sameIn(row, source) };
}

function toTriplet(row: Row, source: Source): Triplet {
  const [anchor, positive, negative] = ['anchor', 'positive', 'negative'].map((column) => pathIn(row, column, source));
  return { anchor, positive, negative };
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

/** A cell as text; null where it is empty. Numbers and booleans, as JSON and Parquet have them, become text. */
function textIn(row: Row, column: string, source: Source): string | null {
  const value = row.cells[column];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'object') throw badCell(row, source, column, JSON.stringify(value), 'text');
  return String(value);
}

function pathIn(row: Row, column: string, source: Source): string {
  const path = textIn(row, column, source);
  if (path === null) throw badCell(row, source, column, 'nothing', 'the path of a picture');
  return joinPath(source.folder, path);
}

function partIn(row: Row, source: Source): Part {
  const text = textIn(row, 'split', source);
  const part = parts.find((name) => name === text);
  if (part === undefined) throw badCell(row, source, 'split', text ?? 'nothing', parts.join(', '));
  return part;
}

function sameIn(row: Row, source: Source): boolean {
  const text = textIn(row, 'same', source);
  if (text === '1' || text === 'true') return true;
  if (text === '0' || text === 'false') return false;
  throw badCell(row, source, 'same', text ?? 'nothing', '1 (same class) or 0 (not)');
}

function badCell({ at }: Row, { name, unit }: Source, column: string, given: string, expected: string): DiscernError {
  return new DiscernError('bad-data', `${name}, ${unit} ${at}: ${column} is ${given}`, {
    given: `${given} in the column ${column}`,
    expected,
    todo: `mend ${unit} ${at} of ${name}`,
  });
}

function contradiction(name: string, contradictions: readonly [Sample, Sample][]): DiscernError {
  const clashes = contradictions.map(([a, b]) => `${a.path} (${[a, b].map(describe).join(' and ')})`);
  const evidence = contradictions.map(([a, b]) => ({
    ...{ kind: 'rows', path: a.path },
    rows: [a, b].map(({ label, part }) => ({ label, split: part })),
  }));
  return new DiscernError('contradiction', `${name} contradicts itself about ${counted(clashes.length, 'picture')}`, {
    given: firstFew(clashes, mostListed),
    expected: 'each path under one label and in one split',
    todo: `keep the right row of each${clashes.length > mostListed ? '; --json lists them all' : ''}`,
    evidence,
  });
}

/** Contradictions that a sentence lists. */
const mostListed = 100;

function describe({ label, part }: Sample): string {
  return [label ?? 'no label', part].filter((word) => word !== null).join(', ');
}

function repeatRemarks(repeats: number): string[] {
  return repeats === 0 ? [] : [`rows that repeat an earlier one, read once: ${repeats}`];
}

function unlabelledRemarks(table: Table, samples: readonly Sample[]): string[] {
  const missing = table.columns.includes('label') ? samples.filter(({ label }) => label === null).length : 0;
  return missing === 0 ? [] : [`rows without a label: ${missing}`];
}
