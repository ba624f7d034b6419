import type { ArchitectureName } from '../../backbones/architectures/catalogue.ts';
import { random } from '../../base/random.ts';
import type { FolderOptions } from '../../data/folders/folder-dataset.ts';
import { type PresetName, presets } from '../../images/augment/presets.ts';
import { requireRoomForFile } from '../files/out-place.ts';
import { requireOutside } from '../files/require-outside.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import type { NetworkOptions } from '../hub/chosen-network.ts';
import { openDataset } from '../open-dataset.ts';
import { learningSet } from '../training/learning-set.ts';
import { namedNetwork } from '../training/named-network.ts';
import type { WorkOptions } from '../work-options.ts';
import { augmentationSheet } from './augmentation-sheet.ts';

/** Options of showing augmentations: those of training that decide what is seen. */
export type ShowAugmentationsOptions = WorkOptions &
  NetworkOptions &
  FolderOptions & {
    readonly architecture?: ArchitectureName | undefined;
    readonly sizePx?: number | undefined;
    readonly preset?: PresetName | undefined;
  };

/** Pictures on a sheet. */
const shownPictures = 8;

/** Writes a PNG of what training would see of some pictures. Throws what reading them throws. */
export async function showAugmentations(
  data: string,
  out: string,
  options: ShowAugmentationsOptions,
): Promise<{ readonly sheet: string; readonly pictures: number; readonly preset: PresetName }> {
  const { seed = 0, preset = 'photos' } = options;
  await requireOutside(out, [data], '--show-augmentations');
  await requireRoomForFile(out, 'png');
  const { train } = await learningSet(await openDataset(data, { parts: options.parts }), data);
  const { file } = await namedNetwork(null, options);
  const paths = random(seed, 'shown')
    .shuffle(train)
    .slice(0, shownPictures)
    .map(({ path }) => path);
  const { preprocessing } = file.card;
  const png = await augmentationSheet(paths, { preset: presets[preset], preprocessing, seed });
  await writeAtomically(out, png);
  return { sheet: out, pictures: paths.length, preset };
}
