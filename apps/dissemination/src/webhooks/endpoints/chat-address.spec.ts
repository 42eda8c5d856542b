import { describe, expect, it } from 'vitest';
import { chatOf } from './chat-address.ts';

describe('An address', () => {
  it.each([
    ['https://hooks.slack.com/services/T0/B0/abc', 'slack', true],
    ['https://discord.com/api/webhooks/123/abc', 'discord', true],
    ['https://discordapp.com/api/v10/webhooks/123/abc?wait=true', 'discord', true],
    ['https://discord.com/api/webhooks/123/abc/slack', 'slack', true],
    ['https://reseau.webhook.office.com/webhookb2/a@b/IncomingWebhook/c/d', 'teams', true],
    ['https://prod-1.westeurope.logic.azure.com/workflows/a/triggers/manual/paths/invoke?sig=b', 'teams', false],
    ['https://x.1.environment.api.powerplatform.com/powerautomate/a/triggers/manual/paths/invoke', 'teams', false],
    ['https://chat.reseau.example/hooks/abcdefghijklmnopqrstuvwxyz', 'mattermost', false],
    ['https://chat.reseau.example/hooks/AbCdEfGhIjKlMnOpQ/aBcDeFgHiJkLmNoPqRsTuVwXyZ123456', 'rocketchat', false],
  ])('%s is of a chat: %s', (url, format, isSure) => expect(chatOf(url)).toEqual({ format, isSure }));

  it.each([
    'https://n8n.reseau.example/webhook/0f0c1f2e-essaim',
    'https://hook.eu2.make.com/abcdefghijklmnopqrstuvwxyz012345',
    'https://outil.reseau.example/hooks/essaim',
    'https://hooks.slack.com.example.org/services/T0/B0/abc',
    'https://discord.com/channels/1/2',
  ])('%s is of none', (url) => expect(chatOf(url)).toBeNull());
});
