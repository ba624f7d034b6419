import { asDiscernError, type DiscernError, type ErrorCode } from '../base/error.ts';
import type { World } from './context.ts';

const exitCodes: Partial<Record<ErrorCode, number>> = { misused: 2, interrupted: 130 };

/** Tells of a failure in the one shape, on standard output under `--json`, else on standard error. Gives the exit code. */
export async function reportFailure(thrown: unknown, json: boolean, { stdout, stderr }: World): Promise<number> {
  const error = asDiscernError(thrown);
  if (json) await stdout.write(`${JSON.stringify({ error }, null, 2)}\n`);
  else await stderr.write(failureText(error));
  if (error.code === 'internal') await stderr.write(`${stackOf(error)}\n`);
  return exitCodes[error.code] ?? 1;
}

function failureText({ message, given, expected, todo }: DiscernError): string {
  return `discern: ${message}\n  given:    ${given}\n  expected: ${expected}\n  to do:    ${todo}\n`;
}

/** Where it happened: our own fault is of use to us only with this. */
function stackOf(error: DiscernError): string {
  const origin = error.cause instanceof Error ? error.cause : error;
  return origin.stack ?? '';
}
