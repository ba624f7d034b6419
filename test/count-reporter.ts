import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';

/**
 * Prints why each skipped test was skipped and, as the last line of the run, `tests: N passed, N failed, N skipped`.
 * A file that could not be loaded and an error outside every test count as failed.
 */
export default class CountReporter implements Reporter {
  private vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const skipped = tests.filter((test) => test.result().state === 'skipped');
    const passed = tests.filter((test) => test.result().state === 'passed');
    const failed = tests.length - passed.length - skipped.length;
    const broken = modules.filter((module) => module.errors().length > 0).length + unhandledErrors.length;
    const filtered = this.vitest?.config.testNamePattern !== undefined || this.vitest?.config.tagsFilter !== undefined;
    const reasons = filtered ? [] : skipped.map(reasonLine);
    const count = `tests: ${passed.length} passed, ${failed + broken} failed, ${skipped.length} skipped`;
    process.stdout.write(`${[...reasons, count].join('\n')}\n`);
  }
}

function reasonLine(test: TestCase): string {
  const result = test.result();
  const note = result.state === 'skipped' && result.note ? ` (${result.note})` : '';
  return `skipped: ${test.module.relativeModuleId} > ${test.fullName}${note}`;
}
