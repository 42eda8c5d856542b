import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import { fileTypeFromBuffer } from 'file-type';
import { allowedTypes } from './attachment.ts';

/** Enough for every signature, and for the directory at the head of office documents. */
const headBytes = 256 * 1024;

/** The first bytes of a stream, which is closed. */
export const headOf = async (stream: Readable): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= headBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, headBytes);
};

/**
 * The MIME type of a file by its content: what its name or its sender says is no proof. Text has no signature: its name
 * tells which kind of text. Null when it is nothing that we know.
 */
export const contentType = async (head: Buffer, name: string): Promise<string | null> => {
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  if (found) return found.mime in allowedTypes ? found.mime : (aliases[found.mime] ?? found.mime);
  return isText(head) ? textType(head, name) : null;
};

const aliases: Readonly<Record<string, string>> = { 'audio/mp4': 'audio/x-m4a', 'audio/wave': 'audio/wav' };

/** UTF-8 without controls; the last character of a head may be cut short. */
const isText = (head: Buffer): boolean => {
  const cuts = head.length < headBytes ? [0] : [0, 1, 2, 3];
  const whole = cuts.map((cut) => head.subarray(0, head.length - cut)).find((bytes) => isUtf8(bytes));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what tells text from the rest
  return whole !== undefined && whole.length > 0 && !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(whole.toString());
};

const textType = (head: Buffer, name: string): string => {
  const start = head.subarray(0, 1024).toString().trimStart().toLowerCase();
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) return 'text/html';
  // A picture or a document that runs scripts, in XML.
  if (start.startsWith('<?xml') || start.startsWith('<svg')) return 'application/xml';
  const extension = name.split('.').at(-1)?.toLowerCase();
  const byName: Readonly<Record<string, string>> = { csv: 'text/csv', md: 'text/markdown', json: 'application/json' };
  return byName[extension ?? ''] ?? 'text/plain';
};
