import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { random } from '#src/base/random.js';

/** @import { Random } from '#src/base/random.js' */

/**
 * 12-megapixel JPEGs, 4000 x 3000 or upright, made of small pictures: enlarged, with a camera's noise, quality 90.
 * @param {readonly string[]} paths
 * @param {string} folder
 */
export async function largePictures(paths, folder) {
  await mkdir(folder, { recursive: true });
  const noise = noiseTable();
  const made = [];
  for (const [i, path] of paths.entries()) {
    const { width, height } = await sharp(path).metadata();
    const size = width >= height ? { width: 4000, height: 3000 } : { width: 3000, height: 4000 };
    const pixels = await sharp(path).resize(size).removeAlpha().raw().toBuffer();
    addNoise(pixels, noise, i);
    const file = join(folder, `${i}.jpg`);
    await sharp(pixels, { raw: { ...size, channels: 3 } })
      .jpeg({ quality: 90 })
      .toFile(file);
    made.push(file);
  }
  return made;
}

const mask = 0xffff;

/** Normal noise with deviation 4, of 8-bit values. */
function noiseTable() {
  const { normal } = random(0, 'noise');
  return Int8Array.from({ length: mask + 1 }, () => Math.round(4 * normal()));
}

/**
 * Looks up noise at places that a xorshift generator gives, which is quick enough for many megapixels.
 * @param {Uint8Array} pixels
 * @param {Int8Array} noise
 * @param {number} seed
 */
function addNoise(pixels, noise, seed) {
  let state = seed + 1;
  for (let i = 0; i < pixels.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    pixels[i] = Math.min(255, Math.max(0, pixels[i] + noise[state & mask]));
  }
}

/**
 * JPEGs of 12,000 x 9,000 pixels, made of small pictures.
 * @param {readonly string[]} paths
 * @param {string} folder
 */
export async function hugePictures(paths, folder) {
  for (const [i, path] of paths.entries()) {
    const huge = sharp(path).resize(12_000, 9_000, { fit: 'fill' }).jpeg({ quality: 80 });
    await huge.toFile(join(folder, `huge-${i}.jpg`));
  }
}

/**
 * So many files that all differ: the pictures cut a little and compressed anew, each time otherwise.
 * @param {readonly string[]} paths
 * @param {number} count
 * @param {string} folder
 */
export async function variations(paths, count, folder) {
  const { integer } = random(Date.now(), 'variations');
  for (let start = 0; start < count; start += 8) {
    const some = Array.from({ length: Math.min(8, count - start) }, (_, i) => start + i);
    await Promise.all(some.map((i) => variation(paths[i % paths.length], join(folder, `${i}.jpg`), integer)));
  }
}

/** @param {string} path @param {string} file @param {Random['integer']} integer */
async function variation(path, file, integer) {
  const [left, top, quality] = [integer(12), integer(12), 60 + integer(36)];
  const { width, height } = await sharp(path).metadata();
  await sharp(path)
    .extract({ left, top, width: width - left - integer(12), height: height - top - integer(12) })
    .jpeg({ quality })
    .toFile(file);
}

/**
 * The pictures as CMYK JPEGs without a profile.
 * @param {readonly string[]} paths
 * @param {string} folder
 */
export async function cmykPictures(paths, folder) {
  await mkdir(folder, { recursive: true });
  return Promise.all(
    paths.map(async (path, i) => {
      const file = join(folder, `${i}.jpg`);
      await sharp(path).toColourspace('cmyk').jpeg({ quality: 95 }).toFile(file);
      return file;
    }),
  );
}
