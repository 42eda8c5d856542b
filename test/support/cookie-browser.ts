import { type Answer, Client, type Sent } from './client.ts';

/** As much of a browser as signing in needs: cookies, and saying where a form comes from. It follows no redirection by itself. */
export class CookieBrowser {
  readonly cookies = new Map<string, string>();
  private readonly client: Client;

  constructor(private readonly origin: string) {
    this.client = new Client(origin);
  }

  async get(path: string, headers: Sent = {}): Promise<Answer> {
    return this.send('GET', path, headers);
  }

  async head(path: string): Promise<Answer> {
    return this.send('HEAD', path);
  }

  /** Sends a form, as a page of ours would. */
  async submit(path: string, fields: Record<string, string> = {}, headers: Sent = {}): Promise<Answer> {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const ours = { origin: this.origin, 'sec-fetch-site': 'same-origin' };
    return this.send('POST', path, { ...form, ...ours, ...headers }, new URLSearchParams(fields).toString());
  }

  /** The page to which an answer leads, and so on until there is one. */
  async follow(asked: Promise<Answer>): Promise<Answer> {
    let answer = await asked;
    for (let steps = 0; answer.headers.has('location') && steps < 10; steps += 1) {
      answer = await this.get(answer.headers.get('location') ?? '/');
    }
    return answer;
  }

  private async send(method: string, path: string, headers: Sent = {}, body?: string): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const sent = { accept: 'text/html', ...(cookie ? { cookie } : {}), ...headers };
    const answer = await this.client.send(method, path, sent, body);
    for (const line of answer.headers.getSetCookie()) this.keep(line);
    return answer;
  }

  private keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '' || /max-age=0/i.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
