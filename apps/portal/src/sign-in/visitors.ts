import { Injectable, Logger } from '@nestjs/common';
import { z } from 'zod';
import { grant } from '#contracts';
import { Unavailable } from '#platform';
import type { Visitor } from '../pages/visitor.ts';
import { Services } from '../services/services.ts';

const tokenAnswer = z.object({ token: z.string(), expiresAt: z.iso.datetime() });
const meAnswer = z.object({
  id: z.string(),
  name: z.string().nullable(),
  roles: z.array(grant),
  networks: z.array(z.object({ id: z.string(), slug: z.string(), name: z.string() })),
});

/** A token is changed for another a minute before it ends. */
const earlyMs = 60_000;
/** What is shown of somebody is never older: a role that was taken away, a session that was closed. */
const freshMs = 1_000;
const most = 5_000;

interface Held {
  token?: { readonly value: string; readonly until: number };
  visitor?: { readonly value: Visitor; readonly at: number };
  asking?: Promise<Visitor | null>;
}

/** Who holds a session. Only tokens that a restart may lose are kept, in memory. */
@Injectable()
export class Visitors {
  private readonly logger = new Logger(Visitors.name);
  private readonly held = new Map<string, Held>();

  constructor(private readonly services: Services) {}

  /**
   * Parallel requests of one session ask once. Null when the session is over.
   * @throws Unavailable when nobody can tell just now
   */
  async holding(session: string, ip: string): Promise<Visitor | null> {
    const held = this.heldOf(session);
    const { visitor } = held;
    if (visitor && Date.now() - visitor.at < freshMs) return visitor.value;
    held.asking ??= this.ask(session, held, ip).finally(() => {
      delete held.asking;
    });
    return held.asking;
  }

  /** Signed out here: nothing of it stays. */
  forget(session: string): void {
    this.held.delete(session);
  }

  private async ask(session: string, held: Held, ip: string): Promise<Visitor | null> {
    try {
      // A token may be void before its time, with the key that signed it: the second try gets another.
      for (let attempt = 0; attempt < 2; attempt += 1) {
        const token = await this.tokenOf(session, held, ip);
        if (!token) return this.over(session);
        const visitor = await this.visitorBy(token, ip);
        if (visitor) return this.keep(held, visitor);
        delete held.token;
      }
      // The session is open, and its tokens are not taken: what makes them known is on its way.
      throw new Unavailable();
    } catch (error) {
      // The last that was told holds as long as its token: pages go on while submission is away.
      if (held.visitor && held.token && held.token.until > Date.now()) return held.visitor.value;
      throw error;
    }
  }

  private over(session: string): null {
    this.held.delete(session);
    return null;
  }

  private keep(held: Held, visitor: Visitor): Visitor {
    held.visitor = { value: visitor, at: Date.now() };
    return visitor;
  }

  /** Null when the token is not taken. */
  private async visitorBy(token: string, ip: string): Promise<Visitor | null> {
    const { status, body } = await this.services.call('GET', '/api/v1/me', { token, from: { ip } });
    if (status === 401) return null;
    const me = this.parsed(meAnswer, status, body);
    return { id: me.id, name: me.name ?? me.id, grants: me.roles, networks: me.networks, token };
  }

  private async tokenOf(session: string, held: Held, ip: string): Promise<string | null> {
    if (held.token && held.token.until > Date.now()) return held.token.value;
    const { status, body } = await this.services.call('POST', '/api/v1/sessions/token', {
      body: { session },
      from: { ip },
    });
    if (status === 401 || status === 422) return null;
    const { token, expiresAt } = this.parsed(tokenAnswer, status, body);
    held.token = { value: token, until: Date.parse(expiresAt) - earlyMs };
    return token;
  }

  private parsed<Schema extends z.ZodType>(schema: Schema, status: number, body: unknown): z.output<Schema> {
    const read = schema.safeParse(body);
    if (status === 200 && read.success) return read.data;
    this.logger.error({ status, error: read.error, msg: 'not what was promised of a session' });
    throw new Unavailable();
  }

  /** The one not asked for longest gives way. */
  private heldOf(session: string): Held {
    const held = this.held.get(session) ?? {};
    this.held.delete(session);
    this.held.set(session, held);
    const [oldest] = this.held.keys();
    if (this.held.size > most && oldest) this.held.delete(oldest);
    return held;
  }
}
