import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Release } from './recipe.ts';

const answerWithinMs = 4_000;
const silenceAtMostMs = 10_000;

/**
 * Fetches the release into the folder and unpacks its program, whose path it returns.
 *
 * Throws with the reason: no answer within four seconds, ten seconds of silence, another SHA-256 than the pinned one.
 */
export const download = async (release: Release, folder: string): Promise<string> => {
  const archive = join(folder, 'release.tar.gz');
  const sha256 = await fetchTo(release.url, archive);
  if (sha256 !== release.sha256) {
    throw new Error(`the file has SHA-256 ${sha256} where ${release.sha256} is expected; it was not used`);
  }
  await promisify(execFile)('tar', ['-xzf', archive, '-C', folder, release.member]);
  return join(folder, release.member);
};

/** Streams the answer to a file and returns its SHA-256. */
const fetchTo = async (url: string, file: string): Promise<string> => {
  const quiet = new AbortController();
  let timer = setTimeout(() => quiet.abort(new Error(`no answer within ${answerWithinMs / 1000} s`)), answerWithinMs);
  const hash = createHash('sha256');
  const out = await open(file, 'w');
  try {
    const response = await fetch(url, { signal: quiet.signal });
    if (!response.ok || !response.body) throw new Error(`the site answered ${response.status}`);
    for await (const chunk of response.body) {
      clearTimeout(timer);
      timer = setTimeout(() => quiet.abort(new Error('the download stopped moving')), silenceAtMostMs);
      hash.update(chunk);
      await out.write(chunk);
    }
    return hash.digest('hex');
  } catch (error) {
    // fetch hides why behind "fetch failed".
    throw error instanceof TypeError && error.cause instanceof Error ? error.cause : error;
  } finally {
    clearTimeout(timer);
    await out.close();
  }
};
