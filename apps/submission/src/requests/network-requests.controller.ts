import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Caller, type Principal, Roles } from '#access';
import { type Announcement, text } from '#contracts';
import { createOnce, type IdempotentRequest, idempotencyOf, newId } from '#persistence';
import { Idempotency, NotFound, Now, nextPage, Problem, Public, paging } from '#platform';
import { type NewNetwork, newNetwork } from '../networks/network.ts';
import { RegisterNetwork } from '../networks/register-network.ts';
import { AddMember } from '../people/add-member.ts';
import { PersonRepository } from '../people/person.repository.ts';
import { NetworkRequestRepository } from './network-request.repository.ts';
import { type NetworkRequest, type NewRequest, newRequest, requestView } from './network-request.ts';
import { askedTold, refusalTold } from './request-notices.ts';

const listQuery = z.strictObject({ ...paging, status: z.enum(['open', 'accepted', 'refused']).optional() });
const refusal = z.strictObject({ reason: text(1000) });
const mostWaiting = 500;

class AlreadyAnswered extends Problem {
  constructor() {
    super('already-answered', 409, { fr: 'Cette demande a déjà reçu sa réponse.', en: 'It was answered already.' });
  }
}

class TooManyRequests extends Problem {
  constructor() {
    const fr = 'Trop de demandes attendent déjà : réessayez dans quelques jours.';
    super('too-many-requests', 429, { fr, en: 'Too many requests are waiting.' }, {}, { 'retry-after': '86400' });
  }
}

/** Requests to join: anybody asks, operators answer. */
@Controller('api/v1/network-requests')
export class NetworkRequestsController {
  constructor(
    private readonly requests: NetworkRequestRepository,
    private readonly registerNetwork: RegisterNetwork,
    private readonly addMember: AddMember,
    private readonly people: PersonRepository,
  ) {}

  @Post()
  @Public()
  @HttpCode(202)
  async ask(
    @Body({ schema: newRequest }) wanted: NewRequest,
    @Idempotency() request: IdempotentRequest | undefined,
    @Now() now: Date,
  ) {
    const { total } = await this.requests.list('open', undefined, 1);
    if (total >= mostWaiting) throw new TooManyRequests();
    return createOnce(this.requests.store.model, request, async () => {
      const answer = { id: newId(), status: 'open' as const };
      const asked: Omit<NetworkRequest, 'v'> = {
        _id: answer.id,
        ...wanted,
        message: wanted.message ?? null,
        status: 'open',
        askedAt: now.toISOString(),
        answer: null,
      };
      const notices = askedTold(await this.people.operators(), answer.id, wanted.name);
      const idempotency = idempotencyOf(request, answer, new Date());
      await this.requests.store.insert({ ...asked, idempotency }, now, ...notices);
      return answer;
    });
  }

  @Get()
  @Roles('operator')
  async list(@Query({ schema: listQuery }) query: z.output<typeof listQuery>) {
    const { items, total } = await this.requests.list(query.status, query.cursor, query.limit);
    const next = nextPage('/api/v1/network-requests', items, query, items.at(-1)?._id);
    return { items: items.map(requestView), total, next };
  }

  /** Registers the network as given, and invites who asked as its facilitator. */
  @Post(':id/accept')
  @HttpCode(200)
  @Roles('operator')
  async accept(
    @Param('id') id: string,
    @Body({ schema: newNetwork }) wanted: NewNetwork,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    const asked = await this.open(id);
    // Before the answer is written: cut short, accepting again finds the network there and goes on.
    const network = await this.registerNetwork.once(`network-request ${id}`, wanted, now);
    const { name, email } = asked.contact;
    await this.addMember.execute(
      network.id,
      { name, email, roles: ['facilitator', 'contributor'] },
      undefined,
      now,
      true,
    );
    return this.answer(
      id,
      'accepted',
      { at: now.toISOString(), by: caller.id, reason: null, network: network.id },
      now,
    );
  }

  @Post(':id/refuse')
  @HttpCode(200)
  @Roles('operator')
  async refuse(
    @Param('id') id: string,
    @Body({ schema: refusal }) { reason }: z.output<typeof refusal>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    const { name } = await this.open(id);
    const answer = { at: now.toISOString(), by: caller.id, reason, network: null };
    return this.answer(id, 'refused', answer, now, refusalTold(id, name, reason));
  }

  private async answer(
    id: string,
    status: NetworkRequest['status'],
    answer: NonNullable<NetworkRequest['answer']>,
    now: Date,
    ...told: Announcement[]
  ) {
    return this.requests.store.change(async () =>
      requestView(await this.requests.store.save(await this.open(id), { status, answer }, now, ...told)),
    );
  }

  private async open(id: string): Promise<NetworkRequest> {
    const asked = await this.requests.store.find(id);
    if (!asked) throw new NotFound();
    if (asked.status !== 'open') throw new AlreadyAnswered();
    return asked;
  }
}
