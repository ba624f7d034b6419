import type { FunctionProto, ModelProto, NodeProto } from 'onnx-buf';
import { badModel } from '../proto/parse-onnx.ts';
import type { SchemaRow } from '../schemas/schema.ts';
import { standardSchemas } from '../schemas/standard.ts';

/** What holds for all nodes of a file. */
export type FileRules = {
  /** Versions of the operator sets, by domain. */
  readonly opsets: ReadonlyMap<string, number>;
  /** Operators that the file itself defines, by operatorKey. */
  readonly functions: ReadonlyMap<string, FunctionProto>;
};

/** The rules of a file, or of a function in it. */
export function rulesOf({ opsetImport, functions }: Pick<ModelProto, 'opsetImport' | 'functions'>): FileRules {
  return {
    opsets: new Map(opsetImport.map(({ domain, version }) => [plain(domain), Number(version)])),
    functions: new Map(functions.map((own) => [operatorKey(own.domain, own.name), own])),
  };
}

/** The version of the operator set that a node uses. */
export function versionOf({ domain }: NodeProto, { opsets }: FileRules): number {
  return opsets.get(plain(domain)) ?? 1;
}

/** The key of an operator: its name, preceded by its domain where that is not ONNX's own. */
export function operatorKey(domain: string, operator: string): string {
  return [plain(domain), operator].filter(Boolean).join('.');
}

/**
 * The standard's schema of a node's operator in that version; undefined for operators of other domains. Throws
 * `bad-model` where the node has too few or too many inputs or outputs, or lacks a required attribute.
 */
export function schemaOf(
  { domain, opType, input, output, attribute }: NodeProto,
  opset: number,
): SchemaRow | undefined {
  const schema = standardSchemas[operatorKey(domain, opType)]?.findLast(([since]) => since <= opset);
  if (!schema) return undefined;
  const [, leastInputs, mostInputs, leastOutputs, mostOutputs, , required = []] = schema;
  if (input.length < leastInputs || input.length > mostInputs)
    throw badModel(`${opType} has ${input.length} inputs`, `${leastInputs} to ${mostInputs}`);
  if (output.length < leastOutputs || output.length > mostOutputs)
    throw badModel(`${opType} has ${output.length} outputs`, `${leastOutputs} to ${mostOutputs}`);
  const missing = required.find((name) => !attribute.some((given) => given.name === name));
  if (missing) throw badModel(`${opType} lacks its attribute ${missing}`, 'every required attribute');
  return schema;
}

/** ONNX's own domain is written in two ways. */
function plain(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain;
}
