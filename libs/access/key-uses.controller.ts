import { Controller, type Type } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import type { z } from 'zod';
import { disseminationKeyUses, editorialKeyUses, type ServiceName, watchKeyUses } from '#contracts';
import { KeyRing } from './key-ring.ts';

/** Who answers submission, which issued the keys, and counts what it sees of them by itself. */
const contracts: Partial<Record<ServiceName, typeof editorialKeyUses>> = {
  editorial: editorialKeyUses,
  watch: watchKeyUses,
  dissemination: disseminationKeyUses,
};

/** Tells when keys were last presented to this service. */
export const keyUsesController = (service: ServiceName): Type[] => {
  const subject = contracts[service]?.subject;
  if (!subject) return [];

  @Controller()
  class KeyUsesController {
    constructor(private readonly ring: KeyRing) {}

    @MessagePattern(subject)
    async uses(@Payload() asked: unknown): Promise<z.input<typeof editorialKeyUses.answer>> {
      const { ids } = editorialKeyUses.question.parse(asked);
      return { items: [...(await this.ring.lastUses(ids))].map(([id, at]) => ({ id, at })) };
    }
  }
  return [KeyUsesController];
};
