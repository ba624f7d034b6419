/** ONNX's schema of one version of an operator: [since, inputs min, max, outputs min, max, defaults, required]. */
export type SchemaRow = readonly [
  since: number,
  leastInputs: number,
  mostInputs: number,
  leastOutputs: number,
  mostOutputs: number,
  /** Attributes that have a default. */
  defaults: Readonly<Record<string, AttributeDefault>>,
  /** Attributes that must be given. */
  required?: readonly string[],
];

/** The value that an attribute has where a file does not give it. */
export type AttributeDefault = number | string | readonly number[];
