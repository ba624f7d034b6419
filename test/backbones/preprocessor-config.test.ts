import { describe, expect, test } from 'vitest';
import { factsFromConfig } from '../../src/backbones/inspect/model-config.ts';
import { factsFromPreprocessor } from '../../src/backbones/inspect/preprocessor-config.ts';

const half = { image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] };

describe('preprocessor_config.json as published', () => {
  test('ViT, old: one number squashes', () => {
    const facts = factsFromPreprocessor({ do_normalize: true, do_resize: true, size: 224, resample: 2, ...half });
    expect(facts).toMatchObject({ sizePx: 224, fit: 'squash', interpolation: 'bilinear', mean: [127.5, 127.5, 127.5] });
  });

  test('ViT, new: height and width squash', () => {
    const size = { height: 384, width: 384 };
    expect(factsFromPreprocessor({ size, rescale_factor: 0.00392156862745098, ...half })).toMatchObject({
      sizePx: 384,
      fit: 'squash',
    });
  });

  test('CLIP, old: one number is the shorter side', () => {
    const config = { do_center_crop: true, crop_size: 224, size: 224, resample: 3 };
    expect(factsFromPreprocessor(config)).toMatchObject({
      sizePx: 224,
      resizePx: 224,
      fit: 'crop',
      interpolation: 'bicubic',
    });
  });

  test('DINOv2: the shorter side, then a crop', () => {
    const config = { do_center_crop: true, crop_size: { height: 224, width: 224 }, size: { shortest_edge: 256 } };
    expect(factsFromPreprocessor(config)).toMatchObject({ sizePx: 224, resizePx: 256, fit: 'crop' });
  });

  test.each([
    [224, { sizePx: 224, resizePx: 256, fit: 'crop' }],
    [384, { sizePx: 384, resizePx: 384, fit: 'squash' }],
  ])('ConvNeXt at %d: its own rule', (shortest_edge, expected) => {
    expect(factsFromPreprocessor({ size: { shortest_edge }, crop_pct: 0.875 })).toMatchObject(expected);
  });

  test('a crop that is switched off is none', () => {
    const config = { do_center_crop: false, crop_size: 289, size: { height: 346, width: 346 } };
    expect(factsFromPreprocessor(config)).toMatchObject({ sizePx: 346, fit: 'squash' });
  });

  test('MobileViT: BGR in 0..1', () => {
    const facts = factsFromPreprocessor({
      do_flip_channel_order: true,
      do_normalize: false,
      size: { shortest_edge: 288 },
      crop_size: 256,
      do_center_crop: true,
    });
    expect(facts).toMatchObject({ channels: 'bgr', mean: [0, 0, 0], std: [255, 255, 255] });
  });

  test('EfficientNet: an offset after scaling', () => {
    const facts = factsFromPreprocessor({ rescale_factor: 1 / 127.5, rescale_offset: true, do_normalize: false });
    expect(facts).toMatchObject({ mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] });
  });

  test('no scaling at all: statistics in units of 0..255', () => {
    const config = { do_rescale: false, image_mean: [103.5, 116.3, 123.7], image_std: [57.4, 57.1, 58.4] };
    expect(factsFromPreprocessor(config)).toMatchObject({ mean: [103.5, 116.3, 123.7], std: [57.4, 57.1, 58.4] });
  });

  test('processor_config.json: the same, one level deeper', () => {
    expect(factsFromPreprocessor({ image_processor: { size: { height: 8, width: 8 } } })).toMatchObject({ sizePx: 8 });
  });

  test.each([undefined, null, 3, 'text', [], {}, { size: null, image_mean: null }])(
    '%j says nothing and breaks nothing',
    (json) => {
      const { sizePx, fit, mean, std, interpolation, channels } = factsFromPreprocessor(json);
      expect([sizePx, fit, mean, std, interpolation, channels]).toEqual(Array(6).fill(undefined));
    },
  );

  test('oblong inputs are refused', () => {
    const oblong = () => factsFromPreprocessor({ size: { height: 224, width: 448 } }).sizePx;
    expect(oblong).toThrow(expect.objectContaining({ code: 'unsupported' }));
  });
});

describe('config.json', () => {
  test('timm: everything is in pretrained_cfg', () => {
    const pretrained_cfg = {
      input_size: [3, 260, 260],
      crop_pct: 0.89,
      mean: [0.5, 0.5, 0.5],
      std: [0.2, 0.2, 0.2],
      interpolation: 'bicubic',
    };
    expect(factsFromConfig({ architecture: 'x', pretrained_cfg })).toMatchObject({
      sizePx: 260,
      resizePx: 292,
      fit: 'crop',
      interpolation: 'bicubic',
      mean: [127.5, 127.5, 127.5],
      std: [51, 51, 51],
    });
  });

  test.each([{ image_size: 224 }, { image_size: [224, 224] }, { vision_config: { image_size: 224 } }])(
    '%j: the size alone',
    (json) => {
      expect(factsFromConfig(json)).toEqual({ sizePx: 224 });
    },
  );
});
