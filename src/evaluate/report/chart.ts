import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { percent, whole } from '../../base/figures.ts';
import type { Curve } from '../results.ts';
import { type Content, html } from './html.ts';
import { approaches, legend } from './legend.ts';

const width = 460;
const height = 300;
const margin = { top: 12, right: 16, bottom: 46, left: 48 };

/** What a chart is called, and what its axes are. */
export type ChartTitles = { readonly title: string; readonly x: string; readonly y: string };

type Scales = { readonly x: ScaleLinear<number, number>; readonly y: ScaleLinear<number, number> };

/** One line for each approach that has one: shares upwards, shares or counts to the right. */
export function chart(curve: Curve, titles: ChartTitles): Content {
  const scales = scalesOf(curve);
  const asShare = Math.max(...curve.x) <= 1;
  return html`<figure class="card"><figcaption><strong>${titles.title}</strong><small>↑ ${titles.y}</small>${legend()}</figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${spoken(curve, titles)}">
${axes(scales, asShare)}
<text class="axis" x="${(margin.left + width - margin.right) / 2}" y="${height - 6}">${titles.x}</text>
${approaches.map(({ key }) => curveMark(curve.x, curve[key], scales, key))}
</svg></figure>`;
}

function scalesOf({ x, classifier, gallery }: Curve): Scales {
  const lowest = Math.min(1, ...classifier, ...gallery);
  const from = Math.max(...x) <= 1 ? 0 : Math.min(...x);
  return {
    x: scaleLinear()
      .domain([from, Math.max(...x)])
      .range([margin.left, width - margin.right]),
    y: scaleLinear()
      .domain([Math.min(0.9, lowest), 1])
      .nice(5)
      .range([height - margin.bottom, margin.top]),
  };
}

function axes({ x, y }: Scales, asShare: boolean): Content {
  const label = (value: number) => (asShare ? wholePercent(value) : whole(value));
  const floor = height - margin.bottom;
  return [
    y.ticks(5).map(
      (
        tick,
      ) => html`<line class="grid" x1="${margin.left}" x2="${width - margin.right}" y1="${y(tick)}" y2="${y(tick)}"/>
<text class="tick end" x="${margin.left - 8}" y="${y(tick) + 5}">${wholePercent(tick)}</text>`,
    ),
    x.ticks(5).map((tick) => html`<text class="tick" x="${x(tick)}" y="${floor + 18}">${label(tick)}</text>`),
  ];
}

function curveMark(xs: readonly number[], ys: readonly number[], { x, y }: Scales, key: string): Content {
  const path = line<number>(
    (_, i) => x(xs[i]),
    (value) => y(value),
  ).digits(1)(ys);
  return path && html`<path class="line ${key}" d="${path}"/>`;
}

/** What somebody hears who can't see the chart: each line at its beginning, middle and end. */
function spoken(curve: Curve, titles: ChartTitles): string {
  const places = [...new Set([0, curve.x.length >> 1, curve.x.length - 1])];
  const lines = approaches
    .filter(({ key }) => curve[key].length > 0)
    .map(({ key, name }) => `${name}: ${places.map((i) => `${percent(curve[key][i])} at ${curve.x[i]}`).join(', ')}`);
  return `${titles.y}, over ${titles.x}. ${lines.join('. ')}.`;
}

function wholePercent(share: number): string {
  return `${Math.round(1000 * share) / 10} %`;
}
