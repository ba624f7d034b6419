import { asDiscernError, DiscernError, type ErrorCode, type ErrorJson } from '../base/error.ts';
import { throwIfAborted } from '../base/progress.ts';
import { asStarted } from './as-started.ts';
import type { World } from './context.ts';
import { widthOf, wrapText } from './text/wrap-text.ts';

const exitCodes: Partial<Record<ErrorCode, number>> = { misused: 2, interrupted: 130 };

/** The exit code after an abort: 130, unless the signal has another one as its reason; null if not aborted. */
export function stopCode({ aborted, reason }: AbortSignal): number | null {
  if (!aborted) return null;
  return typeof reason === 'number' ? reason : 130;
}

/**
 * Prints an error: as JSON on standard output with `--json`, otherwise, or if standard output is lost, as text on
 * standard error. Returns the exit code.
 */
export async function reportFailure(
  thrown: unknown,
  json: boolean,
  { stdout, stderr, signal, program }: World,
): Promise<number> {
  const error = asDiscernError(isInterruption(thrown) ? thrown : (interruption(signal) ?? thrown));
  const plain = error.toJSON();
  const given = error.code === 'misused' ? asStarted(plain.given, program) : plain.given;
  const shown = { ...plain, given, todo: asStarted(plain.todo, program) };
  if (json && !stdout.lost?.()) await stdout.write(`${JSON.stringify({ error: shown }, null, 2)}\n`);
  if (!json || (stdout.lost?.() ?? null) !== null) await stderr.write(wrapText(failureText(shown), widthOf(stderr)));
  if (error.code === 'internal') await stderr.write(`${stackOf(error)}\n`);
  return (error.code === 'interrupted' && stopCode(signal)) || (exitCodes[error.code] ?? 1);
}

/** Whether the work itself reported the interruption; its error says how to continue. */
function isInterruption(thrown: unknown): boolean {
  return thrown instanceof DiscernError && thrown.code === 'interrupted';
}

/** The error `interrupted` if the signal is aborted: an error after Ctrl-C is a consequence of it. Null otherwise. */
function interruption(signal: AbortSignal): unknown {
  try {
    throwIfAborted(signal);
    return null;
  } catch (interrupted) {
    return interrupted;
  }
}

function failureText({ message, given, expected, todo }: ErrorJson): string {
  return `discern: ${message}\n  given:    ${given}\n  expected: ${expected}\n  to do:    ${todo}\n`;
}

/** The stack trace, for reports of internal errors. */
function stackOf(error: DiscernError): string {
  const origin = error.cause instanceof Error ? error.cause : error;
  return origin.stack ?? '';
}
