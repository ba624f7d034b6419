import { createRequire } from 'node:module';
import type sharpModule from 'sharp';

/**
 * Sharp in its CommonJS form. It is the same library and loads 30 ms faster, a tenth of the time to recognise one
 * picture.
 */
export const sharp: typeof sharpModule = createRequire(import.meta.url)('sharp');
