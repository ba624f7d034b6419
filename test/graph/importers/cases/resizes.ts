import { type File, floats32, wholes } from '../file.ts';
import type { Settings } from './files.ts';

const resize = (settings: Settings, size: { scales?: number[]; sizes?: number[] }, opset = 13): File => ({
  x: [2, 6, 5],
  opset,
  nodes: [
    [
      'Resize',
      ['x', opset === 11 ? 'roi' : '', size.scales ? 'scales' : '', ...(size.sizes ? ['sizes'] : [])],
      settings,
    ],
  ],
  constants: {
    ...(opset === 11 ? { roi: floats32([]) } : {}),
    ...(size.scales ? { scales: floats32([1, 1, ...size.scales]) } : {}),
    ...(size.sizes ? { sizes: wholes([2, 2, ...size.sizes]) } : {}),
  },
});

/** Files of resizes, by operator. */
export const resizes: Readonly<Record<string, readonly File[]>> = {
  Resize: [
    ...['asymmetric', 'half_pixel', 'align_corners', 'pytorch_half_pixel'].flatMap((coordinate_transformation_mode) => [
      resize({ mode: 'linear', coordinate_transformation_mode }, { scales: [2, 1.6] }, 11),
      resize({ mode: 'cubic', coordinate_transformation_mode }, { sizes: [4, 8] }),
    ]),
    ...['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil'].map((nearest_mode) =>
      resize({ mode: 'nearest', nearest_mode }, { scales: [2, 0.6] }),
    ),
    resize(
      { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
      { sizes: [12, 10] },
    ),
    resize({ mode: 'cubic', exclude_outside: 1, cubic_coeff_a: { f: -0.5 } }, { sizes: [9, 7] }),
    resize({ mode: 'linear', antialias: 1 }, { sizes: [3, 3] }, 18),
    resize({ mode: 'cubic', antialias: 1, exclude_outside: 1 }, { sizes: [4, 2] }, 18),
    resize({ mode: 'linear', coordinate_transformation_mode: 'half_pixel_symmetric' }, { scales: [1.3, 0.7] }, 19),
    {
      x: [2, 6, 5],
      opset: 18,
      nodes: [['Resize', ['x', '', '', 'sizes'], { mode: 'linear', axes: [3, 2] }]],
      constants: { sizes: wholes([4, 3]) },
    },
  ],
};
