import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { personContacts } from '#contracts';
import { FindContacts } from './find-contacts.ts';

/** Answers those who write to people: names and addresses travel in no event. */
@Controller()
export class PersonContactsController {
  constructor(private readonly findContacts: FindContacts) {}

  @MessagePattern(personContacts.subject)
  async contacts(@Payload() asked: unknown) {
    const { ids } = personContacts.question.parse(asked);
    return { items: await this.findContacts.execute(ids) };
  }
}
