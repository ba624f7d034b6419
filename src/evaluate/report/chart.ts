import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from 'd3-scale';
import { area, line } from 'd3-shape';
import { percent, whole } from '../../base/figures.ts';
import type { Interval } from '../../metrics/interval.ts';
import type { Curve, LearningCurve } from '../results.ts';
import { type Content, html } from './html.ts';
import { approaches, legend } from './legend.ts';

const width = 460;
const height = 300;
const margin = { top: 12, right: 16, bottom: 46, left: 48 };

/** What a chart is called, and what its axes are. */
export type ChartTitles = { readonly title: string; readonly x: string; readonly y: string };

/** A place on a chart that has a name, for instance where a threshold stands. */
export type Mark = {
  readonly approach: 'classifier' | 'gallery';
  readonly x: number;
  readonly y: number;
  readonly name: string;
};

type Scale = ScaleContinuousNumeric<number, number>;
type Scales = { readonly x: Scale; readonly y: Scale };

/** One line for each approach that has one, with its band where there is one: shares upwards, shares or counts to the right. */
export function chart(curve: Curve | LearningCurve, titles: ChartTitles, marks: readonly Mark[] = []): Content {
  const asShare = Math.max(...curve.x) <= 1;
  const scales = scalesOf(curve, asShare);
  return html`<figure class="card"><figcaption><strong>${titles.title}</strong><small>↑ ${titles.y}</small>${legend()}</figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${spoken(curve, titles, marks)}">
${axes(scales, asShare ? null : curve.x)}
<text class="axis" x="${(margin.left + width - margin.right) / 2}" y="${height - 6}">${titles.x}</text>
${approaches.map(({ key }) => bandMark(curve, scales, key))}
${approaches.map(({ key }) => curveMark(curve.x, curve[key], scales, key))}
${marks.map((mark) => placeMark(mark, scales))}
</svg></figure>`;
}

function scalesOf(curve: Curve | LearningCurve, asShare: boolean): Scales {
  const bands = 'classifierInterval' in curve ? [...curve.classifierInterval, ...curve.galleryInterval] : [];
  const lowest = Math.min(1, ...curve.classifier, ...curve.gallery, ...bands.map(([low]) => low));
  const across = [margin.left, width - margin.right] as const;
  const largest = Math.max(...curve.x);
  return {
    x: asShare ? scaleLinear([0, largest], across) : scaleLog([Math.min(...curve.x), Math.max(largest, 2)], across),
    y: scaleLinear()
      .domain([Math.min(0.9, lowest), 1])
      .nice(5)
      .range([height - margin.bottom, margin.top]),
  };
}

/** `counts`: where the axis of counts has its ticks; null for shares. */
function axes({ x, y }: Scales, counts: readonly number[] | null): Content {
  const floor = height - margin.bottom;
  return [
    y.ticks(5).map(
      (
        tick,
      ) => html`<line class="grid" x1="${margin.left}" x2="${width - margin.right}" y1="${y(tick)}" y2="${y(tick)}"/>
<text class="tick end" x="${margin.left - 8}" y="${y(tick) + 5}">${wholePercent(tick)}</text>`,
    ),
    (counts ? apart(counts, x) : x.ticks(5)).map(
      (tick) =>
        html`<text class="tick" x="${x(tick)}" y="${floor + 18}">${counts ? whole(tick) : wholePercent(tick)}</text>`,
    ),
  ];
}

/** Of ticks that would touch, the later one. */
function apart(ticks: readonly number[], x: Scale): number[] {
  return ticks.filter((tick, i) => i === ticks.length - 1 || x(ticks[i + 1]) - x(tick) > 26);
}

function curveMark(xs: readonly number[], ys: readonly number[], { x, y }: Scales, key: string): Content {
  const path = line<number>(
    (_, i) => x(xs[i]),
    (value) => y(value),
  ).digits(1)(ys);
  return path && html`<path class="line ${key}" d="${path}"/>`;
}

function bandMark(curve: Curve | LearningCurve, { x, y }: Scales, key: 'classifier' | 'gallery'): Content {
  if (!('classifierInterval' in curve)) return null;
  const path = area<Interval>()
    .x((_, i) => x(curve.x[i]))
    .y0(([low]) => y(low))
    .y1(([, high]) => y(high))
    .digits(1)(curve[`${key}Interval`]);
  return path && html`<path class="interval ${key}" d="${path}"/>`;
}

/** A ring at the place, its name on the side that has room. */
function placeMark({ approach, name, ...place }: Mark, { x, y }: Scales): Content {
  const [left, top] = [x(place.x), y(place.y)];
  const isRight = left > (margin.left + width) / 2;
  return html`<circle class="place ${approach}" cx="${left.toFixed(1)}" cy="${top.toFixed(1)}" r="6"/>
<text class="mark${isRight && ' end'}" x="${(left + (isRight ? -10 : 10)).toFixed(1)}" y="${(top + 22).toFixed(1)}">${name}</text>`;
}

/** What somebody hears who can't see the chart: each line at its beginning, middle and end, and what is marked. */
function spoken(curve: Curve, titles: ChartTitles, marks: readonly Mark[]): string {
  const places = [...new Set([0, curve.x.length >> 1, curve.x.length - 1])];
  const lines = approaches
    .filter(({ key }) => curve[key].length > 0)
    .map(({ key, name }) => `${name}: ${places.map((i) => `${percent(curve[key][i])} at ${curve.x[i]}`).join(', ')}`);
  const named = marks.map(({ name, x, y }) => `${name}: ${percent(y)} at ${percent(x)}`);
  return `${titles.y}, over ${titles.x}. ${[...lines, ...named].join('. ')}.`;
}

function wholePercent(share: number): string {
  return `${Math.round(1000 * share) / 10} %`;
}
