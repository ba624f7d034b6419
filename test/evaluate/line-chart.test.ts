import { scaleLinear } from 'd3-scale';
import { expect, test } from 'vitest';
import { html } from '../../src/evaluate/report/html.ts';
import { type LineChart, lineChart } from '../../src/evaluate/report/line-chart.ts';

const axis = { scale: scaleLinear().domain([0, 1]), ticks: [0, 1], label: String };
const line = { style: 'gallery', x: [0, 0.25, 0.5, 0.75, 1], y: [0, 0.5, null, 1, 0.5] };
const words = { title: 'Loss & rate', about: 'of pictures', across: 'epoch', spoken: 'falls' };
const drawn = (given: Partial<LineChart>) =>
  html`${lineChart({ ...words, x: axis, y: axis, lines: [line], ...given })}`.markup;

test('a line stays within the axes and has a gap where a value is missing', () => {
  const [, path] = /<path class="line gallery" d="([^"]*)"/.exec(drawn({})) ?? [];
  expect(path).toBe('M15.5,254L122.6,133M336.9,12L444,133');
});

test('a mark is a ring, with its name on the side that has room', () => {
  const chart = drawn({
    marks: [
      { style: 'gallery', x: 1, y: 0.5, name: 'limit' },
      { style: 'gallery', x: 0, y: 0 },
    ],
  });
  expect(chart.match(/<circle class="place gallery"/g)).toHaveLength(2);
  expect(chart.match(/<text class="mark[^>]*>/g)).toEqual(['<text class="mark end" x="434.0" y="155.0">']);
});

test('of tick labels that would touch, the last is written; the plot leaves room for the longest', () => {
  const ticks = { ...axis, ticks: [0, 0.99, 1], label: (value: number) => `${value} %` };
  expect([...drawn({ x: ticks }).matchAll(/<text class="tick" [^>]*>([^<]*)/g)].map(([, text]) => text)).toEqual([
    '0 %',
    '1 %',
  ]);
  expect(drawn({ y: ticks })).toContain('x1="53"');
});
