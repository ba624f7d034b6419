import { DiscernError } from '../../base/error.ts';
import type { Port, Session, Tensor } from '../../runtime/runtime.ts';
import { notFloat32, pictureShape } from '../backbone.ts';
import type { Card } from '../card.ts';
import type { ModelAnswers } from './model-answers.ts';
import { factsFromConfig } from './model-config.ts';
import { modelInput } from './model-input.ts';
import { factsFromMetadata } from './model-metadata.ts';
import { type MeasuredOutput, modelOutput } from './model-output.ts';
import { modelPreprocessing } from './model-preprocessing.ts';
import { factsFromPreprocessor } from './preprocessor-config.ts';

/** What is known of a model before its graph is inspected. `name`, `source`, `sha256` and `bytes` go into the card. */
export type ModelFacts = {
  readonly name: string;
  readonly source: string;
  readonly sha256: string;
  readonly bytes: number;
  /** The parsed preprocessor_config.json, where there is one beside the model. */
  readonly preprocessorConfig?: unknown;
  /** The name of that file in errors. */
  readonly preprocessorFile?: string | undefined;
  /** The parsed config.json, where there is one beside the model. */
  readonly config?: unknown;
  /** The name of that file in errors. */
  readonly configFile?: string | undefined;
  /** The metadata in the model file, by key. */
  readonly metadata?: Readonly<Record<string, string>>;
  readonly answers?: ModelAnswers;
};

/** A card, and one sentence for the person about each assumption that was made. */
export type DescribedModel = { readonly card: Card; readonly remarks: readonly string[] };

/**
 * Describes a person's own model. Layout and size come from its graph; pixel scaling from its metadata and the files
 * beside it; output and pooling from the shapes in one run on a black picture. Throws `ambiguous-model`, naming the
 * flag that answers it; `unsupported` where no flag would help; `bad-data`, naming the file and the member, for a value
 * out of range, or `misused` where it was an answer; `bad-model` where the graph does not run.
 */
export async function cardFromModel(session: Session, facts: ModelFacts): Promise<DescribedModel> {
  const { name, source, sha256, bytes, metadata = {}, answers = {} } = facts;
  const input = modelInput(name, session.inputs, answers);
  const metadataFacts = factsFromMetadata(metadata, source);
  const sources = [
    metadataFacts.preprocessing,
    factsFromPreprocessor(facts.preprocessorConfig, facts.preprocessorFile),
    factsFromConfig(facts.config, facts.configFile),
  ];
  const { preprocessing, remarks } = modelPreprocessing(name, input, sources, answers);
  const shape = [1, ...pictureShape(preprocessing)];
  const output = modelOutput(name, await measuredOutputs(name, session, input.name, shape), answers);
  const { description = `${output.dimensions} features`, licence = 'unknown' } = metadataFacts;
  const origin = { name, description, source, licence, file: null };
  return { card: { ...origin, sha256, bytes, preprocessing, input: input.name, ...output }, remarks };
}

async function measuredOutputs(
  model: string,
  session: Session,
  input: string,
  shape: readonly number[],
): Promise<MeasuredOutput[]> {
  const wanted = session.outputs.filter(({ type }) => type === 'float32').map(({ name }) => name);
  if (wanted.length === 0) throw noNumbers(model, session.outputs);
  const outputs = await session.run({ [input]: blackPicture(shape) }, wanted).catch((error: unknown) => {
    throw doesNotRun(model, shape, error);
  });
  return wanted.map((name) => ({ name, shape: outputs[name].shape }));
}

/** Some classifiers, made for phones or tables, give names or lists of names with their probabilities. */
function noNumbers(model: string, outputs: readonly Port[]): DiscernError {
  const other = outputs.find(({ type }) => type === 'other');
  if (other === undefined) return notFloat32(model, outputs[0]);
  return new DiscernError('unsupported', `${model}: its output ${other.name} is a map or a list, not numbers`, {
    given: `the outputs ${outputs.map(({ name, type }) => (type === 'other' ? name : `${name} (${type})`)).join(', ')}`,
    expected: 'a tensor of float32 features [N, D]',
    todo: 'export the model without the step that names classes (ZipMap); better, export its features as the output',
  });
}

function blackPicture(shape: readonly number[]): Tensor {
  return { type: 'float32', shape, data: new Float32Array(shape.reduce((product, side) => product * side, 1)) };
}

function doesNotRun(model: string, shape: readonly number[], cause: unknown): DiscernError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new DiscernError(
    'bad-model',
    `${model} does not run on a picture [${shape.join(', ')}]: ${reason}`,
    {
      given: `an input [${shape.join(', ')}]`,
      expected: 'a graph that runs on this input',
      todo: 'check --input-size and --layout, or export the model again',
    },
    cause,
  );
}
