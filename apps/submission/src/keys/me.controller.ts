import { Controller, Get, Header } from '@nestjs/common';
import { Caller, networksOf, type Principal } from '#access';
import { NetworkRepository } from '../networks/network.repository.ts';
import { PersonRepository } from '../people/person.repository.ts';

/** Who this key is. */
@Controller('api/v1/me')
export class MeController {
  constructor(
    private readonly networks: NetworkRepository,
    private readonly people: PersonRepository,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  async me(@Caller() caller: Principal) {
    const person = caller.kind === 'person' ? await this.people.store.find(caller.id) : null;
    const networks = await Promise.all(networksOf(caller).map((id) => this.networks.find(id)));
    return {
      kind: caller.kind,
      id: caller.id,
      name: person?.name ?? networks.find((network) => network?._id === caller.id)?.name ?? null,
      roles: caller.grants,
      networks: networks.flatMap((network) =>
        network ? [{ id: network._id, slug: network.slug, name: network.name }] : [],
      ),
      selfEndorsing: caller.selfEndorsing,
    };
  }
}
