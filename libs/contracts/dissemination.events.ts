import { z } from 'zod';
import { defineEvent } from './define-event.ts';

export const endpointDisabled = defineEvent(
  'dissemination.endpoint.disabled.v1',
  'A webhook endpoint gets nothing more until its owner enables it again.',
  z.object({ endpointId: z.string(), networkId: z.string(), reason: z.string() }),
);
