import { framing } from '../../images/framing.ts';
import type { Pixels } from '../../images/pixels.ts';
import type { Preprocessing } from '../../images/preprocessing.ts';
import { sharp } from '../pictures/sharp.ts';

/** A square of RGB pixels, [sidePx, sidePx, 3]. */
export type Square = { readonly sidePx: number; readonly data: Uint8Array };

/** The part of a picture that a network sees, as a square of `sidePx`. */
export async function seenPicture(pixels: Pixels, preprocessing: Preprocessing, sidePx: number): Promise<Square> {
  const { width, height, data } = pixels;
  const data8 = await sharp(data, { raw: { width, height, channels: 3 } })
    .extract(seenBox(pixels, preprocessing))
    .resize(sidePx, sidePx, { fit: 'fill' })
    .raw()
    .toBuffer();
  return { sidePx, data: data8 };
}

/** Which of the pixels the network's crop covers. */
function seenBox({ width, height, reduction }: Pixels, preprocessing: Preprocessing) {
  const { original, box } = reduction ?? { original: { width, height }, box: { left: 0, top: 0, width, height } };
  const { across, down } = framing(original, preprocessing);
  const [left, right] = alongAxis(across, { start: box.left, length: box.width, limit: width });
  const [top, bottom] = alongAxis(down, { start: box.top, length: box.height, limit: height });
  return { left, top, width: right - left, height: bottom - top };
}

type Axis = { readonly start: number; readonly length: number; readonly limit: number };

/** First pixel and end of the part `from` .. `from + count` of `outSize`, at least one pixel. */
function alongAxis(
  { outSize, from, count }: { readonly outSize: number; readonly from: number; readonly count: number },
  { start, length, limit }: Axis,
): readonly [number, number] {
  const place = (at: number) => Math.round(start + (at / outSize) * length);
  const first = Math.min(limit - 1, Math.max(0, place(from)));
  return [first, Math.min(limit, Math.max(first + 1, place(from + count)))];
}
