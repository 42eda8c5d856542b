/**
 * `node probe.mjs live|ready`: exit code 0 when the service in this container is. From inside, since the portal shows
 * its health to its own machine only.
 */
const url = `http://127.0.0.1:${process.env.ESSAIM_PORT ?? 3000}/health/${process.argv[2] ?? 'ready'}`;
const answer = await fetch(url, { signal: AbortSignal.timeout(4_000) }).catch(() => undefined);
process.exit(answer?.ok ? 0 : 1);
