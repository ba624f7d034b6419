import { internalError } from '../../base/error.ts';
import * as ops from '../ops.ts';
import { elementCount, type Value } from '../value.ts';
import { type Importer, operand, stringAttribute } from './file-node.ts';

/** A value with a letter for each of its axes. */
type Lettered = { readonly value: Value; readonly letters: string };

/** Einstein summation (`bhid,bhjd->bhij`) by transpositions, sums, and one matrix product per further operand. */
export const einsum: Importer = (node) => {
  const operands = node.inputs.map((_, i) => operand(node, i));
  const { terms, result } = parsed(stringAttribute(node, 'equation'), operands);
  const lettered = operands.map((value, i) => ({ value, letters: terms[i] }));
  const product = lettered.slice(1).reduce((left, right, i) => {
    const later = terms.slice(i + 2).join('') + result;
    return contracted(left, right, later);
  }, lettered[0]);
  return arranged(summed(product, result), result);
};

/** The letters of every operand and of the result. An ellipsis is replaced by digits, which equations do not use. */
function parsed(equation: string, operands: readonly Value[]): { terms: string[]; result: string } {
  const [left, right] = equation.replaceAll(' ', '').split('->');
  const raw = left.split(',');
  if (raw.length !== operands.length)
    throw internalError(`the equation ${equation} does not fit ${operands.length} operands`);
  const open = raw.map((term, i) => (term.includes('...') ? operands[i].shape.length - term.length + 3 : 0));
  const widest = '0123456789'.slice(0, Math.max(...open));
  const filled = (term: string, rank: number) => term.replace('...', widest.slice(widest.length - rank));
  const terms = raw.map((term, i) => filled(term, open[i]));
  if (terms.some((term) => new Set(term).size < term.length))
    throw internalError(`${equation} takes a diagonal, which is not supported`);
  return { terms, result: right === undefined ? implied(terms, widest) : filled(right, widest.length) };
}

/**
 * The result of an equation without an arrow: the ellipsis, then every letter that occurs once, in alphabetical order.
 */
function implied(terms: readonly string[], ellipsis: string): string {
  const all = terms.join('');
  const single = [...new Set(all)].filter((letter) => /[a-z]/i.test(letter) && all.split(letter).length === 2);
  return ellipsis + single.sort().join('');
}

/** The product of two operands, summed over the letters that no later operand and no result needs. */
function contracted(a: Lettered, b: Lettered, later: string): Lettered {
  const left = summed(a, later + b.letters);
  const right = summed(b, later + a.letters);
  const shared = [...left.letters].filter((letter) => right.letters.includes(letter));
  const batch = shared.filter((letter) => later.includes(letter)).join('');
  const inner = shared.filter((letter) => !later.includes(letter)).join('');
  const rows = without(left.letters, batch + inner);
  const columns = without(right.letters, batch + inner);
  const sizes = (term: Lettered, letters: string) =>
    [...letters].map((letter) => Number(term.value.shape[term.letters.indexOf(letter)]));
  const folded = (term: Lettered, first: string, second: string) =>
    ops.reshape(arranged(term, batch + first + second), [
      ...sizes(term, batch),
      elementCount(sizes(term, first)),
      elementCount(sizes(term, second)),
    ]);
  const product = ops.matMul(folded(left, rows, inner), folded(right, inner, columns));
  const shape = [...product.shape.slice(0, batch.length), ...sizes(left, rows), ...sizes(right, columns)];
  return { value: ops.reshape(product, shape), letters: batch + rows + columns };
}

/** Sums over the letters that are not wanted. */
function summed({ value, letters }: Lettered, wanted: string): Lettered {
  const gone = [...letters].flatMap((letter, axis) => (wanted.includes(letter) ? [] : [axis]));
  if (gone.length === 0) return { value, letters };
  return { value: ops.sum(value, gone), letters: without(letters, without(letters, wanted)) };
}

/** Transposes the axes to that order. */
function arranged({ value, letters }: Lettered, order: string): Value {
  if (letters === order) return value;
  if (letters.length !== order.length) throw internalError(`the axes ${letters} cannot have the order ${order}`);
  return ops.transpose(
    value,
    [...order].map((letter) => letters.indexOf(letter)),
  );
}

function without(letters: string, gone: string): string {
  return [...letters].filter((letter) => !gone.includes(letter)).join('');
}
