import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll } from 'vitest';
import { random } from '../../src/base/random.ts';
import { run } from '../../src/cli/run.ts';
import { tinyModels } from '../backbones/models.ts';
import { memoryWorld } from './memory-world.ts';

/** Colours that the tiny network tells apart, by the name of their class. */
export const colours = {
  red: [220, 40, 40],
  green: [40, 200, 60],
  blue: [50, 60, 220],
  grey: [128, 128, 128],
} as const;

/** A colour of no class. */
export const strange = [230, 220, 20] as const;

/** A folder for all tests of a file, gone when they are over. */
export function sharedFolder(fill: (folder: string) => Promise<unknown>): (...names: readonly string[]) => string {
  const folder = mkdtempSync(join(tmpdir(), 'discern-'));
  beforeAll(() => fill(folder));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (...names) => join(folder, ...names);
}

/** Writes a picture of a colour, with noise that `seed` decides. */
export async function writePicture(path: string, colour: readonly number[], seed: number): Promise<void> {
  const { integer } = random(seed, path.slice(path.lastIndexOf('/') + 1));
  const data = Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) => Math.max(0, colour[i % 3] + integer(60) - 30));
  await mkdir(dirname(path), { recursive: true });
  await sharp(data, { raw: { width: 16, height: 16, channels: 3 } })
    .png()
    .toFile(path);
}

/** Writes `count` pictures of every colour: FOLDER/red/0.png ... */
export async function writeClasses(folder: string, count: number, seed = 0): Promise<void> {
  for (const [label, colour] of Object.entries(colours)) {
    for (let i = 0; i < count; i++) await writePicture(join(folder, label, `${i}.png`), colour, 100 * seed + i);
  }
}

/** Writes files that look like pictures and are none. */
export async function writeBroken(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'empty.png'), '');
  await writeFile(join(folder, 'text.jpg'), 'no picture at all, but some words');
}

/** What chooses a network of eight numbers, whose file says all but how it wants its pictures. */
export const tinyNetwork = ['--backbone', fileURLToPath(new URL('nchw.onnx', tinyModels)), '--threads', '1'];

/** What came of a command line. */
export type Ran = { readonly code: number; readonly printed: string; readonly reported: string };

/** Runs a command line in a world of its own, without cache unless one is given. */
export async function discern(
  argv: readonly string[],
  options: NonNullable<Parameters<typeof memoryWorld>[0]> = {},
): Promise<Ran> {
  const world = memoryWorld(options);
  const code = await run(options.caches === undefined ? [...argv, '--no-cache'] : argv, world);
  return { code, printed: world.printed(), reported: world.reported() };
}

/** The one JSON value that a command line prints; throws where it fails. */
export async function json(argv: readonly string[], options: Parameters<typeof discern>[1] = {}) {
  const { code, printed, reported } = await discern([...argv, '--json'], options);
  if (code !== 0) throw new Error(`${argv.join(' ')} gave ${code}: ${printed}${reported}`);
  return JSON.parse(printed);
}
