import { describe, expect, test } from 'vitest';
import { importsOf, type RepositoryFile, resolved, sourceFiles } from './source-files.ts';

/** From what knows nothing to what knows everything: a folder imports only from itself and from those before it. */
const layers = [
  'base',
  'graph',
  'runtime',
  'linalg',
  'images',
  'backbones',
  'data',
  'metrics',
  'gallery',
  'classify',
  'calibrate',
  'pooling',
  'steps',
  'spaces',
  'losses',
  'train',
  'search',
  'label-noise',
  'drift',
  'bundle',
  'plan',
  'stages',
  'fit',
  'evaluate',
  'recognise',
  'server',
  'node',
  'cli',
];

/** Packages that run in a browser as in Node: all that may be imported above node/. */
const portablePackages = [
  '@bufbuild/protobuf',
  'd3-scale',
  'd3-shape',
  'fastest-levenshtein',
  'fflate',
  'hyparquet',
  'hyparquet-compressors',
  'hyparquet-writer',
  'onnx-buf',
  'papaparse',
  'pure-rand',
  'valibot',
];

const files = sourceFiles();
const portable = files.filter((file) => layerOf(file.path) < layers.indexOf('node'));

describe('the law of layers', () => {
  test('every folder of src/ has its place in the order', () => {
    const folders = new Set(files.map(({ path }) => path.split('/')[1]).filter((name) => !name.endsWith('.ts')));
    expect([...folders].filter((folder) => !layers.includes(folder))).toEqual([]);
  });

  test('a file imports only from its own folder and from folders above it', () => {
    const upward = files.flatMap((file) =>
      relativeImports(file)
        .filter((target) => layerOf(target) > layerOf(file.path))
        .map((target) => `${file.path} imports ${target}`),
    );
    expect(upward).toEqual([]);
  });

  test('folders are at most two deep', () => {
    expect(files.map(({ path }) => path).filter((path) => path.split('/').length > 4)).toEqual([]);
  });

  test('what stands above node/ imports nothing that only Node has', () => {
    const bound = portable.flatMap((file) =>
      packageImports(file)
        .filter((name) => !portablePackages.includes(name))
        .map((name) => `${file.path} imports ${name}`),
    );
    expect(bound).toEqual([]);
  });

  test('a relative import names a file that is there, with its ending', () => {
    const paths = new Set(files.map(({ path }) => path));
    const missing = files.flatMap((file) => relativeImports(file).filter((target) => !paths.has(target)));
    expect(missing).toEqual([]);
  });

  test('the reader of imports sees every form of import', () => {
    const text = [
      "import { a } from './a.ts';",
      "import type { B } from '../b.ts';",
      "import {\n  c,\n  d,\n} from 'package/part';",
      "import './e.ts';",
      "export { f } from './f.ts';",
      "const g = await import('./g.ts');",
      "const h = new URL('./h.ts', import.meta.url);",
    ].join('\n');
    const found = importsOf({ path: 'src/base/x.ts', text });
    const written = ['./a.ts', '../b.ts', 'package/part', './e.ts', './f.ts', './g.ts', './h.ts'];
    expect([...found].sort()).toEqual(written.sort());
  });
});

/** Place in the order; src/index.ts, the entry for browsers, stands just above node/. */
function layerOf(path: string): number {
  const folder = path.split('/')[1];
  return folder.endsWith('.ts') ? layers.indexOf('node') - 0.5 : layers.indexOf(folder);
}

function relativeImports(file: RepositoryFile): readonly string[] {
  return importsOf(file)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => resolved(file, specifier));
}

function packageImports(file: RepositoryFile): readonly string[] {
  return importsOf(file)
    .filter((specifier) => !specifier.startsWith('.'))
    .map((specifier) =>
      specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : specifier.split('/')[0],
    );
}
