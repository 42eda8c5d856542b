import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Caller, type Principal, Roles } from '#access';
import { line } from '#contracts';
import { NotFound, Now, Problem } from '#platform';
import { LedgerRepository } from '../ledger/ledger.repository.ts';
import type { Channel } from '../ledger/ledger.ts';
import { FlightLogRepository } from '../newsletters/sending/flight-log.repository.ts';
import { type ChannelSetting, type ChannelState, ChannelSwitch, channels } from './channel-switch.ts';

const given = z.strictObject({ reason: line(500) });
const nothing = z.strictObject({}).default({});

class NotStoppable extends Problem {
  constructor() {
    super('not-stoppable', 409, {
      fr: 'Seul le courriel s’arrête : un outil qui reçoit nos appels compte leurs numéros. Mettez ce canal en pause.',
      en: 'Only mail can be stopped: a tool that receives our calls counts their numbers. Pause this channel.',
    });
  }
}

/** The taps, for operators: what leaves by each channel, and whether it may. */
@Controller('api/v1/dissemination/channels')
@Roles('operator')
export class ChannelsController {
  constructor(
    private readonly taps: ChannelSwitch,
    private readonly ledger: LedgerRepository,
    private readonly flights: FlightLogRepository,
  ) {}

  @Get()
  async list() {
    const settings = await this.taps.all();
    return { items: await Promise.all(settings.map((setting) => this.shown(setting))) };
  }

  @Post(':channel/pause')
  @HttpCode(200)
  pause(
    @Param('channel') channel: string,
    @Body({ schema: given }) { reason }: z.output<typeof given>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    return this.turn(channel, 'paused', reason, caller, now);
  }

  @Post(':channel/resume')
  @HttpCode(200)
  resume(
    @Param('channel') channel: string,
    @Body({ schema: nothing }) _: object,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    return this.turn(channel, 'open', null, caller, now);
  }

  /** What waits to be told is not told any more; what somebody asked for themselves waits. */
  @Post(':channel/stop')
  @HttpCode(200)
  async stop(
    @Param('channel') channel: string,
    @Body({ schema: given }) { reason }: z.output<typeof given>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    if (channelOf(channel) !== 'mail') throw new NotStoppable();
    const shown = await this.turn(channel, 'stopped', reason, caller, now);
    return { ...shown, cancelled: await this.ledger.cancelWaiting({}, await this.flights.inHand(), now) };
  }

  private async turn(name: string, state: ChannelState, reason: string | null, { kind, id }: Principal, at: Date) {
    const setting = { _id: channelOf(name), state, reason, by: `${kind}:${id}`, at };
    await this.taps.turn(setting);
    return this.shown(setting);
  }

  private async shown({ _id, ...setting }: ChannelSetting) {
    const waiting = await this.ledger.waitingBy(_id);
    return { channel: _id, ...setting, ...(_id === 'mail' ? await this.inTheAir(waiting) : waiting) };
  }

  /** A mail that leaves waits until its server took it. */
  private async inTheAir({ waiting }: { waiting: number }) {
    const leaving = Math.min(waiting, (await this.flights.inHand()).length);
    return { waiting: waiting - leaving, leaving };
  }
}

const channelOf = (name: string): Channel => {
  const channel = channels.find((one) => one === name);
  if (!channel) throw new NotFound();
  return channel;
};
