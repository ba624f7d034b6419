import { architectures } from '../../backbones/architectures/catalogue.ts';
import { counted, duration, percent } from '../../base/figures.ts';
import { presets } from '../../images/augment/presets.ts';
import { losses } from '../../losses/catalogue.ts';
import { miners } from '../../losses/miners/catalogue.ts';
import { showAugmentations } from '../../node/augmentation/show-augmentations.ts';
import { shellWord } from '../../node/shell-word.ts';
import { trainData } from '../../node/training/train-data.ts';
import type { TrainingPlan } from '../../plan/training-plan.ts';
import type { StagedEpoch } from '../../stages/learn-stage.ts';
import {
  type FeatureWhitening,
  isWhitened,
  spaceInWords,
  type TrainResult,
  type ValidationResult,
  validationInWords,
} from '../../stages/training-result.ts';
import { misused } from '../misuse.ts';
import { dataParameters } from '../options/data-parameters.ts';
import { type ExclusiveOption, requireCompatible } from '../options/exclusive-options.ts';
import { networkOptions, networkParameters } from '../options/network-parameters.ts';
import {
  byteCount,
  choice,
  flag,
  folded,
  namesOf,
  optional,
  optionalText,
  realNumber,
  text,
  wholeNumber,
} from '../options/parameters.ts';
import { workOptions } from '../options/work-options.ts';
import { planText } from '../text/plan-text.ts';
import { reportSkipped } from '../text/report-skipped.ts';
import { command } from './command.ts';

const lossNames = { auto: undefined, ...typed(Object.keys(losses)) };
const minerNames = typed(Object.keys(miners));

/** Trains an embedding network and writes it as an ONNX file, for use as `--backbone`. */
export const train = command({
  arguments: {
    data: text('<data>', 'a folder per class; or labels, pairs, triplets, groups'),
  },
  options: {
    out: optionalText('--out <file.onnx>', 'the network to write; plan and curves go beside it'),
    minutes: optional(
      realNumber('--minutes <n>', 'time budget in minutes (default: 20)', { least: 0.1, most: 10_000 }),
    ),
    ...networkParameters,
    headOnly: flag('--head-only', 'train only a projection of the features'),
    deep: flag('--deep', 'add a stage that trains more layers, on new views'),
    architecture: optional(choice('--architecture <name>', 'train from scratch', namesOf(architectures))),
    loss: optional(choice('--loss <name>', 'loss function (default: auto)', Object.keys(lossNames))),
    statements: optionalText('--statements <list>', 'pairs or triplets to train on as well'),
    plan: optionalText('--plan <file>', 'repeat the training of FILE.plan.json exactly'),
    resume: flag('--resume', 'continue an interrupted training'),
    size: folded(
      optional(
        wholeNumber('--size <px>', 'from scratch: size of its pictures (default: 64)', { least: 8, most: 1024 }),
      ),
    ),
    miner: folded(optional(choice('--miner <name>', 'miner for a loss on pairs or triplets', Object.keys(minerNames)))),
    preset: folded(optional(choice('--preset <kind>', 'augmentation preset (default: photos)', namesOf(presets)))),
    showAugmentations: folded(
      optionalText('--show-augmentations <file.png>', 'only write a sheet of augmented pictures, without training'),
    ),
    device: folded(optional(choice('--device <name>', 'device to train on (default: cpu)', ['cpu', 'cuda', 'webgpu']))),
    memory: folded(optional(byteCount('--memory <size>', 'memory limit, for instance 2GB (default: free memory)'))),
    jsonl: folded(flag('--jsonl', 'print one JSON element per epoch, as they finish')),
    ...dataParameters,
  },
  example: ['discern train demo/pictures --out emoji.onnx --minutes 2'],
  run: async ({ data, showAugmentations: sheet, jsonl, size, ...wishes }, context) => {
    requireCompatible(wishes, exclusive);
    if (size !== undefined && wishes.architecture === undefined) throw sizeAlone(size);
    const { seed, warn, stdout } = context;
    const network = networkOptions(wishes, context);
    if (sheet !== undefined) {
      const wished = {
        ...workOptions(context),
        preset: wishes.preset,
        sizePx: size,
        architecture: wishes.architecture,
        parts: wishes.parts,
      };
      const shown = await showAugmentations(data, sheet, { ...network, ...wished });
      return { json: shown, text: `${sheet}: ${counted(shown.pictures, 'picture')}, each first unchanged` };
    }
    const { out, resume } = wishes;
    const learned = { loss: nameIn(lossNames, wishes.loss), miner: nameIn(minerNames, wishes.miner) };
    if (out === undefined) throw outMissing(data);
    let planned: TrainingPlan | null = null;
    const result = await trainData(data, {
      ...workOptions(context),
      ...wishes,
      ...network,
      ...learned,
      ...{ seed, out, sizePx: size },
      ...(resume && { threads: context.threadsGiven }),
      workFolder: context.trainingFolder,
      planned: (chosen) => {
        planned = chosen;
        warn(planText(chosen));
      },
      ...(jsonl && { passed: (epoch: StagedEpoch) => void stdout.write(`${JSON.stringify(epoch)}\n`) }),
    });
    reportSkipped(result.skipped, context);
    for (const { explanation } of result.incidents) warn(explanation);
    return jsonl ? {} : { json: result, text: overview(result, planned, data) };
  },
});

/** The names as they are typed (`multi-similarity`), with the names in the library (`multiSimilarity`). */
function typed(names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name.replace(/[A-Z]/g, (l) => `-${l.toLowerCase()}`), name]));
}

const exclusive: readonly ExclusiveOption[] = [
  {
    option: '--head-only',
    excludes: ['--deep'],
    because: 'one keeps the network frozen, the other trains more of it',
  },
  {
    option: '--architecture',
    excludes: ['--head-only', '--deep', '--backbone'],
    because: 'training from scratch has no backbone, and trains all layers',
  },
  {
    option: '--plan',
    excludes: ['--minutes', '--preset', '--loss', '--miner', '--deep', '--head-only', '--architecture'],
    because: 'the plan decides that',
  },
  { option: '--resume', excludes: ['--plan'], because: 'a resumed training has its own plan' },
];

function nameIn(names: Readonly<Record<string, string | undefined>>, given: string | undefined): string | undefined {
  return given === undefined ? undefined : names[given];
}

function sizeAlone(size: number) {
  return misused('--size needs --architecture', {
    given: `--size ${size} without --architecture`,
    expected: 'both or neither: a backbone has a fixed picture size',
    todo: 'add --architecture NAME or leave out --size; for a model of your own use --input-size',
  });
}

function outMissing(data: string) {
  return misused('--out is missing', {
    given: 'no --out',
    expected: '--out FILE.onnx, unless --show-augmentations is given',
    todo: `discern train ${shellWord(data)} --out network.onnx`,
  });
}

function epochInWords({ epoch }: ValidationResult): string {
  return epoch === 0 ? 'no epoch improved on the starting point' : `epoch ${epoch}`;
}

/** A line about whitened features that replace the head of the network; empty if it ends with its head. */
function endInWords(whitening: FeatureWhitening | null): string[] {
  if (!isWhitened(whitening)) return [];
  return [`             with ${spaceInWords[whitening.space]} instead of its head (${percent(whitening.before)})`];
}

/** The next command. Without labels, `fit` needs held-out pairs to find a threshold. */
function next({ out, plan, validation }: TrainResult, data: string): string[] {
  const network = shellWord(out);
  const isHeld = validation !== null && plan.stages.every(({ on }) => on === 'train');
  if (plan.data.classes > 0 || isHeld)
    return [`Next: discern fit ${shellWord(data)} --backbone ${network} --out BUNDLE`];
  return [
    'No pairs were held out, so fit needs other pairs to find a threshold.',
    `Next: discern fit OTHER.csv --backbone ${network} --out BUNDLE`,
  ];
}

/** The number of epochs that were planned, if it differs from the final number. */
function plannedInWords(planned: TrainingPlan | null, learned: TrainingPlan): string {
  if (planned === null) return '';
  const [before, after] = [planned, learned].map(({ stages }) => stages.reduce((sum, { epochs }) => sum + epochs, 0));
  return before === after ? '' : `; ${before} were planned`;
}

function overview(result: TrainResult, planned: TrainingPlan | null, data: string): string {
  const { out, dimensions, plan, epochs, seconds, overrun, validation, whitening, seed, stopped } = result;
  const how = `(${stopped}, seed ${seed})${plannedInWords(planned, plan)}`;
  const learned = `Trained ${counted(epochs, 'epoch')} in ${duration(seconds)} ${how}.`;
  const classifier = validation?.classifier ?? null;
  const named = classifier === null ? '' : `${percent(classifier)} by the classifier, `;
  const validated = validation && [
    `Validation:  ${validationInWords(validation)};`,
    `             ${named}${epochInWords(validation)}`,
    ...endInWords(whitening),
  ];
  const given = overrun && counted(overrun.minutes, 'minute');
  const late = overrun && [`It took ${duration(overrun.seconds)} longer than the given ${given}: ${overrun.because}.`];
  return [
    learned,
    ...(late ?? []),
    '',
    ...(validated ?? []),
    `Network:     ${out}, ${dimensions} dimensions`,
    '',
    ...next(result, data),
  ].join('\n');
}
