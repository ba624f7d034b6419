// npm run test:quick: the laws of the house, and the tests that reach what changed since the branch left main (on main:
// what is not committed). Tests marked slow are left out. With --all: every test that is not slow.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const code = listed('--cached', '--others', '--', '*.ts', '*.js').filter((path) => existsSync(join(root, path)));
const texts = new Map(code.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
const tests = code.filter((path) => path.endsWith('.test.ts'));
const fast = tests.filter((path) => !texts.get(path)?.startsWith('// @module-tag slow\n'));

const files = process.argv.includes('--all') ? fast : chosen();
const vitest = [join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--tags-filter', '!slow'];
// Files share a process: what they import is loaded once.
const { status } = spawnSync(process.execPath, [...vitest, '--no-isolate', ...files], { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 1;

/** The laws, which read all files, and what reaches the files that changed. */
function chosen() {
  const reached = reaching(changed());
  return fast.filter((path) => /^test\/([^/]+|docs\/[^/]+)$/.test(path) || reached.has(path));
}

/** Paths that differ from where the branch left main, and new ones. */
function changed() {
  const base = spawnSync('git', ['merge-base', 'HEAD', 'main'], { cwd: root, encoding: 'utf8' }).stdout.trim();
  return [...lines('diff', '--name-only', base || 'HEAD'), ...listed('--others')];
}

/**
 * These files and all that depend on them: what imports them, and tests that name a file which is no TypeScript.
 * @param {readonly string[]} paths
 */
function reaching(paths) {
  const imports = code.map((path) => ({ path, imported: importsOf(path) }));
  const reached = new Set(paths);
  for (const path of reached) {
    for (const { path: other, imported } of imports) if (imported.has(path)) reached.add(other);
    const named = ["'", '/', '`'].map((before) => before + basename(path));
    if (!path.endsWith('.ts'))
      for (const test of tests) if (named.some((name) => texts.get(test)?.includes(name))) reached.add(test);
  }
  return reached;
}

/**
 * What a file imports from the repository; of the build, the sources.
 * @param {string} path
 */
function importsOf(path) {
  const found = (texts.get(path) ?? '').matchAll(/['"](\.{1,2}\/[^'"\s]+|#src\/[^'"\s]+)['"]/g);
  return new Set(
    Array.from(found, ([, name]) => {
      const whole = name.startsWith('#') ? name.slice(1) : posix.join(posix.dirname(path), name);
      return whole.replace(/^(?:dist\/)?(src\/.*)\.js$/, '$1.ts');
    }),
  );
}

/** @param {...string} options */
function listed(...options) {
  return lines('ls-files', '--exclude-standard', ...options);
}

/** @param {...string} parameters */
function lines(...parameters) {
  const text = execFileSync('git', parameters, { cwd: root, encoding: 'utf8' });
  return text.split('\n').filter((line) => line !== '');
}
