import type { Architecture } from './architecture.ts';
import { convnext } from './convnext.ts';
import { efficientNetLite } from './efficientnet-lite.ts';
import { resnet } from './resnet.ts';
import { small } from './small.ts';
import { visionTransformer } from './vision-transformer.ts';

/**
 * All architectures that can be trained from scratch, by name.
 *
 * @example
 * const network = architectures.resnet18({ sizePx: 64, channels: 3, random: random(0, 'network') });
 * network.input.shape; // => ['N', 3, 64, 64]
 * network.output.shape; // => ['N', 512]
 */
export const architectures = {
  small: small(),
  resnet18: resnet(),
  'resnet18-32': resnet({ stem: 'small' }),
  'efficientnet-lite0': efficientNetLite(),
  'convnext-femto': convnext(),
  'vit-tiny': visionTransformer(),
} satisfies Record<string, Architecture>;

/** The name of an architecture. */
export type ArchitectureName = keyof typeof architectures;
