/** What ONNX lays down for one version of an operator: [since, inputs least, most, outputs least, most, defaults, required]. */
export type SchemaRow = readonly [
  since: number,
  leastInputs: number,
  mostInputs: number,
  leastOutputs: number,
  mostOutputs: number,
  /** Attributes that have a default. */
  defaults: Readonly<Record<string, Default>>,
  /** Attributes that must be given. */
  required?: readonly string[],
];

/** The value that an attribute has where a file does not give it. */
export type Default = number | string | readonly number[];
