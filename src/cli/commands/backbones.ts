import { table } from '../table.ts';
import { command } from './command.ts';

/** Lists what can embed pictures. */
export const backbones = command({
  arguments: {},
  options: {},
  example: ['discern backbones'],
  run: async () => ({
    json: [],
    text: table(
      [{ head: 'name' }, { head: 'size', align: 'right' }],
      [
        ['日本', '1'],
        ['abc', '234'],
      ],
    ),
  }),
});
