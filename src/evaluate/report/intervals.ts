import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { percent, percentInterval } from '../../base/figures.ts';
import type { Interval } from '../../metrics/interval.ts';
import { sameWithin } from '../interval-finding.ts';
import type { CompareResult } from '../results.ts';
import { type HtmlContent, html } from './html.ts';
import { approaches } from './legend.ts';

const width = 460;
const left = 84;
const right = 22;
const rowHeight = 34;

type Bar = { readonly key: string; readonly name: string; readonly value: number; readonly interval: Interval };

/** Both accuracies with their 95 % intervals, and the difference with its interval beside zero. */
export function intervals(result: CompareResult): HtmlContent {
  const bars = approaches.flatMap(({ key, name }) => {
    const scores = result[key];
    return scores ? [{ key, name, value: scores.accuracy, interval: scores.interval }] : [];
  });
  return html`<div class="charts">${accuracies(bars)}${result.difference && differenceBar(result.difference)}</div>`;
}

function accuracies(bars: readonly Bar[]): HtmlContent {
  const lowest = Math.min(...bars.map(({ interval }) => interval[0]));
  const highest = Math.max(...bars.map(({ interval }) => interval[1]));
  const x = scaleLinear()
    .domain([lowest, highest])
    .nice(5)
    .range([left, width - right]);
  const spoken = bars.map((bar) => `${bar.name} ${percent(bar.value)} (${percentInterval(bar.interval)})`).join(', ');
  return panel({
    title: 'Accuracy',
    meaning: 'share of pictures named rightly, with its 95 % interval',
    spoken,
    unit: ' %',
    x,
    bars,
    behind: null,
  });
}

function differenceBar({ accuracy, interval }: { accuracy: number; interval: Interval }): HtmlContent {
  const reach = 1.05 * Math.max(2 * sameWithin, ...interval.map(Math.abs));
  const x = scaleLinear()
    .domain([-reach, reach])
    .range([left, width - right]);
  const bars = [{ key: 'difference', name: 'Difference', value: accuracy, interval }];
  const [from, to] = [x(-sameWithin), x(sameWithin)];
  const same = html`<rect class="band" x="${from}" width="${to - from}" y="0" height="${2 * rowHeight}"/>
<line class="zero" x1="${x(0)}" x2="${x(0)}" y1="0" y2="${2 * rowHeight}"/>
<text class="side" x="${left}" y="12">classifier better</text>
<text class="side end" x="${width - right}" y="12">gallery better</text>`;
  const spoken = `Gallery minus classifier ${percent(accuracy)} (${percentInterval(interval)})`;
  return panel({
    title: 'Difference',
    meaning: 'gallery minus classifier, in points; shaded: too small to matter',
    spoken,
    unit: '',
    x,
    bars,
    behind: same,
  });
}

type Panel = {
  readonly title: string;
  readonly meaning: string;
  /** The panel in words, for people who cannot see it. */
  readonly spoken: string;
  readonly unit: string;
  readonly x: ScaleLinear<number, number>;
  readonly bars: readonly Bar[];
  readonly behind: HtmlContent;
};

function panel({ title, meaning, spoken, unit, x, bars, behind }: Panel): HtmlContent {
  const bottom = 2 * rowHeight;
  const top = bottom - bars.length * rowHeight;
  return html`<figure class="card"><figcaption><strong>${title}</strong><small>${meaning}</small></figcaption>
<svg viewBox="0 0 ${width} ${bottom + 26}" role="img" aria-label="${spoken}">
${x.ticks(5).map((tick) => tickMark(x(tick), `${signedPercent(tick)}${unit}`, bottom))}
${behind}
${bars.map((bar, i) => barMark(bar, x, top + (i + 0.5) * rowHeight))}
</svg></figure>`;
}

function tickMark(x: number, label: string, bottom: number): HtmlContent {
  return html`<line class="grid" x1="${x}" x2="${x}" y1="0" y2="${bottom}"/>
<text class="tick" x="${x}" y="${bottom + 18}">${label}</text>`;
}

function signedPercent(share: number): string {
  return `${Math.round(1000 * share) / 10}`.replace('-', '−');
}

function barMark(
  { key, name, value, interval: [low, high] }: Bar,
  x: ScaleLinear<number, number>,
  y: number,
): HtmlContent {
  return html`<text class="name" x="0" y="${y + 5}">${name}</text>
<line class="whisker ${key}" x1="${x(low)}" x2="${x(high)}" y1="${y}" y2="${y}"/>
<circle class="point ${key}" cx="${x(value)}" cy="${y}" r="6"/>`;
}
