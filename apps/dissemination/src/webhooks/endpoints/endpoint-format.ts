import { z } from 'zod';

/** How a post is written: the product's own JSON, signed, or what a chat takes. */
export const endpointFormat = z.enum(['standard', 'slack', 'mattermost', 'rocketchat', 'discord', 'teams']);
export type EndpointFormat = z.output<typeof endpointFormat>;
export type ChatFormat = Exclude<EndpointFormat, 'standard'>;

export const isChat = (format: EndpointFormat): format is ChatFormat => format !== 'standard';

/** Milliseconds between two posts that each chat takes: Slack one a second, Discord thirty a minute to a channel. */
export const chatPaceMs: Record<ChatFormat, number> = {
  slack: 1_000,
  mattermost: 250,
  rocketchat: 1_000,
  discord: 2_000,
  teams: 1_000,
};

export const chatNames: Record<ChatFormat, string> = {
  slack: 'Slack',
  mattermost: 'Mattermost',
  rocketchat: 'Rocket.Chat',
  discord: 'Discord',
  teams: 'Microsoft Teams',
};
