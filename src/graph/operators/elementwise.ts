import { broadcastShapes } from '../broadcast.ts';
import type { ShapeRule } from './shape-rule.ts';

/** The shape and type of the first input. */
export const sameAsFirst: ShapeRule = ([{ type, shape }]) => [{ type, shape }];

/** The broadcast shape of all inputs, with the type of the first. */
export const broadcast: ShapeRule = (inputs) => [{ type: inputs[0].type, shape: broadcastShapes(inputs) }];

/** The broadcast shape of all inputs, as booleans. */
export const comparison: ShapeRule = (inputs) => [{ type: 'bool', shape: broadcastShapes(inputs) }];

/** The broadcast shape of all inputs, with the type of the second. */
export const where: ShapeRule = (inputs) => [{ type: inputs[1].type, shape: broadcastShapes(inputs) }];
