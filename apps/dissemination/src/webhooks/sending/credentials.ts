import { createPrivateKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SecretBox } from '#persistence';
import type { Endpoint } from '../endpoints/endpoint.ts';
import { NetworkKeys } from '../endpoints/network-keys.ts';
import { liveSecrets } from '../endpoints/rotate-secret.ts';
import type { Signers } from './signature.ts';

/** Where a post goes and what proves it, in the clear: for the moment of sending only. */
export interface Opened {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signers: Signers;
}

const mostKept = 10_000;

/** Opens what is sealed of an endpoint. Kept open in memory: opening a secret costs more than signing with it. */
@Injectable()
export class Credentials {
  private readonly opened = new Map<string, string>();
  private readonly privateKeys = new Map<string, KeyObject>();

  constructor(
    private readonly box: SecretBox,
    private readonly keys: NetworkKeys,
  ) {}

  async of(endpoint: Endpoint, now: Date): Promise<Opened> {
    const { url, sealedUrl, sealedHeaders, secrets, signatures, network } = endpoint;
    return {
      url: sealedUrl ? this.open(sealedUrl) : url,
      headers: sealedHeaders ? (JSON.parse(this.open(sealedHeaders)) as Record<string, string>) : {},
      signers: {
        secrets: liveSecrets(secrets, now).map(({ sealed }) => this.open(sealed)),
        privateKey: signatures.includes('v1a') ? await this.privateKeyOf(network) : null,
      },
    };
  }

  private open(sealed: string): string {
    const known = this.opened.get(sealed);
    if (known !== undefined) return known;
    const opened = this.box.open(sealed);
    if (this.opened.size > mostKept) this.opened.clear();
    this.opened.set(sealed, opened);
    return opened;
  }

  private async privateKeyOf(network: string): Promise<KeyObject | null> {
    const known = this.privateKeys.get(network);
    if (known) return known;
    const pem = await this.keys.privateKeyOf(network);
    if (!pem) return null;
    const key = createPrivateKey(pem);
    this.privateKeys.set(network, key);
    return key;
  }
}
