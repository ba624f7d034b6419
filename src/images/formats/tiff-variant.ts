import { type TiffDirectory, tags } from './tiff-directories.ts';

/**
 * Which feature of a TIFF picture is not supported, in words; null where all are. `extra` is true where the last band
 * is left out.
 */
export type TiffVariant = { readonly unread: string } | { readonly unread: null; readonly extra: boolean };

/** The compressions that our build of libvips supports. */
const unpacked: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 7, 8, 32773, 32946, 50001]);

const compressionNames: Readonly<Record<number, string>> = {
  6: 'JPEG of the old kind',
  9: 'JBIG',
  10: 'JBIG',
  32766: 'NeXT',
  32809: 'ThunderScan',
  33003: 'JPEG 2000',
  33004: 'JPEG 2000',
  33005: 'JPEG 2000',
  34661: 'JBIG',
  34676: 'SGI Log',
  34677: 'SGI Log',
  34712: 'JPEG 2000',
  34887: 'LERC',
  34892: 'lossy JPEG of a DNG',
  34925: 'LZMA',
  34926: 'ZSTD',
  34927: 'WebP of an older kind',
  34933: 'PNG',
  34934: 'JPEG XR',
  50000: 'ZSTD',
  50002: 'JPEG XL',
  52546: 'JPEG XL',
};

const formatNames: Readonly<Record<number, string>> = {
  2: 'signed whole numbers',
  3: 'floating-point numbers',
  5: 'complex whole numbers',
  6: 'complex numbers',
};

type Photometric = {
  readonly name: string;
  /** Samples per pixel, without extra ones; 0 where this kind is never read. */
  readonly samples: number;
  /** The supported numbers of bits per sample. */
  readonly bits: readonly number[];
};

const [whiteIsZero, palette, inks, yCbCr] = [0, 3, 5, 6];

/** By the tag PhotometricInterpretation. */
const photometrics: Readonly<Record<number, Photometric>> = {
  [whiteIsZero]: { name: 'grey', samples: 1, bits: [1, 2, 4, 8, 16] },
  1: { name: 'grey', samples: 1, bits: [1, 2, 4, 8, 16] },
  2: { name: 'RGB', samples: 3, bits: [8, 16] },
  [palette]: { name: 'palette', samples: 1, bits: [1, 2, 4, 8, 16] },
  4: unreadable('a mask'),
  [inks]: { name: 'CMYK', samples: 4, bits: [8] },
  [yCbCr]: { name: 'YCbCr', samples: 3, bits: [8] },
  8: unreadable('CIE Lab colours'),
  9: unreadable('ICC Lab colours'),
  10: unreadable('ITU Lab colours'),
  32844: unreadable('LogL brightness'),
  32845: unreadable('LogLuv colours'),
  51177: unreadable('a depth map'),
};

function unreadable(name: string): Photometric {
  return { name, samples: 0, bits: [] };
}

/** Files with more bands are not read, so their sizes are not checked. */
const mostBands = 5;

/** Whether a TIFF picture can be read with the meaning that the file states. What a file leaves open is not guessed. */
export function tiffVariant(directory: TiffDirectory): TiffVariant {
  const [samples] = numbers(directory, tags.samplesPerPixel, [1]);
  const [photometric] = numbers(directory, tags.photometric, [-1]);
  const kind = photometrics[photometric];
  if (kind === undefined) return { unread: `colours of an unknown kind (${photometric})` };
  if (kind.samples === 0) return { unread: kind.name };
  const unread = storageOf(directory, kind, photometric);
  return unread === null ? bandsOf(directory, kind, samples) : { unread };
}

function storageOf(directory: TiffDirectory, { name, bits }: Photometric, photometric: number): string | null {
  const [compression] = numbers(directory, tags.compression, [1]);
  if (!unpacked.has(compression)) return `its compression, ${compressionNames[compression] ?? `number ${compression}`}`;
  const depths = numbers(directory, tags.bitsPerSample, [1]).slice(0, mostBands);
  const [depth] = depths;
  const format = numbers(directory, tags.sampleFormat, [1]).find((each) => each !== 1 && each !== 4);
  if (format !== undefined) return `samples that are ${formatNames[format] ?? 'of an unknown kind'} of ${depth} bits`;
  if (depths.some((each) => each !== depth)) return `samples of different sizes (${depths.join(', ')} bits)`;
  if (!bits.includes(depth)) return `${name} of ${depth} bits per sample`;
  if (photometric === palette && !directory.has(tags.colourMap)) return 'a missing palette';
  return photometric === yCbCr && compression !== 7 && isWhole(directory) ? 'YCbCr that is not subsampled' : null;
}

/** Whether every pixel has its own colour: no chroma subsampling. */
function isWhole(directory: TiffDirectory): boolean {
  return numbers(directory, tags.chromaSubsampling, [2, 2]).every((each) => each === 1);
}

/** The meanings of an extra band that are known: not alpha, and alpha of both kinds. */
const stated: ReadonlySet<number> = new Set([0, 1, 2]);
const notCmyk = 2;
const planes = 2;
const jpeg = 7;

function bandsOf(directory: TiffDirectory, { name, samples }: Photometric, given: number): TiffVariant {
  const extra = numbers(directory, tags.extraSamples, []);
  if (name === 'CMYK' && numbers(directory, tags.inkSet, [1])[0] === notCmyk) return { unread: 'inks other than CMYK' };
  const more = given - samples;
  const inPlanes = given > 1 && numbers(directory, tags.planarConfiguration, [1])[0] === planes;
  if (inPlanes && directory.has(tags.tileOffsets)) return { unread: 'tiles of one band each' };
  if (inPlanes && samples === 1) return { unread: 'grey and another band in separate planes' };
  if (more === 0) return { unread: null, extra: false };
  const bands = given === 1 ? '1 band' : `${given} bands`;
  if (more < 0) return { unread: `${name} of ${bands}` };
  if (more > 1 || extra.length !== 1 || !stated.has(extra[0]) || name === 'CMYK')
    return { unread: `${bands}, ${samples} of ${name} and ${more} whose meaning is not stated` };
  const [depth] = numbers(directory, tags.bitsPerSample, [1]);
  if (depth < 8) return { unread: `${bands} of ${depth} bits per sample` };
  if (samples === 1 && numbers(directory, tags.compression, [1])[0] === jpeg) return { unread: `JPEG of ${bands}` };
  return { unread: null, extra: extra[0] === 0 };
}

function numbers(directory: TiffDirectory, tag: number, absent: readonly number[]): readonly number[] {
  const found = directory.get(tag);
  return found === undefined || found.length === 0 ? absent : found;
}
