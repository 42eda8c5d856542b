import { createSocket, type Socket } from 'node:dgram';
import { type Answer, decode, encode } from 'dns-packet';

/** Records by name and type: `essaim.example TXT`. */
export type Zone = Readonly<Record<string, readonly string[]>>;

/** Answers DNS on this machine, from a zone that a test writes; what is not in it does not exist. */
export class DnsServer {
  readonly asked: string[] = [];
  zone: Zone = {};
  private readonly socket: Socket = createSocket('udp4');

  get address(): string {
    return `127.0.0.1:${this.socket.address().port}`;
  }

  async start(): Promise<void> {
    const { socket } = this;
    socket.on('message', (message, { port, address }) => socket.send(this.reply(message), port, address));
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.socket.close(() => resolve()));
  }

  private reply(message: Buffer): Buffer {
    const { id, questions = [] } = decode(message);
    const [question] = questions;
    if (!question) return encode({ id, type: 'response' });
    const key = `${question.name.toLowerCase()} ${question.type}`;
    this.asked.push(key);
    const answers = (this.zone[key] ?? []).map((data) => answerOf(question.name, question.type, data));
    const isKnown = Object.keys(this.zone).some((known) => known.startsWith(`${question.name.toLowerCase()} `));
    // 3: there is no such name.
    return encode({ id, type: 'response', flags: isKnown ? 0 : 3, questions, answers });
  }
}

const answerOf = (name: string, type: string, data: string): Answer => {
  const ttl = 60;
  if (type === 'TXT') return { name, type, ttl, data: data.match(/.{1,250}/g) ?? [''] } as Answer;
  if (type === 'MX') return { name, type, ttl, data: { preference: 10, exchange: data } } as Answer;
  return { name, type, ttl, data } as Answer;
};
