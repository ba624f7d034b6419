// npm run bench -- NAME: runs one benchmark and prints a table and one line of JSON. Without NAME, or asked for --help,
// it lists them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchmarks } from './catalogue.js';
import { machine } from './machine.js';
import { root } from './places.js';

/** @import { Benchmark } from './types.ts' */

/** @typedef {keyof typeof benchmarks} BenchmarkName */

const [name, ...options] = process.argv.slice(2);

if (name === undefined || process.argv.includes('--help')) list();
else if (!Object.hasOwn(benchmarks, name)) fail(`there is no benchmark ${name}: ${Object.keys(benchmarks).join(', ')}`);
else await run(/** @type {BenchmarkName} */ (name));

function list() {
  for (const [each, { about }] of Object.entries(benchmarks)) console.log(`${each.padEnd(10)} ${about}`);
  console.log('\nnpm run bench -- NAME runs one. docs/bench.md says what they measure, and how.');
}

/** @param {BenchmarkName} name */
async function run(name) {
  const { load, needs } = benchmarks[name];
  const absent = needs.filter((path) => !existsSync(path));
  if (absent.length > 0) fail(`${name} needs ${absent.join(', ')}, which is not there: nothing was measured`);
  build();
  const folder = mkdtempSync(join(tmpdir(), `discern-bench-${name}-`));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  process.on('SIGINT', () => process.exit(130));
  const before = machine();
  /** @type {{ benchmark: Benchmark }} */
  const { benchmark } = await load();
  const { text, figures } = await benchmark({ folder, options, note: (line) => console.error(`bench: ${line}`) });
  console.log(`${text}\n`);
  console.log(JSON.stringify({ benchmark: name, ...figures, machine: { ...before, loadAfter: machine().load } }));
  process.exit(0);
}

function build() {
  if (options.includes('--no-build')) return;
  const { status } = spawnSync(process.execPath, [join(root, 'scripts', 'setup.js')], { stdio: ['ignore', 2, 2] });
  if (status !== 0) fail('the build failed');
}

/** @param {string} message */
function fail(message) {
  console.error(`bench: ${message}`);
  process.exit(1);
}
