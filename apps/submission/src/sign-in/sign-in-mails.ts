import { Inject, Injectable } from '@nestjs/common';
import { ACCESS_OPTIONS, type AccessOptions } from '#access';
import { type Mail, mailTemplate } from '#mail';
import { roleNames } from '#taxonomy';
import { NetworkRepository } from '../networks/network.repository.ts';
import type { Person } from '../people/person.ts';
import { invitationDays, linkMinutes, type SignInLink } from './sign-in-link.ts';
import { SignInTokens } from './sign-in-tokens.ts';

const folder = new URL('./templates/', import.meta.url);
const signIn = mailTemplate(folder, 'sign-in');
const invitation = mailTemplate(folder, 'invitation');

/** Writes the mail of a link: the same words and bytes each time it is asked for the same link. */
@Injectable()
export class SignInMails {
  constructor(
    private readonly tokens: SignInTokens,
    private readonly networks: NetworkRepository,
    @Inject(ACCESS_OPTIONS) private readonly options: AccessOptions,
  ) {}

  async write(link: SignInLink, person: Person): Promise<Mail> {
    const { origin } = this.options;
    return {
      messageId: `sign-in-${link._id}@${new URL(origin).hostname}`,
      to: person.email,
      date: link.askedAt,
      ...(await this.words(link, { name: person.name, origin, signInUrl: this.address(link) })),
    };
  }

  private async words({ invitation: given }: SignInLink, values: { name: string; origin: string; signInUrl: string }) {
    if (!given) return signIn({ ...values, minutes: linkMinutes });
    const network = (await this.networks.find(given.network))?.name ?? given.network;
    const roles = given.roles.map((role) => roleNames[role as keyof typeof roleNames] ?? role);
    return invitation({ ...values, network, roles, days: invitationDays });
  }

  private address({ _id }: SignInLink): string {
    return `${this.options.origin}/connexion/${this.tokens.write(_id)}`;
  }
}
