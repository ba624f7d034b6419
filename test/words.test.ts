import { expect, test } from 'vitest';
import { repositoryFiles, sourceFiles } from './source-files.ts';

/** Words of no field that once stood here, and what PyTorch, timm, scikit-learn or plain English say instead. */
const banned: Readonly<Record<string, string>> = {
  allowance: 'budget',
  bell: 'notifier',
  deviation: 'std (in prose: standard deviation)',
  desk: 'context',
  foretold: 'predicted, estimated',
  foretell: 'predict, estimate',
  foretells: 'predicts, estimates',
  heed: 'apply, follow',
  heeded: 'significant, applied',
  judge: 'validator, score',
  judged: 'validated, scored',
  judgement: 'score',
  judges: 'validation set, held out',
  judging: 'validation',
  leeway: 'tolerance',
  lesson: 'step inputs',
  opinions: 'votes',
  refuge: 'rollback point',
  relent: 'relax',
  relented: 'relaxed',
  relents: 'relaxes',
  rota: 'round robin',
  sharpness: 'logitScale',
  shortfall: 'loss',
  sift: 'clean',
  sifted: 'cleaned',
  softened: 'relaxed',
  softness: 'relaxation',
  spared: 'held out',
  taught: 'trained, learned',
  teach: 'train',
  teaches: 'trains, is useful for training',
  teaching: 'training',
  telling: 'report',
  testimony: 'annotations',
  told: 'reported, given, annotated',
  untaught: 'baseline',
  witnesses: 'neighbours',
  workshop: 'session',
};

/** Where a word is the field's own. */
const allowed: Readonly<Record<string, readonly RegExp[]>> = {
  // torchvision's and Pillow's augmentation; the name in bundles of format 1.
  sharpness: [/^src\/images\/augment\//, /^src\/bundle\/renamed-members\.ts$/, /^docs\/images\.md$/],
  // A flag of the command line, the name in files of earlier versions, why both stay, and the statistical term.
  deviation: [
    /^src\/cli\/options\/network-parameters\.ts$/,
    /^(src|docs)\/bundle(\/|\.md)/,
    /^docs\/house\.md$/,
    /^src\/backbones\/(fingerprint|inspect\/)/,
  ],
};

const course = /(?<!\bof )\bcourse\b/i;

test('identifiers of src/ use the words of the field', () => {
  expect(sourceFiles().flatMap(({ path, text }) => found(path, identifiersOf(text)))).toEqual([]);
});

test('comments of src/ use the words of the field', () => {
  expect(sourceFiles().flatMap(({ path, text }) => found(path, proseOf(commentsOf(text))))).toEqual([]);
});

test('the docs use the words of the field', () => {
  const pages = repositoryFiles().filter(({ path }) => /^(docs\/.*|README)\.md$/.test(path));
  expect(pages.flatMap(({ path, text }) => found(path, proseOf(text)))).toEqual([]);
});

/** Each banned word among `words`, with what to write instead. */
function found(path: string, words: readonly string[]): string[] {
  const wrong = new Set(words.filter((word) => Object.hasOwn(banned, word) || course.test(word)));
  return [...wrong]
    .filter((word) => !allowed[word]?.some((where) => where.test(path)))
    .map((word) => `${path}: ${word}; write ${banned[word] ?? 'state'}`);
}

/** The words of all identifiers: of `heldOutLabels` held, out, labels. Comments and texts are left out. */
function identifiersOf(source: string): string[] {
  const code = source
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ' ')
    .replaceAll(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, ' ')
    .replaceAll(/`(?:[^`\\]|\\.)*`/g, (template) =>
      [...template.matchAll(/\$\{([^}]*)\}/g)].map(([, part]) => part).join(' '),
    );
  return [...code.matchAll(/[A-Za-z]\w*/g)].flatMap(([name]) =>
    name
      .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .split(/[ _]/),
  );
}

function commentsOf(source: string): string {
  return [...source.matchAll(/\/\*\*?([\s\S]*?)\*\/|(?:^|\s)\/\/(.*)$/gm)]
    .map(([, block, line]) => block ?? line)
    .join('\n');
}

/** The words of prose in small letters; `standard deviation` and `of course` are left out. */
function proseOf(text: string): string[] {
  const plain = text.replaceAll(/standard deviations?/gi, ' ').replaceAll(/of course/gi, ' ');
  return [...plain.matchAll(/[A-Za-z]+/g)].map(([word]) => word.toLowerCase());
}
