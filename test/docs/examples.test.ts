// @module-tag slow
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { importsOf, type RepositoryFile, repositoryFiles, resolved, root, sourceFiles } from '../source-files.ts';
import { compiler, strictly } from './run-page.ts';

const run = promisify(execFile);
const importLine = /^import .*;$/gm;

/** An export of the package that is a value, and the file that declares it. */
type Export = { readonly name: string; readonly path: string };

const sources = sourceFiles();
const exported = ['src/index.ts', 'src/node/index.ts'].flatMap(exportsOf);
const examples = exported.flatMap((each) => examplesOf(each).map((code) => ({ ...each, code })));

test('the 30 exports that the repository imports most have an example', () => {
  const shown = new Set(examples.map(({ name }) => name));
  expect(mostImported(30).filter((name) => !shown.has(name))).toEqual([]);
});

test('every example runs, and gives what it says', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'discern-examples-'));
  try {
    await layOut(folder);
    const program = programOf();
    expect(program).not.toContain('// =>');
    await writeFile(join(folder, 'examples.mts'), program);
    await run(process.execPath, [compiler, ...strictly, 'examples.mts'], { cwd: folder }).catch(({ stdout }) => {
      throw new Error(`the examples have errors:\n${stdout}`);
    });
    // A failure names its function, example_NAME.
    await run(process.execPath, ['examples.mjs'], { cwd: folder, env: { ...process.env, TMPDIR: folder } });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** The folder that examples run in: the package installed, and some of the demo's pictures as `pictures`. */
async function layOut(folder: string): Promise<void> {
  await mkdir(join(folder, 'node_modules'));
  await symlink(root, join(folder, 'node_modules/discern'));
  for (const name of ['@types', 'onnxruntime-common', 'onnxruntime-web'])
    await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  for (const part of ['train', 'val', 'test'])
    for (const label of ['apple', 'bee', 'car', 'cat'])
      await cp(join(root, 'demo/pictures', part, label), join(folder, 'pictures', part, label), { recursive: true });
}

/**
 * All examples as one program. That of fitData comes first: others use the bundle that it writes.
 * `expression; // => value` is an assertion.
 */
function programOf(): string {
  const names = [...new Set(exported.map(({ name }) => name))].filter((name) =>
    examples.some(({ code }) => new RegExp(`\\b${name}\\b`).test(code)),
  );
  const asserted = (code: string) =>
    code.replaceAll(
      /^( *)(.+?);? \/\/ => (.+)$/gm,
      (_, indent, given, wanted) => `${indent}assert.deepEqual(${given}, ${wanted});`,
    );
  const isFirst = ({ name }: Export) => name === 'fitData';
  const ordered = [...examples.filter(isFirst), ...examples.filter((each) => !isFirst(each))];
  const imports = new Set(examples.flatMap(({ code }) => code.match(importLine) ?? []));
  const blocks = ordered.map(
    ({ name, code }) =>
      `await (async function example_${name}() {\n${asserted(code.replaceAll(importLine, ''))}\n})();\n`,
  );
  const header = ["import assert from 'node:assert/strict';", `import { ${names.join(', ')} } from 'discern/node';`];
  return [...header, ...imports, ...blocks].join('\n');
}

/** The values that an entry exports. */
function exportsOf(entry: string): Export[] {
  const file = fileAt(entry);
  return [...file.text.matchAll(/^export \{([^}]*)\} from '([^']+)'/gms)].flatMap(([, names, specifier]) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type '))
      .map((name) => ({ name, path: resolved(file, specifier) })),
  );
}

/** The code of the `@example` in the doc-comment of an export. */
function examplesOf({ name, path }: Export): string[] {
  const declaration = String.raw`\*/\nexport (?:abstract |async )?(?:function\*?|const|class) ${name}\b`;
  const [comment] = fileAt(path).text.match(new RegExp(String.raw`/\*\*(?:(?!\*/)[^])*${declaration}`)) ?? [];
  const [, example] = comment?.match(/@example\n(.*?)\n \*\//s) ?? [];
  return example === undefined ? [] : [example.replaceAll(/^ \* ?/gm, '')];
}

/** The names that most files of the repository import, most imported first. */
function mostImported(count: number): string[] {
  const importers = repositoryFiles().filter(({ path }) => /^(src|test|bench)\/.*\.(ts|js)$/.test(path));
  const imports = importers.filter(({ path }) => !/index\.ts$/.test(path)).flatMap(namesImported);
  const counts = exported.map(({ name }) => ({ name, count: imports.filter((each) => each === name).length }));
  return counts
    .toSorted((a, b) => b.count - a.count)
    .slice(0, count)
    .map(({ name }) => name);
}

function namesImported(file: RepositoryFile): string[] {
  if (importsOf(file).length === 0) return [];
  return [...file.text.matchAll(/^import \{([^}]*)\} from/gms)].flatMap(([, names]) =>
    names.split(',').map((name) => name.trim().split(' as ')[0]),
  );
}

function fileAt(path: string): RepositoryFile {
  const file = sources.find((each) => each.path === path);
  if (file === undefined) throw new Error(`there is no ${path}`);
  return file;
}
