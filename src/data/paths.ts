/**
 * What a path with one of these endings is taken for. Also formats that no decoder of ours reads: such a picture is
 * then listed as skipped, with the reason, rather than passed over in silence.
 */
const pictureExtensions = new Set(
  (
    'jpg jpeg jpe jfif png apng webp avif gif tif tiff bmp dib svg svgz heic heif jp2 j2k jpx jxl ico psd tga ' +
    'pbm pgm ppm pnm pcx exr hdr qoi dng cr2 cr3 nef arw orf rw2 raf'
  ).split(' '),
);

/** Whether the path's ending says that it is a picture; upper case or lower. */
export function looksLikePicture(path: string): boolean {
  return pictureExtensions.has(extensionOf(path));
}

/** The ending in lower case, without the dot: `jpg`; empty where the name has none. */
export function extensionOf(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}

/** Whether a relative path, separated by `/`, has a part that begins with a dot. */
export function isHidden(path: string): boolean {
  return path.startsWith('.') || path.includes('/.');
}

/** Whether it is an address (`https://...`, `s3://...`) instead of a path. */
export function isAddress(path: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(path);
}

/** `path` as seen from where `folder` is seen: an absolute path stays, and an address; empty steps (`./`, `//`) go. */
export function joinPath(folder: string, path: string): string {
  if (/^([a-z]:)?[\\/]/i.test(path) || isAddress(path)) return path;
  const steps = path.includes('./') || path.includes('//') ? withoutEmptySteps(path) : path;
  if (folder === '' || folder === '.') return steps;
  return folder.endsWith('/') ? folder + steps : `${folder}/${steps}`;
}

function withoutEmptySteps(path: string): string {
  return path
    .split('/')
    .filter((step) => step !== '' && step !== '.')
    .join('/');
}
