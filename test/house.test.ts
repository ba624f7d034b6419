import { readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  importsOf,
  type RepositoryFile,
  repositoryFiles,
  repositoryPaths,
  resolved,
  root,
  sourceFiles,
} from './source-files.ts';

const files = repositoryFiles();
const sources = sourceFiles();
const code = files.filter(({ path }) => /\.(ts|js|py)$/.test(path));
const pages = files.filter(({ path }) => path.endsWith('.md'));
const manifest: {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly peerDependencies: Record<string, string>;
} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const lock: {
  readonly packages: Record<string, { optionalDependencies?: Record<string, string>; resolved?: string }>;
} = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

/** Lines that src/ may have. Lower it when code is removed; raise it only for what is worth more than its lines. */
const lineBudget = 62_500;

describe('files', () => {
  test('of src/ have no more lines than their budget', () => {
    const lines = sources.reduce((sum, { text }) => sum + lineCount(text), 0);
    process.stdout.write(`src: ${lines} lines, budget ${lineBudget}\n`);
    expect(lines).toBeLessThanOrEqual(lineBudget);
  });

  test('none has over 300 lines', () => {
    expect(code.filter(({ text }) => lineCount(text) > 300).map(({ path }) => path)).toEqual([]);
  });

  test('keep their lines within 120 columns, comments too', () => {
    const isComment = (line: string) => /^\s*(\/?\*|\/\/)/.test(line);
    const isHeld = ({ path }: RepositoryFile, line: string) => path.startsWith('src/') || isComment(line);
    const byHand = code.filter(({ path }) => /\.(ts|js)$/.test(path) && path !== 'src/graph/schemas/standard.ts');
    const wide = byHand.flatMap((file) =>
      file.text
        .split('\n')
        .flatMap((line, i) => (line.length > 120 && isHeld(file, line) ? `${file.path}:${i + 1}` : [])),
    );
    expect(wide).toEqual([]);
  });

  test('half of the sources have under 80 lines', () => {
    const counts = sources.map(({ text }) => lineCount(text)).sort((a, b) => a - b);
    expect(counts[Math.floor(counts.length / 2)]).toBeLessThan(80);
  });

  test('none is named for what it is not', () => {
    const forbidden = /(^|[/.-])(utils?|helpers?|common|misc|managers?)([/.-]|$)/;
    expect(code.map(({ path }) => path).filter((path) => forbidden.test(path))).toEqual([]);
  });

  test('every source is reached from an entry', () => {
    const entries = ['src/index.ts', 'src/node/index.ts', 'src/server/index.ts', 'src/cli/main.ts'];
    const isEntry = (path: string) => entries.includes(path) || path.endsWith('-worker.ts');
    const imported = new Set(sources.flatMap((file) => importsOf(file).map((target) => resolved(file, target))));
    const lost = sources.map(({ path }) => path).filter((path) => !imported.has(path) && !isEntry(path));
    expect(lost).toEqual([]);
  });

  test('every exported name of src/ has a doc-comment', () => {
    const exported = /^export (?:abstract |async )?(?:function\*?|const|class|type|interface) (\w+)/;
    const bare = sources.flatMap(({ path, text }) => {
      const lines = text.split('\n');
      const named = lines.map((line, index) => ({ name: line.match(exported)?.[1], above: lines[index - 1] ?? '' }));
      const explained = new Set(named.filter(({ above }) => above.endsWith('*/')).map(({ name }) => name));
      return named.flatMap(({ name }) => (name === undefined || explained.has(name) ? [] : [`${path}: ${name}`]));
    });
    expect(bare).toEqual([]);
  });
});

describe('the repository', () => {
  test('names no folder of one machine and no package registry', () => {
    const machine =
      /(^|[\s'"`(=])[/](work[/]|root[/]|farm[/]|home[/]\w\w|Users[/]\w\w)|registry\.[a-z]+js\.org|pypi\.org[/]simple/m;
    expect(files.filter(({ text }) => machine.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test('depends on exact versions', () => {
    const { dependencies, devDependencies, peerDependencies } = manifest;
    const versions = [dependencies, devDependencies, peerDependencies].flatMap(Object.entries);
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  test('locks the optional packages of every platform, without which npm ci refuses, and no address', () => {
    const paths = Object.keys(lock.packages);
    const optional = Object.values(lock.packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
    expect(optional.filter((name) => !paths.some((path) => path.endsWith(`node_modules/${name}`)))).toEqual([]);
    expect(Object.values(lock.packages).filter(({ resolved }) => resolved?.includes('://'))).toEqual([]);
  });

  test('imports every package that it depends on', () => {
    const used = new Set(sources.flatMap((file) => importsOf(file)));
    const isUsed = (name: string) => [...used].some((target) => target === name || target.startsWith(`${name}/`));
    expect(Object.keys(manifest.dependencies).filter((name) => !isUsed(name))).toEqual([]);
  });
});

describe('the docs', () => {
  test('have a page for every folder of src/', () => {
    const folders = new Set(sources.map(({ path }) => path.split('/')[1]).filter((name) => !name.endsWith('.ts')));
    const named = new Set(pages.map(({ path }) => path));
    expect([...folders].filter((folder) => !named.has(`docs/${folder}.md`))).toEqual([]);
  });

  test('are all listed in their index', () => {
    const index = pages.find(({ path }) => path === 'docs/README.md')?.text ?? '';
    const listed = pages
      .map(({ path }) => path)
      .filter((path) => dirname(path) === 'docs' && path !== 'docs/README.md');
    expect(listed.filter((path) => !index.includes(`(${posix.basename(path)})`))).toEqual([]);
  });

  test('link only to what is there', () => {
    const known = new Set(repositoryPaths().flatMap((path) => [path, ...foldersOf(path)]));
    const broken = pages.flatMap(({ path, text }) =>
      [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
        .map((match) => match[1])
        .filter((link) => !/^[a-z]+:/.test(link))
        .filter((link) => !known.has(posix.join(posix.dirname(path), decodeURI(link)).replace(/\/$/, '')))
        .map((link) => `${path}: ${link}`),
    );
    expect(broken).toEqual([]);
  });
});

function lineCount(text: string): number {
  return text.replace(/\n$/, '').split('\n').length;
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
