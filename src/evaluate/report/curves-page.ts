import { scaleLinear } from 'd3-scale';
import { counted, duration, percent } from '../../base/figures.ts';
import {
  isWhitened,
  spaceInWords,
  type TrainResult,
  type ValidationResult,
  validationInWords,
} from '../../stages/training-result.ts';
import { type HtmlContent, html } from './html.ts';
import { lineChart } from './line-chart.ts';
import { page, section } from './page.ts';
import { settings } from './settings.ts';

/** One figure over the epochs. */
type Series = {
  readonly title: string;
  readonly about: string;
  /** One number an epoch; null where it was not measured. */
  readonly values: readonly (number | null)[];
  readonly label: (value: number) => string;
};

/** A training as one HTML page that needs no network and runs no script: loss, rate and validation over the epochs. */
export function curvesPage(result: TrainResult): string {
  const { plan, validation } = result;
  const incidents = result.incidents.map(({ explanation }) => html`<li>${explanation}</li>`);
  return page(`Training on ${plan.data.name} — Discern`, [
    html`<header>
<p class="eyebrow">Discern <span aria-hidden="true">·</span> how a network learned</p>
<h1><bdi>${plan.data.name}</bdi></h1>
<p class="lead">${counted(result.epochs, 'epoch')} in ${duration(result.seconds)}.
${validation && `${validationInWords(validation)}.`}</p>
</header>`,
    section('Curves', `Over the epochs; ${markedInWords(validation)}.`, [
      html`<div class="charts">${seriesOf(result).map((series) => chart(series, validation?.epoch ?? null))}</div>`,
    ]),
    incidents.length > 0 &&
      section('What went wrong', 'And what was done about it.', [html`<div class="card"><ul>${incidents}</ul></div>`]),
    section('To repeat this', 'The same plan on the same pictures and machine gives the same file.', [
      settings(facts(result), result.skipped),
    ]),
  ]);
}

function markedInWords(validation: ValidationResult | null): string {
  if (validation === null) return 'nothing judged them, and the last one stands';
  return validation.epoch === 0 ? 'none bettered the beginning, which stands' : 'the epoch that was chosen is marked';
}

function seriesOf({ history }: TrainResult): Series[] {
  const validation = (name: string) => history.map((epoch) => epoch.validation?.[name] ?? null);
  const all: Series[] = [
    { title: 'Loss', about: 'of learned pictures', values: history.map(({ loss }) => loss), label: short },
    { title: 'Loss of others', about: 'of pictures not learned', values: validation('loss'), label: short },
    {
      title: 'Nearest',
      about: 'named rightly by the nearest class mean',
      values: validation('nearest'),
      label: percent,
    },
    {
      title: 'Recall at 1',
      about: 'one of its class is nearest, of new classes',
      values: validation('recallAt1'),
      label: percent,
    },
    { title: 'Verification', about: 'area under the ROC curve', values: validation('verification'), label: percent },
    { title: 'Order', about: 'triplets with the positive nearer', values: validation('ordered'), label: percent },
    { title: 'Classifier', about: 'named rightly by the classifier', values: validation('accuracy'), label: percent },
    { title: 'Rate', about: 'learning rate', values: history.map(({ rate }) => rate), label: short },
  ];
  return all.filter(({ values }) => values.some((value) => value !== null));
}

function chart({ title, about, values, label }: Series, chosen: number | null): HtmlContent {
  const known = values.filter((value) => value !== null);
  const x = scaleLinear().domain([1, Math.max(2, values.length)]);
  const y = scaleLinear()
    .domain([Math.min(...known), Math.max(...known)])
    .nice(5);
  const mark = chosen === null ? null : (values[chosen - 1] ?? null);
  const style = 'gallery';
  return lineChart({
    title,
    about,
    across: 'epoch',
    spoken: `${title}: from ${label(known[0])} to ${label(known[known.length - 1])}`,
    x: { scale: x, ticks: x.ticks(6).filter(Number.isInteger), label: String },
    y: { scale: y, ticks: y.ticks(5), label },
    lines: [{ style, x: values.map((_, i) => i + 1), y: values }],
    marks: mark === null || chosen === null ? [] : [{ style, x: chosen, y: mark }],
  });
}

function facts({ plan, dimensions, whitening, stopped, seed }: TrainResult) {
  const stages = plan.stages.map(({ cut, views, epochs }) => `${epochs} epochs from ${cut}, ${views ?? 'new'} views`);
  return [
    { name: 'network', value: plan.network.architecture ?? plan.network.backbone ?? '' },
    { name: 'learned', value: stages.join('; ') },
    { name: 'numbers a picture', value: `${dimensions}` },
    {
      name: 'they are',
      value: isWhitened(whitening) ? spaceInWords[whitening.space] : 'what the head makes of features',
    },
    { name: 'preset', value: plan.preset },
    { name: 'batch', value: `${plan.batch}` },
    { name: 'chosen by', value: plan.selection },
    { name: 'ended', value: stopped },
    { name: 'seed', value: `${seed}` },
  ];
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
