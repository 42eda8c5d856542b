import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { Pool } from 'undici';

const connections = 32;
const ticksPerSecond = 100;
const restingShare = 0.05;

export interface Served {
  readonly perSecond: number;
  /** Microseconds of the server's CPU for one request; NaN where the system does not tell. */
  readonly cpu: number;
  readonly p99: number;
}

/** Seconds of CPU that a process has used. */
export const cpuOf = (pid: number): number => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return Number.NaN;
  }
};

/** Resident memory of a process, in megabytes. */
export const memoryOf = (pid: number): number => {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
};

/** Once a process has nothing more to do of its own: a catalogue that grew is read into the search index first. */
export const atRest = async (pid: number): Promise<void> => {
  for (let before = cpuOf(pid), used = 1; used > restingShare; ) {
    await setTimeout(1_000);
    const now = cpuOf(pid);
    [used, before] = [now - before, now];
  }
};

/** The same request so many times, 32 at once. */
export const load = async (
  url: string,
  headers: Record<string, string>,
  status: number,
  requests: number,
  pid: number,
): Promise<Served> => {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const latencies: number[] = [];
  let left = requests;
  const work = async () => {
    while (left > 0) {
      left -= 1;
      const start = performance.now();
      const { statusCode, body } = await pool.request({ method: 'GET', path: pathname + search, headers });
      await body.dump({ limit: 10_000_000 });
      if (statusCode !== status) throw new Error(`${url} answered ${statusCode}`);
      latencies.push(performance.now() - start);
    }
  };
  const [cpu, start] = [cpuOf(pid), performance.now()];
  await Promise.all(Array.from({ length: connections }, work));
  const seconds = (performance.now() - start) / 1000;
  const used = cpuOf(pid) - cpu;
  await pool.close();
  latencies.sort((a, b) => a - b);
  return {
    perSecond: requests / seconds,
    cpu: (used / requests) * 1e6,
    p99: latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN,
  };
};

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
