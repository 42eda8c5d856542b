import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { recorded } from '../audit/recorded.ts';
import { StaleVersion } from '../cases/case.problems.ts';
import type { GivenVerification } from '../cases/opinion.schema.ts';
import { verificationFrom, verifierKindOf } from '../cases/record-verification.ts';
import { Seats } from '../cases/seats.ts';
import { toPeople } from '../notices/notices.ts';
import { ResourceNotPublished } from './resource.problems.ts';
import { ResourceRepository } from './resource.repository.ts';
import type { Resource } from './resource.ts';

/** A professional reads a public version again. It is shown once a member of the committee, told of it, confirms. */
@Injectable()
export class VerifyResource {
  constructor(
    private readonly resources: ResourceRepository,
    private readonly seats: Seats,
  ) {}

  async execute(id: string, given: GivenVerification, caller: Principal, now: Date): Promise<Resource> {
    const kind = verifierKindOf(caller);
    return this.resources.store.change(async () => {
      const resource = await this.resources.get(id);
      const { status, version, title } = resource.current;
      if (status !== 'published' && status !== 'flagged') throw new ResourceNotPublished(status);
      if (given.version !== version) throw new StaleVersion(version);
      const verification = verificationFrom(given, caller, kind, resource.involvedNetworks, now);
      const others = resource.verifications.filter(({ verifier }) => verifier !== caller.id);
      const entry = {
        what: 'verified',
        by: caller.id,
        at: now.toISOString(),
        version,
        reason: given.perimeter,
      } as const;
      const facts = { resourceId: id, title, perimeter: given.perimeter };
      const changes = { verifications: [...others, verification], history: [...resource.history, entry] };
      return this.resources.store.save(
        resource,
        changes,
        now,
        ...toPeople(await this.seats.holdersOn(resource.committee, now), 'resource.verified', facts),
        recorded('resource.verified', caller, { kind: 'resource', id }, { version, detail: { kind } }),
      );
    });
  }
}
