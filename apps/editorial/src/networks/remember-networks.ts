import { Injectable } from '@nestjs/common';
import { KnownNetworks, type NetworkChange } from '#access';
import { networkRegistered, networkUpdated } from '#contracts';
import { OnEvent, type WritesReadModel } from '#messaging';

@Injectable()
export class RememberNetworks implements WritesReadModel {
  constructor(private readonly networks: KnownNetworks) {}

  @OnEvent(networkRegistered, networkUpdated)
  async whenNetworkChanged(change: NetworkChange): Promise<void> {
    await this.networks.remember(change);
  }

  async forget(): Promise<void> {
    await this.networks.forget();
  }
}
