import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Wake } from '#messaging';
import { IdempotencyKeyReused, type IdempotentRequest, idempotencyOf, SecretBox } from '#persistence';
import { newSigningSecret } from '../sending/signature.ts';
import { EndpointUnsigned } from './endpoint.problems.ts';
import { EndpointRepository } from './endpoint.repository.ts';
import type { Endpoint, SigningSecret } from './endpoint.ts';
import { isChat } from './endpoint-format.ts';

export const rotation = z.strictObject({
  /** For how many days the secret before still signs beside the new one. */
  overlapDays: z.number().min(0).max(7).default(1),
});
export type Rotation = z.output<typeof rotation>;

interface Answer {
  readonly secret: string;
  readonly previousValidUntil: string;
}

const dayMs = 24 * 3600 * 1_000;

/** Gives an endpoint another signing secret. Two are live at most: at a second rotation, the oldest ends. @throws EndpointUnsigned */
@Injectable()
export class RotateSecret {
  constructor(
    private readonly endpoints: EndpointRepository,
    private readonly box: SecretBox,
    private readonly wake: Wake,
  ) {}

  async execute(id: string, wanted: Rotation, request: IdempotentRequest | undefined, now: Date): Promise<Answer> {
    const secret = newSigningSecret();
    const previousValidUntil = new Date(now.getTime() + wanted.overlapDays * dayMs).toISOString();
    let sealed = this.box.seal(JSON.stringify({ secret, previousValidUntil }));
    await this.endpoints.change(
      id,
      (endpoint) => {
        if (isChat(endpoint.format)) throw new EndpointUnsigned();
        const idempotency = idempotencyOf(request, sealed, now);
        const before = answeredBefore(endpoint, idempotency);
        if (before) {
          sealed = before;
          return null;
        }
        const secrets = rotated(endpoint.secrets, this.box.seal(secret), previousValidUntil, now);
        return { secrets, lastRotation: idempotency };
      },
      now,
    );
    this.wake.call('webhooks');
    return JSON.parse(this.box.open(sealed)) as Answer;
  }
}

/** The answer to the same request, which was lost on its way: rotating again would end the secret still in use. */
const answeredBefore = ({ lastRotation }: Endpoint, wanted: Endpoint['lastRotation']): string | null => {
  if (!wanted || lastRotation?.id !== wanted.id) return null;
  if (lastRotation.bodyHash !== wanted.bodyHash) throw new IdempotencyKeyReused();
  return lastRotation.answer;
};

/** The new secret, then the one before with its end. */
export const rotated = (
  secrets: readonly SigningSecret[],
  sealed: string,
  previousValidUntil: string,
  now: Date,
): SigningSecret[] => {
  const [present] = secrets;
  const next = { sealed, createdAt: now.toISOString(), validUntil: null };
  return present ? [next, { ...present, validUntil: previousValidUntil }] : [next];
};

/** The secrets that sign at this moment, the newest first. */
export const liveSecrets = (secrets: readonly SigningSecret[], now: Date): readonly SigningSecret[] =>
  secrets.filter(({ validUntil }) => validUntil === null || Date.parse(validUntil) > now.getTime());
