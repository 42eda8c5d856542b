import type { ServiceName } from '#contracts';
import type { Secrets } from './secrets.ts';

export { type ServiceName, services as serviceNames } from '#contracts';

/** What all services of a stack are told alike, and where each is. */
export interface Surroundings {
  readonly mode: 'demonstration' | 'test';
  readonly ports: Readonly<Record<ServiceName, number>>;
  readonly mongoUrl: string;
  readonly natsUrl: string;
  readonly smtpUrl: string;
  readonly secrets: Secrets;
}

export const originOf = (ports: Surroundings['ports']): string => `http://localhost:${ports.portal}`;

export const urlOf = (name: ServiceName, ports: Surroundings['ports']): string => `http://127.0.0.1:${ports[name]}`;

/** The environment of one service; docs/ describes each variable for those who deploy without this. */
export const environmentOf = (name: ServiceName, around: Surroundings): Record<string, string> => ({
  ESSAIM_MODE: around.mode,
  ESSAIM_ORIGIN: originOf(around.ports),
  ESSAIM_HOST: '127.0.0.1',
  ESSAIM_PORT: String(around.ports[name]),
  ESSAIM_MONGODB_URI: around.mongoUrl,
  ESSAIM_NATS_URL: around.natsUrl,
  ESSAIM_NATS_USER: name,
  ESSAIM_NATS_PASSWORD: around.secrets.nats[name],
  ...ownVariables[name](around),
});

const mailFrom = 'Essaim <nepasrepondre@essaim.example>';
/** Who reads what people answer. */
const replyTo = 'equipe@essaim.example';

const ownVariables: Record<ServiceName, (around: Surroundings) => Record<string, string>> = {
  submission: ({ secrets, smtpUrl }) => ({
    ESSAIM_BOOTSTRAP_KEY: secrets.bootstrapKey,
    ESSAIM_SECRET_KEYS: secrets.secretKeys,
    ESSAIM_SMTP_URL: smtpUrl,
    ESSAIM_MAIL_FROM: mailFrom,
    ESSAIM_MAIL_REPLY_TO: replyTo,
  }),
  editorial: () => ({}),
  watch: () => ({}),
  dissemination: ({ mode, secrets, smtpUrl }) => ({
    ESSAIM_SECRET_KEYS: secrets.secretKeys,
    ESSAIM_SMTP_URL: smtpUrl,
    ESSAIM_MAIL_FROM: mailFrom,
    ESSAIM_MAIL_REPLY_TO: replyTo,
    // A harness publishes in a minute what others do in a month, and times each mail.
    ...(mode === 'test' ? { ESSAIM_MAILS_ALONE: '1000' } : {}),
  }),
  portal: ({ ports }) => ({
    ESSAIM_SUBMISSION_URL: urlOf('submission', ports),
    ESSAIM_EDITORIAL_URL: urlOf('editorial', ports),
    ESSAIM_WATCH_URL: urlOf('watch', ports),
    ESSAIM_DISSEMINATION_URL: urlOf('dissemination', ports),
  }),
};
