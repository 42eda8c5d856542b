import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import type { z } from 'zod';
import { personContacts } from '#contracts';
import { PersonRepository } from './person.repository.ts';

/** Answers those who write to people: names and addresses travel in no event. */
@Controller()
export class PersonContactsController {
  constructor(private readonly people: PersonRepository) {}

  @MessagePattern(personContacts.subject)
  async contacts(@Payload() asked: unknown): Promise<z.input<typeof personContacts.answer>> {
    const { ids } = personContacts.question.parse(asked);
    const people = await this.people.byIds(ids);
    return { items: people.map(({ _id, name, email }) => ({ id: _id, name, email })) };
  }
}
