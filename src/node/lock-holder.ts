import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCodeOf } from './file-error.ts';

/**
 * The process that holds a lock, as its lock file says; null for what the system, or an earlier version, does not tell.
 */
export type LockHolder = {
  readonly pid: number;
  readonly host: string;
  /** Of this lock alone. */
  readonly token: string;
  /** When the machine was started: Linux draws an id each time. */
  readonly boot: string | null;
  /** In what the process id is meant: containers count for themselves. */
  readonly namespace: string | null;
  /** When the process was started, in the system's own unit: process ids are given again. */
  readonly started: string | null;
};

/**
 * Whether a holder still runs. `unclear` where that cannot be seen from here: another container of this machine, or a
 * machine of this name that was started at another time.
 */
export type Standing = 'running' | 'gone' | 'unclear';

const unknown = '-';

/** This process, as the holder of a new lock. */
export function ourselves(): LockHolder {
  return {
    pid: process.pid,
    host: hostname().replaceAll(' ', '_') || unknown,
    token: randomUUID(),
    boot: orNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    namespace: orNull(() => readlinkSync('/proc/self/ns/pid')),
    started: startOf(process.pid),
  };
}

/** The text of a lock file: six words. Earlier versions wrote the first three, and read no more. */
export function holderText({ pid, host, token, boot, namespace, started }: LockHolder): string {
  return [pid, host, token, boot ?? unknown, namespace ?? unknown, started ?? unknown].join(' ');
}

/** The holder that a lock file names; null where the text is none of a lock file. */
export function holderIn(text: string): LockHolder | null {
  const [pid, host, token = '', ...more] = text.trim().split(' ');
  const [boot, namespace, started] = [0, 1, 2].map((i) => (more[i] === unknown ? null : (more[i] ?? null)));
  if (!/^[1-9]\d{0,9}$/.test(pid) || host === undefined || more.length > 3) return null;
  return { pid: Number(pid), host, token, boot, namespace, started };
}

/** Whether the holder of a lock file that was written at `writtenMs` still runs, as seen by `us`. */
export function standingOf(holder: LockHolder, us: LockHolder, writtenMs: number): Standing {
  if (holder.boot === null || us.boot === null) return standingByPid(holder, us, writtenMs);
  if (holder.boot !== us.boot) return holder.host === us.host ? 'unclear' : 'running';
  if (holder.namespace !== us.namespace) return 'unclear';
  return startOf(holder.pid) === holder.started ? 'running' : 'gone';
}

/** Where only the id is known: our own was then somebody's before us, in a container that had it, too. */
function standingByPid({ pid, host, started }: LockHolder, us: LockHolder, writtenMs: number): Standing {
  if (host !== us.host) return 'running';
  if (pid === us.pid) return started === us.started ? 'running' : 'gone';
  return isRunning(pid) && !startedAfter(pid, writtenMs) ? 'running' : 'gone';
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !existsSync('/proc/self/stat') || startOf(pid) !== null;
  } catch (thrown) {
    return errorCodeOf(thrown) !== 'ESRCH';
  }
}

/** Linux counts in hundredths of a second since the machine was started; null for no process that runs. */
function startOf(pid: number): string | null {
  const line = orNull(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The second word is the program's name in brackets, with blanks perhaps; the state is word 3, the start word 22.
  const [state, ...more] = line?.slice(line.lastIndexOf(')') + 2).split(' ') ?? [];
  return state === undefined || isEnded(state) ? null : (more[18] ?? null);
}

/** Ended, and not yet asked for by its parent: for good, where a container's first process asks for nobody. */
function isEnded(state: string): boolean {
  return state === 'Z' || state === 'X';
}

/** Whether a process is too young to have written what was written then: it has the id of one that is gone. */
function startedAfter(pid: number, writtenMs: number): boolean {
  const ticks = startOf(pid);
  const boot = orNull(() => readFileSync('/proc/stat', 'utf8').match(/^btime (\d+)$/m)?.[1] ?? '');
  if (ticks === null || !boot) return false;
  const roundingMs = 2000;
  return 1000 * Number(boot) + 10 * Number(ticks) > writtenMs + roundingMs;
}

function orNull(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
