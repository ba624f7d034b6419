import type { Thumbnail } from '../evaluate/report/material.ts';
import { decode } from './decode.ts';
import { readFile } from './files.ts';
import { sharp } from './sharp.ts';

/** Enough for a screen of twice the usual density, at the size in which a report shows pictures. */
const sidePx = 160;

/**
 * A small copy of a picture for a report, upright, on white, as a `data:` URI: of the pixels that a network is given.
 * Null where it cannot be read.
 */
export async function thumbnail(path: string, longestPx = sidePx): Promise<Thumbnail | null> {
  try {
    const { data, reduction, ...size } = await decode(await readFile(path), { shortSidePx: longestPx });
    const encoded = await sharp(data, { raw: { ...size, channels: 3 } })
      .resize(longestPx, longestPx, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 })
      .toBuffer();
    return `data:image/webp;base64,${encoded.toString('base64')}`;
  } catch {
    return null;
  }
}
