import { expect, it } from 'vitest';
import { Graph } from '../../src/graph/graph.ts';
import { relu } from '../../src/graph/ops.ts';
import { extendOnnx } from '../../src/graph/proto/extend-onnx.ts';
import { toOnnx } from '../../src/graph/proto/to-onnx.ts';
import { learnedPictures, trainedPictures } from '../../src/stages/ending/learned-pictures.ts';

const model = toOnnx({ y: relu(new Graph().input('x', 'float32', [1])) });

it('knows the pictures that a trained file names, and none of a file that says nothing', () => {
  const g = new Graph();
  const metadata = { learned_from: '0123456789abcdef fedcba9876543210', selected_on: '0123456789abcdef' };
  const outputs = { z: relu(g.input('y', 'float32', [1])) };
  const file = extendOnnx(model, { bindings: { y: 'y' }, outputs, metadata });
  const trained = learnedPictures(file);
  expect(trained(`0123456789abcdef${'0'.repeat(48)}`)).toBe(true);
  expect(trainedPictures(file)(`0123456789abcdef${'0'.repeat(48)}`)).toBe(false);
  expect(trainedPictures(file)(`fedcba9876543210${'0'.repeat(48)}`)).toBe(true);
  expect(trained(`fedcba9876543210${'0'.repeat(48)}`)).toBe(true);
  expect(trained('1'.repeat(64))).toBe(false);
  expect(learnedPictures(model)('')).toBe(false);
});
