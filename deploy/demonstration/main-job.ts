import { randomBytes } from 'node:crypto';
import { done, until } from './api.ts';
import { Mailbox } from './mailbox.ts';
import { Receiver } from './receiver.ts';

/** What demo.json says of a running demonstration. */
export interface RunningDemo {
  readonly origin: string;
  readonly mailbox: string;
  readonly keys: {
    readonly contributor: string;
    readonly facilitator: string;
    readonly committee: readonly string[];
    readonly subscriber: string;
  };
}

export interface MainJobResult {
  readonly resource: string;
  /** From the answer that carried the decision, to the sight of it in each channel. */
  readonly ms: Readonly<Record<'rss' | 'atom' | 'json' | 'mail' | 'webhook', number>>;
}

/** A new contribution about what every association does once a year; it cites no law. */
const contribution = {
  title: 'Préparer le rendez-vous annuel avec la mairie',
  summary:
    'Une trame d’entretien et une liste de pièces pour que le rendez-vous de bilan avec la commune serve aux deux.',
  family: 'documentary',
  format: 'checklist',
  scale: 'territorial',
  territories: ['DEP-33'],
  support: 'transversal',
  themes: ['cooperation', 'subventions'],
  audiences: ['dirigeants', 'structures-appui'],
  uses: ['save-time', 'build-skills'],
  supportTasks: ['accompagner'],
  technicalNature: 'method',
  licence: 'etalab-2.0',
  language: 'fr',
  regime: 'voluntary',
  howToUse: [
    'Réunir les pièces de la liste.',
    'Préparer les trois questions de la trame.',
    'Envoyer le compte rendu sous huit jours.',
  ],
  links: [{ url: 'https://reseau.example/rendez-vous-mairie.pdf', title: 'La trame' }],
  fieldTest: { verdict: 'inspiration', testedIn: ['DEP-33'] },
  scope: { include: ['DEP-33'], exclude: [] },
  submit: true,
} as const;

const opinion = {
  version: 1,
  recommendation: 'approve',
  criteria: { clarity: 'met', accessibility: 'met', fieldTest: 'met', verification: 'not-applicable' },
  scope: { include: ['DEP-33'], exclude: [] },
  verdict: 'inspiration',
  comment: 'Simple, et tout de suite utile.',
} as const;

/** The main job of the product, through public HTTP alone: from a submission to everyone who subscribed. */
export const runMainJob = async (
  { origin, mailbox, keys }: RunningDemo,
  say: (line: string) => void,
): Promise<MainJobResult> => {
  const at = (path: string) => `${origin}/api/v1${path}`;
  const receiver = new Receiver();
  const post = new Mailbox(mailbox);
  try {
    const address = `lectrice-${randomBytes(4).toString('hex')}@demo.example`;
    await subscribeByMail(origin, post, address);
    say(`subscribed ${address} to the newsletter, confirmed from the mailbox`);

    const url = await receiver.listen();
    const endpoint = await done('POST', at('/webhook-endpoints'), {
      key: keys.subscriber,
      body: { url, events: ['resource.published'], filter: { territory: ['REG-75'] } },
    });
    receiver.trust(endpoint.secret);
    await receiver.waitFor('ping');
    await until('an active endpoint', async () => {
      const { status } = await done('GET', at(`/webhook-endpoints/${endpoint.id}`), { key: keys.subscriber });
      return status === 'active';
    });
    say('registered a webhook endpoint, which verified the signature of the ping');

    const { id, status } = await done('POST', at('/contributions'), { key: keys.contributor, body: contribution });
    say(`submitted « ${contribution.title} » (${status})`);
    await done('POST', at(`/contributions/${id}/endorse`), { key: keys.facilitator });
    say('the facilitator endorsed it');

    const decidedAt = await decide(at, keys.committee, id, say);
    const feed = (format: 'rss' | 'atom' | 'json') => seenInFeed(`${origin}/feeds/resources.${format}`, id, decidedAt);
    const [rss, atom, json, mail, webhook] = await Promise.all([
      feed('rss'),
      feed('atom'),
      feed('json'),
      post.waitFor(address, contribution.title).then(() => performance.now() - decidedAt),
      receiver.waitFor('resource.published', id).then((received) => received.at - decidedAt),
    ]);
    if (receiver.refused.length) throw new Error(`a webhook did not verify: ${receiver.refused[0]}`);
    return { resource: id, ms: { rss, atom, json, mail, webhook } };
  } finally {
    await receiver.close();
  }
};

const subscribeByMail = async (origin: string, post: Mailbox, email: string): Promise<void> => {
  await done('POST', `${origin}/api/v1/subscriptions`, {
    body: { email, frequency: 'immediate', filter: { territory: ['DEP-33'] } },
  });
  const mail = await post.waitFor(email, '/newsletters/confirm/');
  const [link] = /http\S+\/newsletters\/confirm\/\S+/.exec(mail.text) ?? [];
  if (!link) throw new Error('the confirmation mail has no link');
  await done('POST', link);
};

/** Opinions of distinct colleges, until the rules are met. @returns when the decision was answered */
const decide = async (
  at: (path: string) => string,
  committee: readonly string[],
  contributionId: string,
  say: (line: string) => void,
): Promise<number> => {
  const subject = await until('a case', async () => {
    const { items } = await done('GET', at(`/cases?contributionId=${contributionId}`), { key: committee[0] ?? '' });
    return items[0];
  });
  for (const [index, key] of committee.entries()) {
    const { decision, missing } = await done('POST', at(`/cases/${subject.id}/opinions`), { key, body: opinion });
    const answeredAt = performance.now();
    say(
      `opinion ${index + 1}: ${decision ? `decided, ${decision.outcome}` : missing.map((m: { detail: string }) => m.detail).join(' ')}`,
    );
    if (decision) return answeredAt;
  }
  throw new Error('the committee did not decide');
};

const seenInFeed = async (url: string, id: string, since: number): Promise<number> =>
  until(
    `${url} with the resource`,
    async () => {
      const text = await (await fetch(url)).text();
      return text.includes(`urn:essaim:${id}:v1:published`) && performance.now() - since;
    },
    30_000,
    5,
  );
