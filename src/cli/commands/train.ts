import { architectures } from '../../backbones/architectures/catalogue.ts';
import { counted, duration, percent } from '../../base/figures.ts';
import { presets } from '../../images/augment/presets.ts';
import { embeddingLosses } from '../../losses/embedding-losses.ts';
import { miners } from '../../losses/miners/catalogue.ts';
import { shellWord } from '../../node/shell-word.ts';
import { showAugmentations } from '../../node/training/show-augmentations.ts';
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
import { type Contradiction, refuseContradictions } from '../contradictions.ts';
import { dataParameters } from '../data-parameters.ts';
import { misused } from '../misuse.ts';
import { networkOptions, networkParameters } from '../network-parameters.ts';
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
} from '../parameters.ts';
import { planText } from '../plan-text.ts';
import { reportSkipped } from '../tell-skipped.ts';
import { workOptions } from '../work-options.ts';
import { command } from './command.ts';

const lossNames = { auto: undefined, ...typed(['crossEntropy', ...Object.keys(embeddingLosses)]) };
const minerNames = typed(Object.keys(miners));

/** Learns an embedding, as an ONNX file that everything else takes as its backbone. */
export const train = command({
  arguments: {
    data: text('<data>', 'a folder per class; or labels, pairs, triplets, groups'),
  },
  options: {
    out: optionalText('--out <file.onnx>', 'where the network goes, its plan and curves beside it'),
    minutes: optional(realNumber('--minutes <n>', 'how long it may take (default: 20)', { least: 0.1, most: 10_000 })),
    ...networkParameters,
    headOnly: flag('--head-only', 'learns only a projection of the features'),
    deep: flag('--deep', 'one more stage, deeper, on new views each epoch'),
    architecture: optional(choice('--architecture <name>', 'learns from scratch', namesOf(architectures))),
    loss: optional(choice('--loss <name>', 'what is made small (default: auto)', Object.keys(lossNames))),
    statements: optionalText('--statements <list>', 'pairs or triplets that are learned from too'),
    plan: optionalText('--plan <file>', 'repeats the training of FILE.plan.json exactly'),
    resume: flag('--resume', 'goes on with a training that was interrupted'),
    size: folded(
      optional(
        wholeNumber('--size <px>', 'from scratch: side of its pictures (default: 64)', { least: 8, most: 1024 }),
      ),
    ),
    miner: folded(
      optional(choice('--miner <name>', 'what a loss on pairs or triplets learns from', Object.keys(minerNames))),
    ),
    preset: folded(optional(choice('--preset <kind>', 'how pictures are varied (default: photos)', namesOf(presets)))),
    showAugmentations: folded(
      optionalText('--show-augmentations <file.png>', 'shows some pictures so, and learns nothing'),
    ),
    device: folded(optional(choice('--device <name>', 'what computes (default: cpu)', ['cpu', 'cuda', 'webgpu']))),
    memory: folded(
      optional(byteCount('--memory <size>', 'what it may take, for instance 2GB (default: what is free)')),
    ),
    jsonl: folded(flag('--jsonl', 'prints one JSON element an epoch, as they come')),
    ...dataParameters,
  },
  example: ['discern train demo/pictures --out emoji.onnx --minutes 2'],
  run: async ({ data, showAugmentations: sheet, jsonl, size, ...wishes }, context) => {
    refuseContradictions(wishes, contradictions);
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
      return { json: shown, text: `${sheet}: ${counted(shown.pictures, 'picture')}, each first as it is` };
    }
    const { out, resume } = wishes;
    const learned = { loss: nameIn(lossNames, wishes.loss), miner: nameIn(minerNames, wishes.miner) };
    if (out === undefined) throw nowhere(data);
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

/** As people type them, and as the library has them. */
function typed(names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name.replace(/[A-Z]/g, (l) => `-${l.toLowerCase()}`), name]));
}

const contradictions: readonly Contradiction[] = [
  {
    option: '--head-only',
    leavesNothingTo: ['--deep'],
    because: 'the one leaves the network as it is, the other learns more of it',
  },
  {
    option: '--architecture',
    leavesNothingTo: ['--head-only', '--deep', '--backbone'],
    because: 'from scratch there is no backbone, and everything learns',
  },
  {
    option: '--plan',
    leavesNothingTo: ['--minutes', '--preset', '--loss', '--miner', '--deep', '--head-only', '--architecture'],
    because: 'the plan has decided that',
  },
  { option: '--resume', leavesNothingTo: ['--plan'], because: 'what is resumed has its plan' },
];

function nameIn(names: Readonly<Record<string, string | undefined>>, given: string | undefined): string | undefined {
  return given === undefined ? undefined : names[given];
}

function sizeAlone(size: number) {
  return misused('--size is for a network from scratch, and there is none', {
    given: `--size ${size} without --architecture`,
    expected: 'both or neither: a backbone decides the size of its pictures',
    todo: 'add --architecture NAME or leave out --size; for a model of your own there is --input-size',
  });
}

function nowhere(data: string) {
  return misused('nobody said where the network is to be written', {
    given: 'no --out',
    expected: '--out FILE.onnx, unless --show-augmentations asks for pictures alone',
    todo: `discern train ${shellWord(data)} --out network.onnx`,
  });
}

function epochInWords({ epoch }: ValidationResult): string {
  return epoch === 0 ? 'no epoch bettered the beginning' : `epoch ${epoch}`;
}

/** A line on what ends the network where it is not its head: short enough for a terminal. */
function endInWords(whitening: FeatureWhitening | null): string[] {
  if (!isWhitened(whitening)) return [];
  return [`             ended by ${spaceInWords[whitening.space]} (its head: ${percent(whitening.before)})`];
}

/** What to type next. Without labels a threshold has to be found by pictures that were not learned. */
function next({ out, plan, validation }: TrainResult, data: string): string[] {
  const network = shellWord(out);
  const isHeld = validation !== null && plan.stages.every(({ on }) => on === 'train');
  if (plan.data.classes > 0 || isHeld)
    return [`Next: discern fit ${shellWord(data)} --backbone ${network} --out BUNDLE`];
  return [
    'Nothing was held out that a threshold could be found by: that takes other pairs.',
    `Next: discern fit OTHER.csv --backbone ${network} --out BUNDLE`,
  ];
}

/** How many epochs the plan had before it was learned, where they came to be others. */
function foreseenInWords(planned: TrainingPlan | null, learned: TrainingPlan): string {
  if (planned === null) return '';
  const [foreseen, came] = [planned, learned].map(({ stages }) => stages.reduce((sum, { epochs }) => sum + epochs, 0));
  return foreseen === came ? '' : `; ${foreseen} were foreseen`;
}

function overview(result: TrainResult, planned: TrainingPlan | null, data: string): string {
  const { out, dimensions, plan, epochs, seconds, overrun, validation, whitening, seed, stopped } = result;
  const learned = `Learned ${counted(epochs, 'epoch')} in ${duration(seconds)} (${stopped}, seed ${seed})${foreseenInWords(planned, plan)}.`;
  const classifier = validation?.classifier ?? null;
  const named = classifier === null ? '' : `${percent(classifier)} by the classifier, `;
  const validated = validation && [
    `Validation:  ${validationInWords(validation)};`,
    `             ${named}${epochInWords(validation)}`,
    ...endInWords(whitening),
  ];
  const late = overrun && [
    `It took ${duration(overrun.seconds)} longer than the ${counted(overrun.minutes, 'minute')} given: ${overrun.because}.`,
  ];
  return [
    learned,
    ...(late ?? []),
    '',
    ...(validated ?? []),
    `Network:     ${out}, ${dimensions} numbers a picture`,
    '',
    ...next(result, data),
  ].join('\n');
}
