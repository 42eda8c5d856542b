import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { memberByAddress, personContacts } from '#contracts';
import { FindContacts } from './find-contacts.ts';
import { PersonRepository } from './person.repository.ts';

/** Answers those who write to people: names and addresses travel in no event. */
@Controller()
export class PersonContactsController {
  constructor(
    private readonly findContacts: FindContacts,
    private readonly people: PersonRepository,
  ) {}

  @MessagePattern(personContacts.subject)
  async contacts(@Payload() asked: unknown) {
    const { ids } = personContacts.question.parse(asked);
    return { items: await this.findContacts.execute(ids) };
  }

  @MessagePattern(memberByAddress.subject)
  async member(@Payload() asked: unknown) {
    const { email } = memberByAddress.question.parse(asked);
    return { id: (await this.people.findByEmail(email.toLowerCase()))?._id ?? null };
  }
}
