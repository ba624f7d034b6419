// Draws the pictures of pictures.json into demo/pictures and demo/strangers, from emoji sets that npm packages hold.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

/** @typedef {{ width?: number, height?: number, body: string }} Icon */
/** @typedef {{ icons: Record<string, Icon>, aliases?: Record<string, { parent: string }> }} Icons */
/** @typedef {Omit<Icon, 'body'> & Icons} IconSet */
/** @typedef {Record<string, string[]>} Names */
/** @typedef {{ parts: Names, classes: Record<string, string>, strangers: Names }} Plan */

const sizePx = 128;
const marginPx = 8;

const require = createRequire(import.meta.url);
const demo = fileURLToPath(new URL('..', import.meta.url));
/** @type {Plan} */
const { parts, classes, strangers } = JSON.parse(readFileSync(join(demo, 'make', 'pictures.json'), 'utf8'));
/** @type {Map<string, IconSet>} */
const sets = new Map();

for (const folder of ['pictures', 'strangers']) rmSync(join(demo, folder), { recursive: true, force: true });
for (const { set, icon, path } of plan()) await draw(svgOf(set, icon), join(demo, path));

/** Every picture to be drawn: from which set, which icon, and where it goes. */
function plan() {
  const known = Object.entries(parts).flatMap(([part, names]) =>
    Object.entries(classes).flatMap(([label, icon]) =>
      names.map((set) => ({ set, icon, path: join('pictures', part, label, `${set}.png`) })),
    ),
  );
  const unknown = Object.entries(strangers).flatMap(([set, icons]) =>
    icons.map((icon) => ({ set, icon, path: join('strangers', `${icon}.png`) })),
  );
  return [...known, ...unknown];
}

/** @param {string} name @param {string} icon */
function svgOf(name, icon) {
  /** @type {IconSet} */
  const set = sets.get(name) ?? require(`@iconify-json/${name}/icons.json`);
  sets.set(name, set);
  const drawing = set.icons[icon] ?? set.icons[set.aliases?.[icon]?.parent ?? ''];
  if (!drawing) throw new Error(`${name} has no ${icon}`);
  const { width = set.width ?? 16, height = set.height ?? 16, body } = drawing;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${body}</svg>`;
}

/**
 * Rendered large, then reduced, on a transparent square with a margin; 256 colours at most.
 * @param {string} svg
 * @param {string} path
 */
async function draw(svg, path) {
  mkdirSync(dirname(path), { recursive: true });
  const inner = sizePx - 2 * marginPx;
  const around = { top: marginPx, bottom: marginPx, left: marginPx, right: marginPx, background: '#0000' };
  await sharp(Buffer.from(svg), { density: 1200 })
    .resize(inner, inner, { fit: 'contain', background: '#0000' })
    .extend(around)
    .png({ palette: true, compressionLevel: 9, effort: 10 })
    .toFile(path);
}
