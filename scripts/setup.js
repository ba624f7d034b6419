// Installs and builds what is missing, with nothing but Node and npm. Quiet when there is nothing to do.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'dist', 'sources.sha256');
const always = process.argv.includes('--always');

refuseOldNode();
if (always || !isInstalled()) step('installing packages', 'npm', ['ci', '--include=dev', '--no-audit', '--no-fund']);
const sources = hashOfSources();
if (always || !isBuilt(sources)) build(sources);

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 9)) return;
  console.error(`Discern needs Node.js 20.9 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/**
 * Whether node_modules holds every package of the lock file, in its version; those for other platforms may be
 * missing.
 */
function isInstalled() {
  const installed = packagesOf(join('node_modules', '.package-lock.json'));
  if (!installed) return false;
  return Object.entries(packagesOf('package-lock.json') ?? {}).every(
    ([path, wanted]) =>
      path === '' || (path in installed ? installed[path].version === wanted.version : wanted.optional === true),
  );
}

/** @param {string} lockFile @returns {Record<string, { version: string, optional?: boolean }> | null} */
function packagesOf(lockFile) {
  const path = join(root, lockFile);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : null;
}

/** @param {string} hash */
function isBuilt(hash) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
}

/** @param {string} hash */
function build(hash) {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  step('building', process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json']);
  writeFileSync(stamp, hash);
}

/**
 * One hash over the name and content of everything that the build reads, so that renamed and removed files count too.
 */
function hashOfSources() {
  const hash = createHash('sha256');
  for (const path of ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json', ...filesUnder('src')]) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** @param {string} folder */
function filesUnder(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length))
    .sort();
}

/** @param {string} words @param {string} command @param {readonly string[]} parameters */
function step(words, command, parameters) {
  console.error(`discern: ${words} ...`);
  const { status, error } = spawnSync(command, parameters, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: command === 'npm' && process.platform === 'win32',
  });
  if (status === 0) return;
  console.error(`discern: ${words} failed${error ? `: ${error.message}` : ''}`);
  process.exit(1);
}
