/**
 * File endings of pictures. Includes formats that we cannot decode: such a picture is then listed as skipped, with the
 * reason, instead of being ignored silently.
 */
const pictureExtensions = new Set(
  (
    'jpg jpeg jpe jfif png apng webp avif gif tif tiff bmp dib svg svgz heic heif jp2 j2k jpx jxl ico psd tga ' +
    'pbm pgm ppm pnm pcx exr hdr qoi dng cr2 cr3 nef arw orf rw2 raf'
  ).split(' '),
);

/** Whether the path has the ending of a picture, ignoring case. */
export function looksLikePicture(path: string): boolean {
  return pictureExtensions.has(extensionOf(path));
}

/** The file ending in lower case without the dot: `jpg`; empty if there is none. */
export function extensionOf(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}

/** Whether a relative path, separated by `/`, has a part that begins with a dot. */
export function isHidden(path: string): boolean {
  return path.startsWith('.') || path.includes('/.');
}

/** Whether the text is a URL (`https://...`, `s3://...`) instead of a path. */
export function isAddress(path: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(path);
}

/** Joins `path` to `folder`. Absolute paths and URLs stay unchanged; empty steps (`./`, `//`) are removed. */
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
