import type { ScaleContinuousNumeric } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { Interval } from '../../metrics/interval.ts';
import { type HtmlContent, html } from './html.ts';

/** One axis of a line chart. */
export type Axis = {
  /** Its domain is the part shown; the chart sets the range. */
  readonly scale: Scale;
  /** Values that are labelled. */
  readonly ticks: readonly number[];
  readonly label: (value: number) => string;
};

/** One line of a chart, with its band where it has one. */
export type Line = {
  /** The class in the style sheet, which sets the colour. */
  readonly style: string;
  readonly x: readonly number[];
  /** As many as `x`; null leaves a gap. */
  readonly y: readonly (number | null)[];
  /** As many as `x`: the ends of a shaded band around the line. */
  readonly band?: readonly Interval[];
};

/** A point that is marked with a ring, and with its name where it has one. */
export type Mark = { readonly style: string; readonly x: number; readonly y: number; readonly name?: string };

/** What a line chart shows. */
export type LineChart = {
  readonly title: string;
  /** What the y axis measures. */
  readonly about: HtmlContent;
  /** What the x axis measures. */
  readonly across: string;
  /** The chart in words, for people who cannot see it. */
  readonly spoken: string;
  readonly legend?: HtmlContent;
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly Line[];
  readonly marks?: readonly Mark[];
};

type Scale = ScaleContinuousNumeric<number, number>;
type Scales = { readonly x: Scale; readonly y: Scale };

const width = 460;
const height = 300;
const [top, right, bottom] = [12, 444, 254];
const tickGap = 8;
/** Width of a digit at the style sheet's font size for ticks. */
const digitWidth = 7.5;

/** A line chart as an SVG figure, 460 by 300, that scales with the page. */
export function lineChart({
  title,
  about,
  across,
  spoken,
  legend = null,
  x,
  y,
  lines,
  marks = [],
}: LineChart): HtmlContent {
  const left = tickGap + digitWidth * Math.max(...y.ticks.map((tick) => y.label(tick).length));
  const scales = { x: x.scale.copy().range([left, right]), y: y.scale.copy().range([bottom, top]) };
  return html`<figure class="card"><figcaption><strong>${title}</strong><small>${about}</small>${legend}</figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${spoken}">
${y.ticks.map((tick) => yTick(scales.y(tick), y.label(tick), left))}
${apart(x.ticks, scales.x).map((tick) => xTick(scales.x(tick), x.label(tick)))}
<text class="axis" x="${(left + right) / 2}" y="${height - 6}">${across}</text>
${lines.map((each) => bandPath(each, scales))}
${lines.map((each) => linePath(each, scales))}
${marks.map((mark) => ring(mark, scales))}
</svg></figure>`;
}

function xTick(at: number, label: string): HtmlContent {
  return html`<text class="tick" x="${at}" y="${bottom + 18}">${label}</text>`;
}

function yTick(at: number, label: string, left: number): HtmlContent {
  return html`<line class="grid" x1="${left}" x2="${right}" y1="${at}" y2="${at}"/>
<text class="tick end" x="${left - tickGap}" y="${at + 5}">${label}</text>`;
}

/** Without the ticks whose label would touch the next one's. */
function apart(ticks: readonly number[], scale: Scale): number[] {
  return ticks.filter((tick, i) => i === ticks.length - 1 || scale(ticks[i + 1]) - scale(tick) > 26);
}

function linePath({ style, x, y }: Line, scales: Scales): HtmlContent {
  const path = line<number | null>()
    .x((_, i) => scales.x(x[i]))
    .y((value) => scales.y(value ?? 0))
    .defined((value) => value !== null)
    .digits(1)(y);
  return path && html`<path class="line ${style}" d="${path}"/>`;
}

function bandPath({ style, x, band = [] }: Line, scales: Scales): HtmlContent {
  const path = area<Interval>()
    .x((_, i) => scales.x(x[i]))
    .y0(([low]) => scales.y(low))
    .y1(([, high]) => scales.y(high))
    .digits(1)(band);
  return path && html`<path class="interval ${style}" d="${path}"/>`;
}

/** The name stands on the side that has room for it. */
function ring({ style, name, ...at }: Mark, { x, y }: Scales): HtmlContent {
  const [across, down] = [x(at.x), y(at.y)];
  const isRight = across > width / 2;
  const [textX, textY] = [across + (isRight ? -10 : 10), down + 22].map((value) => value.toFixed(1));
  const text =
    name !== undefined && html`<text class="mark${isRight && ' end'}" x="${textX}" y="${textY}">${name}</text>`;
  return html`<circle class="place ${style}" cx="${across.toFixed(1)}" cy="${down.toFixed(1)}" r="6"/>${text}`;
}
