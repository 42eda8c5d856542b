import { Injectable } from '@nestjs/common';
import { createOnce, type IdempotentRequest, idempotencyOf, newId } from '#persistence';
import { InvalidFields, Problem } from '#platform';
import { NetworkRepository } from '../networks/network.repository.ts';
import { Receipts } from '../receipts/receipts.ts';
import { ContributionRepository } from './contribution.repository.ts';
import type { Contribution } from './contribution.ts';
import { FindRules } from './find-rules.ts';
import { handIn } from './hand-in.ts';
import { HandInNotices } from './hand-in-notices.ts';
import { contentOf, type Intake } from './intake.ts';
import { withNetworkIds } from './network-names.ts';

/** Somebody without an account: in history, never a name. */
export const anonymous = 'anonymous';
/** More than a facilitator can look at is refused for now. */
const mostWaiting = 200;

class TooManyProposals extends Problem {
  constructor() {
    super(
      'too-many-proposals',
      429,
      {
        fr: 'Ce réseau a déjà beaucoup de propositions à examiner : réessayez dans quelques jours.',
        en: 'This network has many proposals to look at already: retry in a few days.',
      },
      {},
      { 'retry-after': '86400' },
    );
  }
}

/** Takes in what somebody without an account proposes to a network. Its facilitator decides; a receipt tells how it goes. */
@Injectable()
export class ProposeContribution {
  constructor(
    private readonly contributions: ContributionRepository,
    private readonly networks: NetworkRepository,
    private readonly rules: FindRules,
    private readonly notices: HandInNotices,
    private readonly receipts: Receipts,
  ) {}

  async execute(sent: Intake, request: IdempotentRequest | undefined, now: Date) {
    const { network, contribution, handedIn } = await this.prepared(sent, now);
    if ((await this.contributions.countProposals(network._id)) >= mostWaiting) throw new TooManyProposals();
    const { changes, announced } = handedIn;
    const { v: _, ...proposal } = { ...contribution, ...changes };
    const notices = await this.notices.for({ ...proposal, v: 0 });
    const { id } = await createOnce(this.contributions.store.model, request, async () => {
      const answer = { id: proposal._id };
      const idempotency = idempotencyOf(request, answer, new Date());
      await this.contributions.insert({ ...proposal, idempotency }, now, ...announced, ...notices);
      return answer;
    });
    // The token is derived, so that it is stored nowhere.
    return { id, status: 'submitted' as const, title: sent.title, receipt: this.receipts.urlOf(id) };
  }

  /** @throws the same problems as `execute` */
  async check(sent: Intake, now: Date): Promise<void> {
    await this.prepared(sent, now);
  }

  private async prepared(sent: Intake, now: Date) {
    if (!sent.network || !sent.charter || !sent.proposer) throw new InvalidFields(lacking(sent));
    const network = await this.networks.named(sent.network, '/network');
    const at = now.toISOString();
    const content = await withNetworkIds(this.networks, contentOf(sent));
    const sponsored = content.sponsor || !network.sponsor ? content : { ...content, sponsor: network.sponsor };
    const contribution: Contribution = {
      _id: newId(),
      v: 0,
      network: network._id,
      createdBy: anonymous,
      status: 'draft',
      version: 0,
      content: sponsored,
      versions: [],
      committee: [],
      history: [{ at, what: 'created', version: 0 }],
      createdAt: at,
      proposer: { name: sent.proposer.name, email: sent.proposer.email ?? null },
    };
    const rules = await this.rules.for(sponsored, now);
    const by = { id: anonymous, selfEndorsing: false };
    return { network, contribution, handedIn: handIn(contribution, network, by, rules, now) };
  }
}

const lacking = ({ network, charter, proposer }: Intake) => {
  const required = (pointer: string, fr: string, en: string) => ({ pointer, code: 'required', detail: { fr, en } });
  return [
    ...(network ? [] : [required('/network', 'Dites à quel réseau vous le proposez.', 'Say to which network.')]),
    ...(charter ? [] : [required('/charter', 'La charte des contributions est à accepter.', 'Accept the charter.')]),
    ...(proposer
      ? []
      : [required('/proposer', 'Dites qui vous êtes, ou présentez une clé d’API.', 'Say who you are.')]),
  ];
};
