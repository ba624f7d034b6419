import type { Thumbnail } from '../../evaluate/report/material.ts';
import { decode } from '../decode.ts';
import { readFile } from '../files/files.ts';
import { sharp } from './sharp.ts';

/** Pixels for a screen of twice the usual density, at the size that a report shows. */
const sidePx = 160;

/**
 * A small copy of a picture for a report, as a `data:` URI: upright, on white, from the pixels that a network would
 * get. Null where the picture cannot be read.
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
