import { counted } from '../../base/figures.ts';
import { explainPictures } from '../../node/explain/explain-pictures.ts';
import { requireBundleFirst } from '../bundle-first.ts';
import { givenPictures } from '../given-pictures.ts';
import { optionalText, text, texts } from '../options/parameters.ts';
import { workOptions } from '../options/work-options.ts';
import { explanationText } from '../text/explanation-text.ts';
import { command } from './command.ts';

/** Says why pictures are recognised as they are, and draws which regions carry the answers. */
export const explain = command({
  arguments: {
    bundle: text('<bundle>', 'a bundle written by fit'),
    files: texts('<files...>', 'pictures, or folders of them; - is standard input'),
  },
  options: {
    out: optionalText('--out <file>', 'draw the regions that matter, as .png or .html (at most 50 pictures)'),
    pictures: optionalText(
      '--pictures <folder>',
      'where the enrolled pictures lie (default: here and above the files)',
    ),
  },
  example: ['discern fit demo/pictures --out emoji', 'discern explain emoji demo/pictures/test/fox --out why.png'],
  run: async ({ bundle, files, out, pictures }, context) => {
    await requireBundleFirst('explain', bundle, files);
    const { paths, read } = await givenPictures(files, undefined, context);
    const result = await explainPictures(bundle, paths, { ...workOptions(context), out, pictures, read });
    const failed = result.pictures.filter(({ error }) => error !== undefined).length;
    if (failed > 0) context.warn(`${counted(failed, 'picture')} of ${result.pictures.length} could not be read`);
    if (result.out !== null && result.pictures.length - failed > result.drawn)
      context.warn(`${out} shows the first ${counted(result.drawn, 'picture')}`);
    const exitCode = failed > 0 && failed === result.pictures.length ? 1 : 0;
    return { json: result, text: explanationText(result), exitCode };
  },
});
