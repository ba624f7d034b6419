import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { html } from '../../src/evaluate/report/html.ts';
import { comparisonReport } from '../../src/evaluate/report.ts';
import { scoreTables } from '../../src/evaluate/score-rows.ts';
import { drawing, exampleMaterial, exampleResult } from './example.ts';

const result = exampleResult();
const material = exampleMaterial();
const report = comparisonReport(result, material);

/** The text that a reader sees: tags away, entities back. */
function textOf(page: string): string {
  return page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
}

/** Every tag name of the page. */
function tagsOf(page: string): Set<string> {
  return new Set(Array.from(page.matchAll(/<([a-z0-9]+)/gi), ([, name]) => name));
}

describe('the report', () => {
  test('says the verdict, why, and every number of the table', () => {
    const text = textOf(report);
    expect(text).toContain(result.verdict.sentence);
    for (const line of result.verdict.because) expect(text).toContain(line);
    for (const { heading, rows } of scoreTables(result)) {
      expect(text).toContain(heading);
      for (const row of rows) {
        for (const cell of [row.title, row.meaning, row.classifier ?? '', row.gallery ?? ''])
          expect(text).toContain(cell);
      }
    }
  });

  test('shows the pictures, the confusions, the settings and what was skipped', () => {
    const text = textOf(report);
    for (const { image, caption } of material.pictures) {
      expect(report).toContain(`src="${image.replaceAll("'", '&#39;')}"`);
      expect(text).toContain(caption);
    }
    for (const { truth, answer, count } of material.confusions) {
      expect(text.replace(/\s+/g, ' ')).toContain(`${truth} taken for ${answer} ${count} ×`);
    }
    for (const { name, value } of material.settings) expect(text).toMatch(new RegExp(`${name}\\s+${value}`));
    expect(text).toContain('fruit/plum/<broken>.jpg');
    expect(text).toContain('the picture ends too early');
  });

  test('explains confusions where there are explanations', () => {
    const words = ['cat 0.700, 0.100 above the threshold 0.600'];
    const panels = [
      { approach: 'gallery' as const, title: 'Gallery: <cat>', image: 'data:image/webp;base64,AA', words },
      { approach: null, title: 'Nearest', image: null, words: ['The file was not found'] },
    ];
    const page = comparisonReport(result, {
      ...material,
      explanations: [{ caption: 'a&b.png', truth: 'fox', panels }],
    });
    expect(page).toContain('<img src="data:image/webp;base64,AA" alt="Gallery: &#60;cat&#62;"');
    for (const said of [...words, 'a&b.png', 'The file was not found', 'speaks for the answer']) {
      expect(textOf(page)).toContain(said);
    }
    expect(report).not.toContain('Why they were confused');
  });

  test('marks right and wrong: a stranger is right only as unknown', () => {
    const [stranger, taken] = material.pictures
      .filter(({ truth }) => truth === null)
      .map((picture) => {
        const page = comparisonReport(result, { ...material, pictures: [picture], confusions: [] });
        return Array.from(page.matchAll(/class="answer (\w+) (right|wrong)"/g), ([, who, mark]) => [who, mark]);
      });
    expect(stranger).toEqual([
      ['classifier', 'wrong'],
      ['gallery', 'right'],
    ]);
    expect(taken).toEqual([
      ['classifier', 'wrong'],
      ['gallery', 'wrong'],
    ]);
  });

  test('loads nothing and runs nothing', () => {
    expect(tagsOf(report)).not.toContain('script');
    expect(tagsOf(report)).not.toContain('link');
    for (const [, address] of report.matchAll(/(?:src|href)="([^"]*)"/g)) expect(address).toMatch(/^data:image\//);
    expect(report).not.toMatch(/url\(|@import/);
    expect(report).toContain("default-src 'none'");
  });

  test('has an alternative text for every picture and chart', () => {
    for (const [image] of report.matchAll(/<img [^>]*>/g)) expect(image).toMatch(/ alt="[^"]+"/);
    for (const [figure] of report.matchAll(/<figure.*?<\/figure>/gs))
      expect(figure).toMatch(/role="img" aria-label="[^"]+"/);
  });

  test('draws each curve from its first to its last point', () => {
    expect(report.match(/<path class="line (classifier|gallery)" d="M[\d.,L-]+"/g)).toHaveLength(
      2 * result.curves.length,
    );
    expect(report).not.toMatch(/NaN|undefined|\[object/);
  });

  test('shows labels that look wrong, every mistake, classes and matrices, folded where they are many', () => {
    const text = textOf(report).replace(/\s+/g, ' ');
    expect(text).toContain('lemon rather kiwi & fig ?');
    expect(text).toContain('93.0 % sure, 1 of the nearest 3 have its label');
    expect(text).toContain('2 pictures, and 7 more that are not listed');
    expect(text).toMatch(/Classifier: apple 0.60/);
    expect(text).toMatch(/Gallery: pear 0.40 \(unknown\)/);
    expect(text).toMatch(/pear taken for apple 9 × 57 70 % 75 %/);
    expect(report).toContain('title="apple taken for kiwi &#38; fig: 4 of 57"');
    expect(report.match(/<details/g)).toHaveLength(2); // mistakes, and what was skipped
  });

  test('marks the threshold on the curves of answering and of strangers, and draws bands where there are some', () => {
    expect(report.match(/<circle class="place gallery"/g)).toHaveLength(2);
    expect(textOf(report).match(/threshold 0\.50/g)).toHaveLength(2);
    expect(report.match(/<path class="interval (classifier|gallery)" d="M[\d.,L-]+Z"/g)).toHaveLength(2);
  });

  test('says where the lines cross', () => {
    expect(textOf(report)).toContain('The gallery is ahead below about 13 pictures a class, the classifier above.');
  });

  test('folds a long list of classes and leaves no class out that it counts', () => {
    const all = Array.from({ length: 1203 }, (_, i) => ({
      ...{ label: `class ${i}`, pictures: 3, classifier: 1, gallery: 1, confusedWith: null },
    }));
    const text = textOf(comparisonReport(result, { ...material, classes: all })).replace(/\s+/g, ' ');
    expect(text).toContain('980 more classes, and 203 that are not listed');
    expect(text).toContain('class 999 ');
    expect(text).not.toContain('class 1000 ');
  });

  test('does without what there is not', () => {
    const bare = comparisonReport(
      { ...result, classifier: null, difference: null, unknown: null, curves: [], suspects: [], skipped: [] },
      { pictures: [], confusions: [], settings: [] },
    );
    expect(bare).not.toMatch(
      /NaN|undefined|\[object|Recognised pictures|<h2>Curves|Most often confused|All mistakes|Labels that|Class by class/,
    );
    expect(textOf(bare)).toContain('At the threshold');
  });

  test('is the same for the same comparison', () => {
    expect(comparisonReport(exampleResult(), exampleMaterial())).toBe(report);
  });
});

describe('labels of any kind', () => {
  test('never become markup, in text or in attributes', () => {
    const label = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => `</bdi><script>"'&${text}`);
    const known = tagsOf(report);
    fc.assert(
      fc.property(label, (hostile) => {
        const [picture] = material.pictures;
        const page = comparisonReport(
          { ...result, dataset: hostile },
          {
            pictures: [
              {
                ...picture,
                truth: hostile,
                caption: hostile,
                nearest: [{ label: hostile, similarity: 0, image: drawing(0) }],
              },
            ],
            confusions: [
              {
                approach: 'gallery',
                truth: hostile,
                answer: hostile,
                count: 1,
                examples: [{ caption: hostile, image: drawing(1) }],
              },
            ],
            settings: [{ name: hostile, value: hostile }],
            suspects: [{ image: drawing(2), nearest: [{ caption: hostile, image: drawing(3) }] }],
            mistakes: { listed: [{ ...picture, truth: hostile, caption: hostile }], more: 0 },
            classes: [
              { label: hostile, pictures: 1, classifier: 0, gallery: 0, confusedWith: { label: hostile, times: 2 } },
            ],
            matrices: [{ approach: 'gallery', shown: 'largest', labels: [hostile], counts: [[1, 2]] }],
          },
        );
        expect([...tagsOf(page)].every((tag) => known.has(tag))).toBe(true);
        expect(textOf(page)).toContain(hostile);
      }),
      { numRuns: 25 },
    );
  });

  test('come back from the template as they were', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (label) => {
        const { markup } = html`<i title="${label}">${label}</i>`;
        expect(markup.match(/[<>"]/g)).toHaveLength(6);
        expect(textOf(`<i>${markup.slice(10, markup.indexOf('">'))}</i>`)).toBe(` ${label} `);
      }),
    );
  });
});

test('the template joins lists, keeps markup, and drops what is not there', () => {
  const items = ['a', 'b'].map((item) => html`<li>${item}</li>`);
  expect(html`<ul>${items}${null}${false}${0}</ul>`.markup).toBe('<ul><li>a</li><li>b</li>0</ul>');
});
