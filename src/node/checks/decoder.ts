import type { Check } from './check.ts';

/** Usual formats of pictures, by sharp's names: it calls AVIF `heif`. */
const formats = ['jpeg', 'png', 'webp', 'heif', 'gif', 'tiff'];

/** Checks that sharp loads and reads the usual formats. */
export const decoder: Check = {
  title: 'picture decoder (sharp)',
  essential: true,
  look: async () => {
    const { default: sharp } = await import('sharp');
    const readable = new Set(
      Object.values(sharp.format)
        .filter(({ input }) => input.buffer)
        .map(({ id }) => id),
    );
    const missing = formats.filter((format) => !readable.has(format));
    const found = `${sharp.versions.sharp}, libvips ${sharp.versions.vips}`;
    if (missing.length === 0) return { ok: true, found: `${found}: ${formats.join(', ')}` };
    return { ok: false, found: `${found} without ${missing.join(', ')}`, todo: reinstall };
  },
};

const reinstall = 'install the package again, with its optional packages: npm install --include=optional';
