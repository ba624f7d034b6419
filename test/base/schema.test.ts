import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { DiscernError } from '../../src/base/error.ts';
import { ifValid, listOf, oneOf, positiveInteger, requireJson, requireValid, text } from '../../src/base/schema.ts';

const schema = v.object({ name: text, sizes: listOf(v.object({ px: positiveInteger })), fit: oneOf('crop', 'squash') });
const fine = { name: 'a', sizes: [{ px: 1 }, { px: 2 }], fit: 'crop' };
const fault = (reason: string, cause?: unknown) =>
  new DiscernError('bad-data', reason, { given: 'a', expected: 'b', todo: 'c' }, cause);
const bytes = (json: string) => new TextEncoder().encode(json);

describe('a value that is as its schema says', () => {
  test('is given as it is, with members that the schema does not name', () => {
    const value = { ...fine, more: [1] };
    expect(requireValid(schema, value, 'card', fault)).toBe(value);
    expect(ifValid(schema, value)).toBe(value);
    expect(requireJson(schema, bytes(JSON.stringify(value)), 'card', fault)).toEqual(value);
  });
});

describe('another value', () => {
  test.each<[unknown, string]>([
    [{ ...fine, name: 7 }, 'card.name: expected a text, got 7'],
    [{ ...fine, sizes: [{ px: 1 }, { px: '1280' }] }, 'card.sizes[1].px: expected a positive integer, got "1280"'],
    [{ ...fine, sizes: [{ px: 1.5 }] }, 'card.sizes[0].px: expected a positive integer, got 1.5'],
    [{ ...fine, sizes: {} }, 'card.sizes: expected a list, got an object'],
    [{ ...fine, fit: 'stretch' }, 'card.fit: expected one of crop, squash, got "stretch"'],
    [{ ...fine, fit: 'x'.repeat(99) }, `card.fit: expected one of crop, squash, got "${'x'.repeat(59)}...`],
    [{ name: 'a', fit: 'crop' }, 'card.sizes: it is missing'],
    [null, 'card: expected an object, got null'],
    [7, 'card: expected an object, got 7'],
  ])('%j', (value, message) => {
    expect(() => requireValid(schema, value, 'card', fault)).toThrow(expect.objectContaining({ message }));
    expect(ifValid(schema, value)).toBeUndefined();
  });

  test('what is no JSON', () => {
    expect(() => requireJson(schema, bytes('{'), 'card', fault)).toThrow(/^card is no JSON \(.+\)$/);
  });

  test('what is no JSON, of several lines, in a message of one line', () => {
    expect(() => requireJson(schema, bytes('a,b\n1,2\n'), 'card', fault)).toThrow(/^card is no JSON \(.+\)$/);
  });
});
