import { Controller, Delete, Get, Header, HttpCode, Param } from '@nestjs/common';
import { Caller, type Principal } from '#access';
import { Forbidden, Now } from '#platform';
import { Client, type ClientPart } from './client-part.ts';
import { RevokeSessions } from './revoke-sessions.ts';
import { SessionRepository } from './session.repository.ts';
import { sessionView } from './session.ts';

/** Where the caller is signed in: seen and closed by themselves, with a session or a key of theirs. */
@Controller('api/v1/me/sessions')
export class MySessionsController {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly revokeSessions: RevokeSessions,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  async list(@Caller() caller: Principal, @Now() now: Date) {
    const live = await this.sessions.liveOf(personOf(caller), now);
    return { items: live.map((session) => sessionView(session, caller.session)), total: live.length, next: null };
  }

  @Delete()
  @HttpCode(204)
  async closeOthers(@Caller() caller: Principal, @Client() client: ClientPart, @Now() now: Date): Promise<void> {
    await this.revokeSessions.others(personOf(caller), caller.session, client, now);
  }

  @Delete(':id')
  @HttpCode(204)
  async close(
    @Param('id') id: string,
    @Caller() caller: Principal,
    @Client() client: ClientPart,
    @Now() now: Date,
  ): Promise<void> {
    await this.revokeSessions.one(id, personOf(caller), client, now);
  }
}

const personOf = ({ kind, id }: Principal): string => {
  if (kind !== 'person') {
    throw new Forbidden({ fr: 'Un réseau n’a pas de session.', en: 'A network has no session.' });
  }
  return id;
};
