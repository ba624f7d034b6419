import { broadcastShapes } from '../broadcast.ts';
import type { ShapeRule } from './shape-rule.ts';

/** The shape and type of the first input. */
export const sameAsFirst: ShapeRule = ([{ type, shape }]) => [{ type, shape }];

/** All inputs spread over each other, of the first one's type. */
export const broadcast: ShapeRule = (inputs) => [{ type: inputs[0].type, shape: broadcastShapes(inputs) }];

/** All inputs spread over each other, to truths. */
export const comparison: ShapeRule = (inputs) => [{ type: 'bool', shape: broadcastShapes(inputs) }];

/** The choice between the second and the third input. */
export const where: ShapeRule = (inputs) => [{ type: inputs[1].type, shape: broadcastShapes(inputs) }];
