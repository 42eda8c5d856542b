import { Injectable } from '@nestjs/common';
import { networkRegistered, networkUpdated } from '#contracts';
import { type AnnouncedAs, OnEvent, putIfNewer, type WritesReadModel } from '#messaging';
import { NetworkRepository } from './network.repository.ts';

/** A network that joins, or changes, is so on the map. */
@Injectable()
export class KeepNetworks implements WritesReadModel {
  constructor(private readonly repository: NetworkRepository) {}

  @OnEvent(networkRegistered, networkUpdated)
  async whenChanged({
    data,
    aggregateVersion: v,
    occurredAt,
  }: AnnouncedAs<typeof networkRegistered | typeof networkUpdated>): Promise<void> {
    await putIfNewer(this.repository.networks, {
      ...data,
      _id: data.networkId,
      v,
      changedAt: new Date(occurredAt),
    });
  }

  async forget(): Promise<void> {
    await this.repository.networks.deleteMany();
  }
}
