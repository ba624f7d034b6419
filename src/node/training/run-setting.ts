import { join } from 'node:path';
import * as v from 'valibot';
import type { ModelAnswers } from '../../backbones/inspect/model-answers.ts';
import { DiscernError } from '../../base/error.ts';
import { stableJson } from '../../base/hash.ts';
import {
  finiteNumber,
  listOf,
  nonNegativeInteger,
  oneOf,
  positiveNumber,
  requireJson,
  type Schema,
  text,
  triple,
} from '../../base/schema.ts';
import type { TimeBudget } from '../../plan/stages/stage-lengths.ts';
import type { Device } from '../../runtime/runtime.ts';
import { readFile } from '../files/files.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import { leftBehind, nothingToResume, type WorkingFolder } from './working-folder.ts';

/** The settings of a run beside its plan and pictures. They are kept with the work, for resuming. */
export type RunSetting = {
  /** The time of each stage; null or absent: a plan is repeated. */
  readonly allowed?: readonly TimeBudget[] | null;
  /** Null: as many as the runtime takes by itself. */
  readonly threads: number | null;
  readonly device: Device;
  /** As `--backbone` names it; null where the plan says it, or for an architecture. */
  readonly backbone: string | null;
  /** The answers about a network of one's own. */
  readonly answers: ModelAnswers;
};

/** The options of training that are settings of the run. */
export type RunWishes = {
  readonly threads?: number | undefined;
  readonly device?: Device | undefined;
  readonly backbone?: string | undefined;
  readonly answers?: ModelAnswers | undefined;
};

/** The setting of a run that begins. */
export function runSetting({ threads, device = 'cpu', backbone, answers = {} }: RunWishes): RunSetting {
  return { threads: threads ?? null, device, backbone: backbone ?? null, answers };
}

/** The setting as options, to be put over those that were given. */
export function wishesOf({ threads, device, backbone, answers }: RunSetting): RunWishes {
  return { threads: threads ?? undefined, device, backbone: backbone ?? undefined, answers };
}

/** Keeps the setting with the work. */
export function keepSetting({ path }: WorkingFolder, setting: RunSetting): Promise<void> {
  return writeAtomically(join(path, fileName), new TextEncoder().encode(`${stableJson(setting)}\n`));
}

/**
 * The setting of the run that is resumed: its own, but for the backbone, whose file may lie elsewhere now. Throws
 * `misused` where other threads, another device or other answers are given, and `not-found` where none was kept.
 */
export async function resumedSetting({ path }: WorkingFolder, out: string, given: RunWishes): Promise<RunSetting> {
  const bytes = await leftBehind(readFile(join(path, fileName)), out);
  const kept = requireJson(settingSchema, bytes, fileName, (reason, cause) => nothingToResume(out, reason, cause));
  const { threads, device, answers = {} } = given;
  if (threads !== undefined && threads !== kept.threads)
    throw otherSetting(`--threads ${threads}`, kept.threads === null ? 'no --threads' : `--threads ${kept.threads}`);
  if (device !== undefined && device !== kept.device)
    throw otherSetting(`--device ${device}`, `--device ${kept.device}`);
  if (Object.keys(answers).length > 0 && stableJson(answers) !== stableJson(kept.answers))
    throw otherSetting(`of the network: ${JSON.stringify(answers)}`, JSON.stringify(kept.answers));
  return { ...kept, backbone: given.backbone ?? kept.backbone };
}

const fileName = 'run.json';

/** What the file of a setting holds. */
export const settingSchema: Schema<RunSetting> = v.object({
  allowed: v.exactOptional(v.nullable(listOf(v.object({ until: finiteNumber, most: nonNegativeInteger })))),
  threads: v.nullable(nonNegativeInteger),
  device: oneOf('cpu', 'cuda', 'webgpu'),
  backbone: v.nullable(text),
  answers: v.object({
    inputSize: v.exactOptional(positiveNumber),
    resize: v.exactOptional(positiveNumber),
    fit: v.exactOptional(oneOf('crop', 'squash')),
    interpolation: v.exactOptional(oneOf('bicubic', 'bilinear', 'lanczos', 'nearest')),
    mean: v.exactOptional(triple),
    std: v.exactOptional(triple),
    channels: v.exactOptional(oneOf('rgb', 'bgr')),
    layout: v.exactOptional(oneOf('nchw', 'nhwc')),
    output: v.exactOptional(text),
    pooling: v.exactOptional(oneOf('none', 'average', 'class-token')),
  }),
});

function otherSetting(given: string, expected: string): DiscernError {
  return new DiscernError('misused', 'a training that is resumed goes on as it began, else it gives another network', {
    given,
    expected: `${expected}, as the interrupted run had`,
    todo: 'leave that option out, it is remembered; or begin anew without --resume',
  });
}
