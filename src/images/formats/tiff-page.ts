import { type TiffDirectory, type TiffPage, tags } from './tiff-directories.ts';

/** The picture of a TIFF that represents the file: page `page`, or its sub-directory `inner`. */
export type ChosenPage = { readonly directory: TiffDirectory; readonly page: number; readonly inner: number | null };

const reducedOrMask = 0b101;
const reducedPage = 2;
/** PhotometricInterpretation of DNG raw data: colour filter array and linear raw. */
const rawKinds: ReadonlySet<number> = new Set([32803, 34892]);
/** The makers' own compressions: Sony, Samsung, Nikon, Kodak and Pentax. */
const rawCompressions: ReadonlySet<number> = new Set([32767, 32769, 32770, 34713, 65000, 65535]);

/**
 * Chooses the first page that is neither a reduced copy nor a mask; else the first such sub-directory of the first
 * page; else the first page in any case. Null where there is no page.
 */
export function tiffPage(pages: readonly TiffPage[]): ChosenPage | null {
  const page = pages.findIndex(({ directory }) => isWhole(directory));
  if (page !== -1) return { directory: pages[page].directory, page, inner: null };
  if (pages.length === 0) return null;
  const [first] = pages;
  const inner = first.inner.findIndex((directory) => directory.size > 0 && isWhole(directory));
  if (inner !== -1) return { directory: first.inner[inner], page: 0, inner };
  return { directory: first.directory, page: 0, inner: null };
}

/** Whether any picture in the file is sensor data: then it is a raw file, even if it also has thumbnails. */
export function isRaw(pages: readonly TiffPage[]): boolean {
  return pages.some(({ directory, inner }) => [directory, ...inner].some(isSensorData));
}

function isSensorData(directory: TiffDirectory): boolean {
  return (
    directory.has(tags.dngVersion) ||
    rawKinds.has(directory.get(tags.photometric)?.[0] ?? 0) ||
    rawCompressions.has(directory.get(tags.compression)?.[0] ?? 0)
  );
}

function isWhole(directory: TiffDirectory): boolean {
  const [kind = 0] = directory.get(tags.newSubfileType) ?? [];
  const [older = 0] = directory.get(tags.subfileType) ?? [];
  return (kind & reducedOrMask) === 0 && older !== reducedPage;
}
