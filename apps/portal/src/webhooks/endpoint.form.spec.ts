import { describe, expect, it } from 'vitest';
import { editsIn, newEndpointIn, typedIn } from './endpoint.form.ts';

const form = {
  kind: 'standard',
  url: ' https://outil.example/essaim ',
  description: '',
  events: ['resource.published', 'resource.withdrawn'],
  theme: 'emploi',
  format: ['guide', 'video'],
  territory: '',
  headers: 'x-jeton : a:b\n\nx-autre: c',
  ratePerSecond: '0,5',
  timeoutSeconds: '10',
  every: 'week',
  hour: '8',
  day: '2',
};

describe('The form of a webhook', () => {
  it('asks for a tool, with a filter that has a format of its own', () => {
    expect(newEndpointIn(form, 'n1')).toEqual({
      url: 'https://outil.example/essaim',
      format: 'standard',
      network: 'n1',
      description: null,
      events: ['resource.published', 'resource.withdrawn'],
      filter: { theme: ['emploi'], format: ['guide', 'video'] },
      headers: { 'x-jeton': 'a:b', 'x-autre': 'c' },
      ratePerSecond: 0.5,
      timeoutSeconds: 10,
      signatures: ['v1'],
    });
  });

  it('asks for a chat with its rhythm, and no signature', () => {
    const chat = newEndpointIn({ ...form, kind: 'slack', v1a: 'oui' }, 'n1');
    expect(chat).toMatchObject({ format: 'slack', rhythm: { every: 'week', hour: 8, day: 2 } });
    expect(chat).not.toHaveProperty('signatures');
    const hourly = newEndpointIn({ ...form, kind: 'slack', every: 'hour' }, 'n1');
    expect(hourly).toMatchObject({ rhythm: { every: 'hour' } });
  });

  it('leaves headers alone that were not typed, and removes them when told to', () => {
    const tool = { format: 'standard' };
    expect(editsIn({ ...form, headers: '' }, tool)).not.toHaveProperty('headers');
    expect(editsIn({ ...form, headers: '', noHeaders: 'oui' }, tool)).toMatchObject({ headers: null });
    expect(editsIn(form, tool)).toMatchObject({ headers: { 'x-jeton': 'a:b' }, signatures: ['v1'] });
    expect(editsIn(form, tool)).not.toHaveProperty('rhythm');
  });

  it('comes back with what was typed, for the API to say what is wrong with it', () => {
    const typed = typedIn({ ...form, ratePerSecond: 'vite', every: '', events: undefined });
    expect(typed).toMatchObject({ ratePerSecond: 'vite', events: [], rhythm: { every: 'event' } });
  });
});
