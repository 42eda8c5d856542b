import { Injectable } from '@nestjs/common';
import { type Announced, submissionNoticeRequested } from '#contracts';
import { OnEvent, Wake } from '#messaging';
import { invitation } from '../people/add-member.ts';
import { PersonRepository } from '../people/person.repository.ts';
import { SignInLinkRepository } from './sign-in-link.repository.ts';
import { newInvitation } from './sign-in-link.ts';

/**
 * Whoever is invited gets a link to sign in with. It is made here, where its token is known, and not by who mails the
 * other notices: a token never travels in an event. One link per event, whatever happens on the way.
 */
@Injectable()
export class SendInvitation {
  constructor(
    private readonly people: PersonRepository,
    private readonly links: SignInLinkRepository,
    private readonly wake: Wake,
  ) {}

  @OnEvent(submissionNoticeRequested)
  async whenInvited({ id, data, occurredAt, reannounced }: Announced<typeof submissionNoticeRequested>): Promise<void> {
    if (data.kind !== invitation || reannounced) return;
    const person = await this.people.store.find(data.personId);
    const { networkId, roles } = data.facts;
    if (!person || typeof networkId !== 'string' || !Array.isArray(roles)) return;
    await this.links.addInvitation(
      newInvitation(id, person.email, { network: networkId, roles }, new Date(occurredAt)),
    );
    this.wake.call('sign-in');
  }
}
