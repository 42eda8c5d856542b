import { parentPort, workerData } from 'node:worker_threads';
import { convert } from 'html-to-text';
import mammoth from 'mammoth';
import { extractText, getDocumentProxy } from 'unpdf';

/** Runs in a thread of its own: see extract-text.ts. Plain enough for Node to run it without a build. */
const { data, type } = workerData as { data: Uint8Array; type: string };

const read = async (): Promise<string> => {
  if (type === 'application/pdf') {
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(data)), { mergePages: true });
    return text;
  }
  if (type.endsWith('wordprocessingml.document')) {
    return (await mammoth.extractRawText({ buffer: Buffer.from(data) })).value;
  }
  const plain = new TextDecoder().decode(data);
  if (type !== 'text/html') return plain;
  const skip = (selector: string) => ({ selector, format: 'skip' });
  return convert(plain, {
    wordwrap: false,
    limits: { maxInputLength: 5_000_000, maxDepth: 200 },
    selectors: [{ selector: 'a', options: { ignoreHref: true } }, skip('img'), skip('script'), skip('style')],
  });
};

parentPort?.postMessage(await read());
