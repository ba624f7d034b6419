import { describe, expect, test } from 'vitest';
import { DiscernError } from '../../src/base/error.ts';
import { isJsonObject } from '../../src/base/json-object.ts';
import { requireValid, type Schema } from '../../src/base/schema.ts';
import { evidenceSchema } from '../../src/bundle/kept-evidence.ts';
import { manifestSchema } from '../../src/bundle/manifest.ts';
import {
  answeringSchema,
  cardSchema,
  classifierSchema,
  entriesSchema,
  gallerySchema,
  originsSchema,
  provenanceSchema,
} from '../../src/bundle/schemas.ts';
import { settingSchema } from '../../src/node/training/run-setting.ts';
import { planSchema } from '../../src/plan/plan-json.ts';
import { exampleBundle } from '../bundle/example.ts';
import { manifestOf, saved } from '../bundle/saved.ts';
import { examplePlan } from '../plan/example-plan.ts';

const storage = await saved(await exampleBundle());
const manifest = await manifestOf(storage);

/** The JSON that is stored under a role. */
async function jsonOf(role: string) {
  const { name } = manifest.parts.find((part) => part.role === role) ?? expect.fail();
  return JSON.parse(new TextDecoder().decode(await storage.read(name)));
}

const [origin] = await jsonOf('gallery/origins');

/** A threshold with all that it can have. */
const fullThreshold = {
  value: 0.5,
  source: 'a test',
  byClass: { a: 0.4 },
  runnerUp: 0.25,
  cohort: 0.5,
  promise: { kind: 'false-accept', share: 0.05, confidence: 0.95, units: 60, lapsed: true },
};

/** A value of every schema of a file, with every member that there can be. */
const stored: Readonly<Record<string, [Schema<unknown>, unknown]>> = {
  manifest: [manifestSchema, manifest],
  card: [cardSchema, { ...(await jsonOf('card')), file: 'a.onnx' }],
  provenance: [provenanceSchema, await jsonOf('provenance')],
  classifier: [
    classifierSchema,
    { ...(await jsonOf('classifier')), unknown: { familiarity: 'energy', threshold: fullThreshold } },
  ],
  answering: [
    answeringSchema,
    {
      names: 'gallery',
      knows: 'both',
      threshold: fullThreshold,
      outcomes: { mean: [0.5], std: [1], right: [1, 2], wrong: [3, 4] },
    },
  ],
  evidence: [evidenceSchema, { of: 'abc', strangersFrom: 'given', names: ['a', 'b'], own: 3 }],
  gallery: [
    gallerySchema,
    {
      ...(await jsonOf('gallery')),
      threshold: fullThreshold,
      matcher: { name: 'balanced', k: 2, cohesion: 0.4, nearest: 0.3 },
    },
  ],
  entries: [entriesSchema, await jsonOf('gallery/entries')],
  origins: [originsSchema, [origin, { ...origin, enrolled: true, was: 'another' }]],
  plan: [
    planSchema,
    {
      ...examplePlan,
      miner: 'hard',
      perClass: 4,
      whitened: 2000,
      search: {
        trials: [{ loss: 'circle', dimensions: 64, learningRate: 0.1, epochs: 3, scores: [0.5] }],
        metric: 'recall at 1',
        folds: 3,
        baseline: [0.25],
        cutShort: false,
      },
      supervision: { by: ['labels'], differences: 'said', sampler: 'pairs', apart: 'pictures' },
      stages: [
        {
          ...examplePlan.stages[0],
          lengths: [{ after: 0, epochs: 3 }],
          recomputeSegments: 2,
          accumulationSteps: 2,
          views: 4,
        },
      ],
    },
  ],
  setting: [
    settingSchema,
    {
      allowed: [{ until: 1.5, most: 7 }],
      threads: 2,
      device: 'cpu',
      backbone: 'b.onnx',
      answers: {
        inputSize: 224,
        resize: 256,
        fit: 'crop',
        interpolation: 'bicubic',
        mean: [0.5, 0.5, 0.5],
        std: [0.5, 0.5, 0.5],
        channels: 'rgb',
        layout: 'nchw',
        output: 'features',
        pooling: 'none',
      },
    },
  ],
};

const fault = (reason: string) => new DiscernError('bad-data', reason, { given: 'a', expected: 'b', todo: 'c' });

/** What the member must not be. */
const wrongFor = (member: unknown) => (isJsonObject(member) ? 7 : { wrong: [] });

/** Every member of a value with its path, and the value in which it is wrong; lists by their last element. */
function* broken(value: unknown, path: string): Generator<{ path: string; value: unknown }> {
  const members = Array.isArray(value) ? value.slice(-1).map((last) => [value.length - 1, last]) : entriesOf(value);
  for (const [key, member] of members) {
    const own = typeof key === 'number' ? `${path}[${key}]` : `${path}.${key}`;
    const replaced = (by: unknown) =>
      Array.isArray(value) ? value.with(Number(key), by) : { ...Object(value), [key]: by };
    yield { path: own, value: replaced(wrongFor(member)) };
    for (const inner of broken(member, own)) yield { path: inner.path, value: replaced(inner.value) };
  }
}

function entriesOf(value: unknown): [string, unknown][] {
  return isJsonObject(value) ? Object.entries(value) : [];
}

describe.each(Object.entries(stored))('the schema of %s', (name, [schema, value]) => {
  test('takes its example', () => {
    expect(requireValid(schema, value, name, fault)).toBe(value);
  });

  test('names each member that is wrong', () => {
    const all = [...broken(value, name)].filter(({ path }) => !path.startsWith('provenance.chosen.'));
    expect(all.length).toBeGreaterThan(3);
    for (const { path, value: other } of all) {
      const message = messageOf(() => requireValid(schema, other, name, fault));
      expect(message, path).toMatch(/: expected .+, got (an object|7)$|: it is missing$/);
      expect(message.startsWith(path), `${message} of ${path}`).toBe(true);
    }
  });

  test('knows unknown members as none of its own', () => {
    const more = Array.isArray(value) ? value.map((each) => ({ ...each, more: 1 })) : { ...Object(value), more: 1 };
    expect(requireValid(schema, more, name, fault)).toBe(more);
  });
});

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : '';
  }
  return 'nothing was thrown';
}
