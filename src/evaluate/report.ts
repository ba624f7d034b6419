import { curveTitles } from './curves.ts';
import { chart } from './report/chart.ts';
import { confused } from './report/confused.ts';
import { headline } from './report/headline.ts';
import { html } from './report/html.ts';
import { intervals } from './report/intervals.ts';
import type { ReportMaterial } from './report/material.ts';
import { page, section } from './report/page.ts';
import { pictures } from './report/pictures.ts';
import { scores } from './report/scores.ts';
import { settings } from './report/settings.ts';
import type { CompareResult, Curve } from './results.ts';

/**
 * A comparison as one HTML page that needs no network and runs no script: the verdict, the approaches side by side,
 * curves, pictures with what each approach said, the commonest mistakes, and what is needed to repeat it.
 */
export function comparisonReport(result: CompareResult, material: ReportMaterial): string {
  const { pictures: shown, confusions } = material;
  return page(`${result.dataset}: ${result.verdict.choose} — Discern`, [
    headline(result),
    shown.length > 0 &&
      section(
        'Recognised pictures',
        'What each approach said, and the enrolled pictures that the gallery found nearest.',
        [pictures(shown)],
      ),
    section('Side by side', 'The better number is marked; whether it is more than chance, the intervals say.', [
      intervals(result),
      scores(result),
    ]),
    result.curves.length > 0 &&
      section('Curves', 'How the two behave when they may decline to answer.', [
        html`<div class="charts">${result.curves.map((curve) => chart(curve, titlesOf(curve)))}</div>`,
      ]),
    confusions.length > 0 &&
      section('Most often confused', 'Pictures of one class whose best class was another.', confused(confusions)),
    section('To repeat this', 'The same settings on the same machine give the same numbers.', [
      settings(material.settings, result.skipped),
    ]),
  ]);
}

function titlesOf({ name }: Curve) {
  const known: Readonly<Record<string, { title: string; x: string; y: string }>> = curveTitles;
  return known[name] ?? { title: name, x: '', y: 'share' };
}
