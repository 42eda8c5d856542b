import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import type { ContributionContent } from '#contracts';
import {
  ConcurrentChange,
  createOnce,
  type IdempotentRequest,
  idempotencyOf,
  isDuplicateKey,
  newId,
} from '#persistence';
import { NetworkRepository } from '../networks/network.repository.ts';
import type { Network } from '../networks/network.ts';
import { ownNetwork } from '../networks/own-network.ts';
import { ContributionNotEditable } from './contribution.problems.ts';
import { ContributionRepository } from './contribution.repository.ts';
import { type Contribution, isEditable, latestVersion } from './contribution.ts';
import { type ContributionView, contributionView } from './contribution.view.ts';
import { FindRules } from './find-rules.ts';
import { handIn } from './hand-in.ts';
import { HandInNotices } from './hand-in-notices.ts';
import { contentOf, type Intake, sameContent, sameFiles } from './intake.ts';
import { withNetworkIds } from './network-names.ts';

export interface TakenIn {
  readonly created: boolean;
  /** Nothing was different. */
  readonly unchanged?: boolean;
  readonly revision: number;
  readonly view: ContributionView;
}

/** Takes a contribution in, as a draft or handed in at once. A known `externalId` updates the contribution that has it. */
@Injectable()
export class TakeInContribution {
  constructor(
    private readonly contributions: ContributionRepository,
    private readonly networks: NetworkRepository,
    private readonly rules: FindRules,
    private readonly notices: HandInNotices,
  ) {}

  async execute(sent: Intake, caller: Principal, request: IdempotentRequest | undefined, now: Date): Promise<TakenIn> {
    const network = await ownNetwork(this.networks, caller, 'contributor', sent.network);
    const content = await this.resolved(contentOf(sent), network);
    return this.contributions.store.change(() =>
      this.once(network, content, sent, caller, request, now).catch((error: unknown) => {
        // Two requests with the same externalId raced: the other one created it.
        throw sent.externalId && isDuplicateKey(error) ? new ConcurrentChange(sent.externalId, 0) : error;
      }),
    );
  }

  /** Checks as `execute` would, and keeps nothing. @throws the same problems */
  async check(sent: Intake, caller: Principal, now: Date): Promise<void> {
    const network = await ownNetwork(this.networks, caller, 'contributor', sent.network);
    const contribution = this.draft(network, await this.resolved(contentOf(sent), network), sent, caller, now);
    if (sent.submit)
      handIn(contribution, network, this.author(caller), await this.rules.for(contribution.content, now), now);
  }

  private async once(
    network: Network,
    content: ContributionContent,
    sent: Intake,
    caller: Principal,
    request: IdempotentRequest | undefined,
    now: Date,
  ): Promise<TakenIn> {
    // Before the key is looked up: whoever finds it here, made by the same request, finds the first answer there.
    const known = sent.externalId ? await this.contributions.findByExternalId(network._id, sent.externalId) : null;
    return createOnce(this.contributions.store.model, request, () =>
      known
        ? this.update(known, network, content, sent, caller, now)
        : this.create(network, content, sent, caller, request, now),
    );
  }

  private async create(
    network: Network,
    content: ContributionContent,
    sent: Intake,
    caller: Principal,
    request: IdempotentRequest | undefined,
    now: Date,
  ): Promise<TakenIn> {
    const draft = this.draft(network, content, sent, caller, now);
    const { changes, announced } = sent.submit
      ? await this.handedIn(draft, network, caller, now)
      : { changes: {}, announced: [] };
    const { v: _, ...contribution } = { ...draft, ...changes };
    const revision = Math.max(1, announced.length);
    const answer = { created: true, revision, view: contributionView({ ...contribution, v: revision }, network) };
    await this.contributions.insert(
      { ...contribution, idempotency: idempotencyOf(request, answer, new Date()) },
      now,
      ...announced,
    );
    return answer;
  }

  private async update(
    known: Contribution,
    network: Network,
    content: ContributionContent,
    sent: Intake,
    caller: Principal,
    now: Date,
  ): Promise<TakenIn> {
    const changed = !sameContent(known.content, content);
    // Edits and files that were kept before and not handed in are handed in now.
    const latest = latestVersion(known);
    const isNews = changed || !sameContent(latest?.content ?? {}, content) || !sameFiles(latest?.files, known.files);
    const waits = sent.submit && (known.status === 'draft' || (isNews && isEditable(known.status)));
    if (!changed && !waits)
      return { created: false, unchanged: true, revision: known.v, view: contributionView(known, network) };
    if (!isEditable(known.status)) throw new ContributionNotEditable(known.status);
    const at = now.toISOString();
    const edited = {
      ...known,
      content,
      history: [...known.history, { at, what: 'edited' as const, version: known.version }],
    };
    const { changes, announced } = waits
      ? await this.handedIn(edited, network, caller, now)
      : { changes: { history: edited.history }, announced: [] };
    const effort = sent.effort ? { effort: sent.effort } : {};
    const saved = await this.contributions.save(known, { content, ...effort, ...changes }, now, ...announced);
    return { created: false, revision: saved.v, view: contributionView(saved, network) };
  }

  private async handedIn(draft: Contribution, network: Network, caller: Principal, now: Date) {
    const rules = await this.rules.for(draft.content, now);
    const { changes, announced } = handIn(draft, network, this.author(caller), rules, now);
    const notices = await this.notices.for({ ...draft, ...changes });
    return { changes, announced: [...announced, ...notices] };
  }

  private draft(
    network: Network,
    content: ContributionContent,
    sent: Intake,
    caller: Principal,
    now: Date,
  ): Contribution {
    const at = now.toISOString();
    return {
      _id: newId(),
      v: 0,
      network: network._id,
      externalId: sent.externalId,
      createdBy: caller.id,
      status: 'draft',
      version: 0,
      content,
      versions: [],
      committee: [],
      history: [{ at, what: 'created', version: 0 }],
      createdAt: at,
      ...(sent.effort ? { effort: sent.effort } : {}),
    };
  }

  private author({ id, selfEndorsing }: Principal) {
    return { id, selfEndorsing };
  }

  /** Networks are named by slug or id, and kept by id. The producing network's own sponsor is the default. */
  private async resolved(content: ContributionContent, network: Network): Promise<ContributionContent> {
    const named = await withNetworkIds(this.networks, content);
    return named.sponsor || !network.sponsor ? named : { ...named, sponsor: network.sponsor };
  }
}
