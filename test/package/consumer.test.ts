// @module-tag slow
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../source-files.ts';

const run = promisify(execFile);
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

/** A project of somebody else, with the package as npm would install it, and types of Node. */
let project = '';
let packed: readonly string[] = [];

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'discern-consumer-'));
  packed = packedFiles();
  for (const path of packed) cpSync(join(root, path), join(project, 'node_modules', 'discern', path));
  for (const name of [...dependencies(), '@types/node', 'undici-types']) link(name);
  writeFileSync(join(project, 'package.json'), '{ "type": "module", "private": true }');
  writeFileSync(join(project, 'node.ts'), nodeProgram);
  writeFileSync(join(project, 'page.ts'), pageProgram);
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

const nodeProgram = `
import { type Embedded, embedSamples, pixelsFrom } from 'discern';
import { decode, defaultBackbone, embedderFor, loadBackbone, nodeRuntime, recognisePictures } from 'discern/node';
const { card, bytes } = await loadBackbone(defaultBackbone, { runtime: nodeRuntime, hub: { folder: '' } });
const embedder = await embedderFor(card, bytes, { pictures: 1 });
const embedding = await embedder.embed(pixelsFrom({ width: 2, height: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6) }));
console.log(embedding.length === card.dimensions);
await embedder.dispose();
export const embedded = (): Promise<Embedded> =>
  embedSamples([{ path: 'a.png', label: 'a' }], { embedder, read: async () => new Uint8Array() });
export async function* answers(): AsyncGenerator<string> {
  for await (const { path, classifier, gallery } of recognisePictures('bundle', ['a.png'])) {
    yield [path, classifier?.label, classifier?.probability, classifier?.top[0]?.probability].join();
    yield [gallery?.known, gallery?.similarity, gallery?.threshold, gallery?.classes, gallery?.nearest[0]?.id].join();
  }
}
void decode;
`;

const pageProgram = `
import { type Bundle, inlineEmbedder, productFor, type Recognition, recogniser, type Runtime, webRuntime } from 'discern';
export async function answer(bundle: Bundle, runtime: Runtime, image: ImageData): Promise<Recognition> {
  const { pixelsFrom, fromRows } = await import('discern');
  const decode = () => Promise.reject(new Error('pixels need no decoder'));
  const embedder = await inlineEmbedder(bundle.card, bundle.backbone, { decode, runtime });
  const embedding = await embedder.embed(pixelsFrom(image));
  const [recognition] = await recogniser(bundle, { product: productFor(runtime) }).recognise(fromRows([embedding]));
  return recognition!;
}
void webRuntime;
`;

describe('the package, as somebody who installs it has it', () => {
  test('has types that are checked without skipLibCheck, and runs what was compiled against them', async () => {
    expect(await compiled('node.ts', [...ofNode, '--module', 'nodenext', '--outDir', 'out'])).toBe('');
    const { stdout } = await run(process.execPath, [join('out', 'node.js')], { cwd: project });
    expect(stdout).toBe('true\n');
  });

  test('has types that a bundler resolves', async () => {
    const how = [...ofNode, '--module', 'esnext', '--moduleResolution', 'bundler', '--noEmit'];
    expect(await compiled('node.ts', how)).toBe('');
  });

  test('has types for a page, which has no types of Node', async () => {
    const how = [
      '--module',
      'esnext',
      '--moduleResolution',
      'bundler',
      '--lib',
      'es2023,dom,dom.iterable',
      '--types',
      '',
    ];
    expect(await compiled('page.ts', [...how, '--noEmit'])).toBe('');
  });

  test('has the command line', async () => {
    const program = join('node_modules', 'discern', 'bin', 'discern.js');
    const { stdout } = await run(process.execPath, [program, 'backbones', '--json'], { cwd: project });
    expect(JSON.parse(stdout).some((card: { default: boolean }) => card.default)).toBe(true);
  });

  test('has every page and picture that its pages link to; sources, tests and benchmarks are in the repository', () => {
    const pages = packed.filter((path) => path.endsWith('.md'));
    expect(pages).toContain('README.md');
    const lost = pages.flatMap((page) =>
      [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
        .filter(([, link]) => !/^[a-z]+:/.test(link))
        .map(([, link]) => posix.join(posix.dirname(page), decodeURI(link)))
        .filter((target) => !/^(src|test|bench|models\/convert)\//.test(target))
        .filter((target) => !packed.some((path) => path === target || path.startsWith(`${target.replace(/\/$/, '')}/`)))
        .map((target) => `${page}: ${target}`),
    );
    expect(lost).toEqual([]);
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    expect(readme).not.toMatch(/\]\((src|test|bench)\//);
  });
});

const ofNode = ['--lib', 'es2023', '--types', 'node'];

/** The compiler's complaints about a file of the project; none: ''. */
async function compiled(file: string, how: readonly string[]): Promise<string> {
  const argv = [tsc, '--strict', '--skipLibCheck', 'false', '--target', 'es2023', ...how, file];
  return run(process.execPath, argv, { cwd: project }).then(
    () => '',
    (failed: { stdout: string; stderr: string }) => failed.stdout + failed.stderr,
  );
}

function packedFiles(): string[] {
  const argv = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const listed = execFileSync('npm', argv, { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' });
  const [{ files }]: [{ files: { path: string }[] }] = JSON.parse(listed);
  return files.map(({ path }) => path);
}

/** What npm installs beside the package: what it asks for, and what that asks for. */
function dependencies(): string[] {
  const { packages }: { packages: Record<string, { dev?: boolean; devOptional?: boolean; peer?: boolean }> } =
    JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(
      ([path, { dev, devOptional, peer }]) => path.lastIndexOf('node_modules/') === 0 && !dev && !devOptional && !peer,
    )
    .map(([path]) => path.slice('node_modules/'.length))
    .filter((name) => existsSync(join(root, 'node_modules', name)));
}

/** A dependency as installed beside the package. */
function link(name: string): void {
  const place = join(project, 'node_modules', name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(join(root, 'node_modules', name), place, 'junction');
}
