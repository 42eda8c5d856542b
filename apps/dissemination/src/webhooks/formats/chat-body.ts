import type { ChatFormat } from '../endpoints/endpoint-format.ts';
import type { Card } from './card.ts';
import { discordBody } from './discord.ts';
import { mattermostBody, rocketChatBody } from './mattermost.ts';
import { slackBody } from './slack.ts';
import { teamsBody } from './teams.ts';

/** How many cards one post carries: what Discord takes, and what a person reads. */
export const mostCards = 10;

/** The body of one post, as each chat reads it: French, escaped, within its limits. */
export const chatBody: Record<ChatFormat, (cards: readonly Card[]) => string> = {
  slack: slackBody,
  mattermost: mattermostBody,
  rocketchat: rocketChatBody,
  discord: discordBody,
  teams: teamsBody,
};
