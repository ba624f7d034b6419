import { cosine } from './cosine.ts';
import type { Head, HeadOptions } from './head.ts';
import { linear } from './linear.ts';

/** Every head, by name. */
export const heads = { linear, cosine } satisfies Record<string, (options: HeadOptions) => Head>;

/** The name of a head. */
export type HeadName = keyof typeof heads;
