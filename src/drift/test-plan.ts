/** Scenes before the first test, and by what the number grows from test to test. */
const [first, growth] = [15, 1.4];

/** The number of scenes at which the next test is made, after so many tests. */
export function nextTest(tests: number): number {
  return Math.ceil(first * growth ** tests);
}

/** The share of the rate of false alarms that a test may use up, after so many tests: 1/5, 2/15, 2/21 ... Their sum is 1. */
export function shareOfTest(tests: number): number {
  return 4 / ((tests + 4) * (tests + 5));
}
