import { crossingInWords } from './crossing-in-words.ts';
import { curveTitles } from './curves.ts';
import { approachChart } from './report/approach-chart.ts';
import { classes } from './report/classes.ts';
import { confused } from './report/confused.ts';
import { explanations } from './report/explanations.ts';
import { headline } from './report/headline.ts';
import { type HtmlContent, html } from './report/html.ts';
import { intervals } from './report/intervals.ts';
import type { Mark } from './report/line-chart.ts';
import type { ReportMaterial } from './report/material.ts';
import { matrices } from './report/matrix.ts';
import { mistakes } from './report/mistakes.ts';
import { page, section } from './report/page.ts';
import { pictures } from './report/pictures.ts';
import { scores } from './report/scores.ts';
import { settings } from './report/settings.ts';
import { suspects } from './report/suspects.ts';
import type { CompareResult, Curve, LearningCurve } from './results.ts';

/**
 * A comparison as one HTML page that needs no network and runs no script: the verdict, both approaches side by side,
 * curves, pictures with both predictions, classes, mistakes, labels that look wrong, and what is needed to repeat it.
 */
export function comparisonReport(result: CompareResult, material: ReportMaterial): string {
  return page(`${result.dataset}: ${result.verdict.choose} — Discern`, [
    headline(result),
    material.pictures.length > 0 &&
      section(
        'Recognised pictures',
        'What each approach said, and the enrolled pictures that the gallery found nearest.',
        [pictures(material.pictures)],
      ),
    section('Side by side', 'The better number is marked; whether it is more than chance, the intervals say.', [
      intervals(result),
      scores(result),
    ]),
    result.curves.length > 0 && curveSection(result, material.threshold ?? null),
    ...byClass(material),
    ...pictureByPicture(result, material),
    section('To repeat this', 'The same settings on the same machine give the same numbers.', [
      settings(material.settings, result.skipped),
    ]),
  ]);
}

function curveSection(result: CompareResult, threshold: number | null): HtmlContent {
  const learning = result.curves.find(isLearningCurve);
  const crossing = learning && crossingInWords(learning);
  const fewer = learning ? ', and with fewer pictures to learn from; shaded: 95 %' : '';
  const charts = result.curves.map((curve) => approachChart(curve, titlesOf(curve), marksOn(curve, result, threshold)));
  return section(
    'Curves',
    `How the two behave when they may decline to answer${fewer}.${crossing ? ` ${crossing}` : ''}`,
    html`<div class="charts">${charts}</div>`,
  );
}

/** The gallery's threshold on the curves `coverage` and `strangers`. */
function marksOn({ name }: Curve, { gallery, unknown }: CompareResult, threshold: number | null): Mark[] {
  if (gallery === null) return [];
  const label = threshold === null ? 'at the threshold' : `threshold ${threshold.toFixed(2)}`;
  const { accepted, acceptedAccuracy } = gallery;
  const falseAccept = unknown?.gallery?.falseAccept;
  if (name === 'coverage' && acceptedAccuracy !== null) {
    return [{ style: 'gallery', x: accepted, y: acceptedAccuracy, name: label }];
  }
  if (name === 'strangers' && falseAccept !== undefined) {
    return [{ style: 'gallery', x: falseAccept, y: accepted, name: label }];
  }
  return [];
}

function byClass(material: ReportMaterial): HtmlContent[] {
  const { classes: all = [], matrices: shown = [], confusions, explanations: reasons = [] } = material;
  return [
    all.length > 0 &&
      section(
        'Class by class',
        'Shares named rightly, the worst class first, and what both together took it for most often.',
        classes(all),
      ),
    shown.length > 0 &&
      section(
        'Confusion matrix',
        'How often pictures of a class (rows) were taken for each (columns, by number).',
        matrices(shown),
      ),
    confusions.length > 0 &&
      section('Most often confused', 'Pictures of one class whose best class was another.', confused(confusions)),
    reasons.length > 0 &&
      section('Why they were confused', 'The regions of a picture that carry each answer.', explanations(reasons)),
  ];
}

function pictureByPicture(
  result: CompareResult,
  { mistakes: wrong, suspects: shown = [] }: ReportMaterial,
): HtmlContent[] {
  return [
    wrong !== undefined &&
      wrong.listed.length > 0 &&
      section(
        'All mistakes',
        'Every picture that one of the two named wrongly, by class.',
        mistakes(wrong.listed, wrong.more),
      ),
    result.suspects.length > 0 &&
      section(
        'Labels that look wrong',
        'Neither approach learned from these pictures. ' +
          'Where their labels are right after all, fit --keep-suspects learns from them.',
        suspects(result.suspects, shown),
      ),
  ];
}

function isLearningCurve(curve: Curve | LearningCurve): curve is LearningCurve {
  return 'differenceInterval' in curve;
}

function titlesOf({ name }: Curve) {
  const known: Readonly<Record<string, { title: string; x: string; y: string }>> = curveTitles;
  return known[name] ?? { title: name, x: '', y: 'share' };
}
