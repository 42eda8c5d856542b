import { MetadataScanner } from '@nestjs/core';
import { describe, expect, it } from 'vitest';
import { caseOpened, contributionSubmitted } from '#contracts';
import { OnEvent } from '#messaging';
import { EventSubscriber } from './event-subscriber.ts';

class OpenCase {
  @OnEvent(contributionSubmitted)
  async whenSubmitted(): Promise<void> {}
}

class TellEverybody {
  @OnEvent(caseOpened)
  async whenOpened(): Promise<void> {}

  @OnEvent(contributionSubmitted)
  async whenSubmitted(): Promise<void> {}
}

/** What happens at boot to a service with these providers. */
const boot = (...instances: object[]): string[] => {
  const pulled: string[] = [];
  const puller = { pull: async ({ name }: { name: string }) => void pulled.push(name) };
  const discovery = { getProviders: () => [{ instance: undefined }, ...instances.map((instance) => ({ instance }))] };
  const never = { manager: () => new Promise(() => {}) };
  const options = { service: 'editorial', url: 'nats://nowhere', replicas: 1 } as const;
  const deadLetters = { onReplay: () => {} };
  const parts = [options, never, puller, deadLetters, discovery, new MetadataScanner()];
  new EventSubscriber(...(parts as unknown as ConstructorParameters<typeof EventSubscriber>)).onApplicationBootstrap();
  return pulled;
};

describe('A service at boot', () => {
  it('pulls events for each reaction among its providers, named after its class', () => {
    expect(boot(new OpenCase(), { value: 'no reaction' })).toEqual(['open-case']);
  });

  it('refuses two reactions that would share a durable', () => {
    expect(() => boot(new OpenCase(), new OpenCase())).toThrow('one class, one reaction');
    expect(() => boot(new TellEverybody())).toThrow('one class, one reaction');
  });
});
