import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCodeOf } from './file-error.ts';

/**
 * The process that holds a lock, as its lock file says. A member is null where the system, or an earlier version, does
 * not give it.
 */
export type LockHolder = {
  readonly pid: number;
  readonly host: string;
  /** Random, different for every lock. */
  readonly token: string;
  /** The start of the machine: Linux draws an id at each start. */
  readonly boot: string | null;
  /** The namespace of the process id: each container counts its own. */
  readonly namespace: string | null;
  /** The start of the process, in the system's own unit: process ids are used again. */
  readonly started: string | null;
};

/**
 * Whether a holder still runs. It is `unclear` where this cannot be seen from here: in another container of this
 * machine, or on a machine of this name that was started at another time.
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

/** The text of a lock file: six words. Earlier versions wrote and read only the first three. */
export function holderText({ pid, host, token, boot, namespace, started }: LockHolder): string {
  return [pid, host, token, boot ?? unknown, namespace ?? unknown, started ?? unknown].join(' ');
}

/** The holder that a lock file names; null where the text is not that of a lock file. */
export function holderIn(text: string): LockHolder | null {
  const [pid, host, token = '', ...more] = text.trim().split(' ');
  const [boot, namespace, started] = [0, 1, 2].map((i) => (more[i] === unknown ? null : (more[i] ?? null)));
  if (!/^[1-9]\d{0,9}$/.test(pid) || host === undefined || more.length > 3) return null;
  return { pid: Number(pid), host, token, boot, namespace, started };
}

/** Whether the holder of a lock file still runs, as seen by `us`. The file was written at `writtenMs`. */
export function standingOf(holder: LockHolder, us: LockHolder, writtenMs: number): Standing {
  if (holder.boot === null || us.boot === null) return standingByPid(holder, us, writtenMs);
  if (holder.boot !== us.boot) return holder.host === us.host ? 'unclear' : 'running';
  if (holder.namespace !== us.namespace) return 'unclear';
  return startOf(holder.pid) === holder.started ? 'running' : 'gone';
}

/**
 * The answer where only the process id is known. Our own id means that another process had it before us, in a container
 * that used it, too.
 */
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

/**
 * When a process started, in hundredths of a second since the machine's start (Linux); null where no such process runs.
 */
function startOf(pid: number): string | null {
  const line = orNull(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The second word is the program's name in brackets and may hold blanks. The state is word 3, the start word 22.
  const [state, ...more] = line?.slice(line.lastIndexOf(')') + 2).split(' ') ?? [];
  return state === undefined || isEnded(state) ? null : (more[18] ?? null);
}

/**
 * Whether a process has ended and its parent has not yet collected it. In a container whose first process never does
 * so, it stays like this.
 */
function isEnded(state: string): boolean {
  return state === 'Z' || state === 'X';
}

/** Whether a process started after a file was written: then it has the id of a process that is gone. */
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
