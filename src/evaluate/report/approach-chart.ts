import { scaleLinear, scaleLog } from 'd3-scale';
import { formatCount, percent } from '../../base/figures.ts';
import type { Curve, LearningCurve } from '../results.ts';
import type { HtmlContent } from './html.ts';
import { approaches, legend } from './legend.ts';
import { type Axis, type Line, lineChart, type Mark } from './line-chart.ts';

/** A chart's title, and what its axes measure. */
export type ChartTitles = { readonly title: string; readonly x: string; readonly y: string };

/**
 * A chart of shares over shares or counts: one line for each approach that has one, with its band where there is one.
 */
export function approachChart(
  curve: Curve | LearningCurve,
  titles: ChartTitles,
  marks: readonly Mark[] = [],
): HtmlContent {
  const lines = linesOf(curve);
  return lineChart({
    title: titles.title,
    about: `↑ ${titles.y}`,
    across: titles.x,
    legend: legend(),
    spoken: spoken(curve, titles, marks),
    x: xAxis(curve.x),
    y: yAxis(lines),
    lines,
    marks,
  });
}

function linesOf(curve: Curve | LearningCurve): Line[] {
  return approaches.map(({ key }) => ({
    style: key,
    x: curve.x,
    y: curve[key],
    band: 'classifierInterval' in curve ? curve[`${key}Interval`] : [],
  }));
}

/** Shares from 0, or counts on a logarithmic scale. */
function xAxis(x: readonly number[]): Axis {
  const largest = Math.max(...x);
  if (largest > 1) {
    return { scale: scaleLog().domain([Math.min(...x), Math.max(largest, 2)]), ticks: x, label: formatCount };
  }
  const scale = scaleLinear().domain([0, largest]);
  return { scale, ticks: scale.ticks(5), label: wholePercent };
}

function yAxis(lines: readonly Line[]): Axis {
  const lows = lines.flatMap(({ y, band = [] }) => [...y.map((value) => value ?? 1), ...band.map(([low]) => low)]);
  const scale = scaleLinear()
    .domain([Math.min(0.9, ...lows), 1])
    .nice(5);
  return { scale, ticks: scale.ticks(5), label: wholePercent };
}

/** Each line at its beginning, middle and end, and what is marked. */
function spoken(curve: Curve, titles: ChartTitles, marks: readonly Mark[]): string {
  const indices = [...new Set([0, curve.x.length >> 1, curve.x.length - 1])];
  const lines = approaches
    .filter(({ key }) => curve[key].length > 0)
    .map(({ key, name }) => `${name}: ${indices.map((i) => `${percent(curve[key][i])} at ${curve.x[i]}`).join(', ')}`);
  const named = marks.map(({ name = '', x, y }) => `${name}: ${percent(y)} at ${percent(x)}`);
  return `${titles.y}, over ${titles.x}. ${[...lines, ...named].join('. ')}.`;
}

function wholePercent(share: number): string {
  return `${Math.round(1000 * share) / 10} %`;
}
