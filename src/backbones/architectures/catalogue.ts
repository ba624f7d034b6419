import type { Architecture } from './architecture.ts';
import { resnet } from './resnet.ts';
import { small } from './small.ts';

/** Every architecture that can be trained from scratch, by name. */
export const architectures = {
  small: small(),
  resnet18: resnet(),
  'resnet18-32': resnet({ stem: 'small' }),
} satisfies Record<string, Architecture>;

/** The name of an architecture. */
export type ArchitectureName = keyof typeof architectures;
