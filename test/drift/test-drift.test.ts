import { describe, expect, test } from 'vitest';
import { random } from '../../src/base/random.ts';
import { type DriftRecord, emptyState } from '../../src/drift/drift-record.ts';
import { driftAlpha, driftReport } from '../../src/drift/drift-report.ts';
import type { Observation } from '../../src/drift/features.ts';
import { testDrift } from '../../src/drift/test-drift.ts';
import { whatToDo } from '../../src/drift/what-to-do.ts';
import { withUnknown } from '../../src/drift/with-unknown.ts';

const classes = ['apple', 'banana', 'cherry', 'date'];
const options = { seed: 0, classes, anyMix: false };
const threshold = { value: -1.2, source: 'a test' };

/** Pictures whose numbers are drawn; `change` is made to them. */
function pictures(seed: number, count: number, change: (picture: Observation, i: number) => Observation = (p) => p) {
  const { normal, integer } = random(seed, 'pictures');
  return Array.from({ length: count }, (_, i) => {
    const values = { similarity: normal(), brightness: normal(), size: integer(3) };
    const picture = { hash: `${seed}-${i}`.padStart(16, '0'), label: classes[integer(classes.length)], values };
    return change(picture, i);
  }).map(({ values, ...rest }) => ({
    ...rest,
    values: { ...values, unknown: (values.similarity ?? 0) >= threshold.value ? 0 : 1 },
  }));
}

function recordOf(reference: readonly Observation[]): DriftRecord {
  const column = (name: 'similarity' | 'brightness' | 'size') => reference.map(({ values }) => values[name] ?? 0);
  const features = { similarity: column('similarity'), brightness: column('brightness'), size: column('size') };
  return withUnknown({ reference: { labels: reference.map(({ label }) => label), features }, state: null }, threshold);
}

function reportOf(record: DriftRecord, given: readonly Observation[], changes: Partial<typeof options> = {}) {
  return driftReport(testDrift(record, given, { ...options, ...changes }));
}

const darker = (picture: Observation, i: number): Observation =>
  i % 3 > 0 ? picture : { ...picture, values: { ...picture.values, brightness: (picture.values.brightness ?? 0) - 3 } };

describe('a test of drift', () => {
  test('gives false alarms at its rate at most, over whole streams', () => {
    const streams = 100;
    const alarms = Array.from({ length: streams }, (_, seed) => seed).filter(
      (seed) => reportOf(recordOf(pictures(2 * seed + 1, 60)), pictures(2 * seed + 2, 200)).drifted,
    ).length;
    // Three standard deviations above the promised mean.
    const bound = streams * driftAlpha + 3 * Math.sqrt(streams * driftAlpha * (1 - driftAlpha));
    expect(alarms).toBeLessThanOrEqual(bound);
  });

  test('finds a third of the pictures darker within 200, and says so', () => {
    for (let seed = 0; seed < 10; seed++) {
      const report = reportOf(recordOf(pictures(seed, 150)), pictures(seed + 100, 200, darker));
      expect(report.drifted).toBe(true);
      const [least] = report.features.toSorted((a, b) => a.pValue - b.pValue);
      expect(least.name).toBe('brightness');
      expect(least.effect).toMatch(/darker/);
      expect(whatToDo(report)[0]).toMatch(/light/);
    }
  });

  test('finds a change that comes after a long time without one', () => {
    const late = pictures(7, 1200, (picture, i) => (i < 800 ? picture : darker(picture, 0)));
    expect(reportOf(recordOf(pictures(8, 300)), late).drifted).toBe(true);
  });

  test('names a class that is gone, unless any mix will do', () => {
    const gone = pictures(9, 400).filter(({ label }) => label !== 'banana');
    const record = recordOf(pictures(10, 300));
    expect(reportOf(record, gone)).toMatchObject({
      drifted: true,
      classes: [{ label: 'banana', moved: 'share' }, {}, {}, {}],
    });
    expect(reportOf(record, gone, { anyMix: true }).drifted).toBe(false);
  });

  test('goes on from call to call as in one call', () => {
    const record = recordOf(pictures(11, 80));
    const stream = pictures(12, 90, darker);
    const whole = testDrift(record, stream, options).state;
    let state = emptyState;
    for (let day = 0; day < 3; day++) {
      const today = stream.slice(30 * day, 30 * day + 30);
      state = testDrift({ ...record, state }, today, options).state;
    }
    expect(state.asked).toBe(3);
    expect(state.hashes).toEqual(whole.hashes);
    expect(state.most).toBeCloseTo(whole.most, 9);
  });

  test('counts no picture twice, whether in one call or in several', () => {
    const record = recordOf(pictures(13, 80));
    const stream = pictures(14, 40);
    const once = testDrift(record, [...stream, ...stream], options);
    expect([once.counted.length, once.repeated]).toEqual([40, 40]);
    const again = testDrift({ ...record, state: once.state }, stream, options);
    expect([again.counted.length, again.repeated]).toEqual([0, 40]);
    expect(again.state).toEqual({ ...once.state, asked: 2 });
    expect(driftReport(again).pictures).toBe(40);
  });

  test('leaves out pictures of classes that the reference lacks', () => {
    const record = recordOf(pictures(15, 80).filter(({ label }) => label !== 'date'));
    const tested = testDrift(record, pictures(16, 40), options);
    expect(tested.withoutReference).toBeGreaterThan(0);
    expect(tested.counted.length + tested.withoutReference).toBe(40);
  });

  test('leaves out what the reference knows of classes that are forgotten since', () => {
    const record = recordOf(pictures(17, 200));
    const left = classes.filter((label) => label !== 'cherry');
    const stream = pictures(18, 200).filter(({ label }) => label !== 'cherry');
    const report = reportOf(record, stream, { classes: left });
    expect(report.classes.map(({ label }) => label).sort()).toEqual(left);
    expect(report.drifted).toBe(false);
  });
});
