import { expect, test } from 'vitest';
import { labelMeantBy, requireLabel, typingErrorShare, unknownLabel } from '../../src/gallery/labels.ts';

const fruit = ['Apple', 'Kiwi', 'Passion Fruit', 'Pear'];

test.each([
  ['Kivi', 'Kiwi'],
  ['kiwi', 'Kiwi'],
  ['passion_fruit', 'Passion Fruit'],
  ['Aple', 'Apple'],
  ['Cabbage', null],
  ['Kiwi', null],
])('%s may have been meant for %s', (label, meant) => {
  expect(labelMeantBy(label, fruit, typingErrorShare)).toBe(meant);
});

test('labels that differ in digits alone, and very short ones, are not taken for slips', () => {
  expect(labelMeantBy('class 3', ['class 1', 'class 2'], typingErrorShare)).toBeNull();
  expect(labelMeantBy('b', ['a', 'c'], typingErrorShare)).toBeNull();
});

test('a label is composed and without blanks around it, and never empty', () => {
  expect(requireLabel(' Pa\u0301ra ')).toBe('P\u00e1ra');
  for (const nothing of ['', ' ', '\t\n'])
    expect(() => requireLabel(nothing)).toThrow(expect.objectContaining({ code: 'misused' }));
});

test('an unknown label names the one that may be meant, or those that there are', () => {
  expect(unknownLabel('Kivi', fruit, 'shop')).toMatchObject({
    code: 'not-found',
    expected: expect.stringContaining('Apple, Kiwi'),
    todo: 'did you mean Kiwi? See what is enrolled: discern gallery shop',
  });
  expect(unknownLabel('Violin', fruit, 'shop').todo).toBe('see what is enrolled: discern gallery shop');
});
