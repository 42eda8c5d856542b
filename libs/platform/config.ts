import { z } from 'zod';

/** A variable that may be absent, or empty as a compose file writes that. */
export const orEmpty = <Value extends z.ZodType>(value: Value) =>
  z.preprocess((given) => (given === '' ? undefined : given), value.optional());

/** Variables that every service reads. Each app adds its own in `<app>.config.ts`. */
export const commonVariables = {
  /** `production` refuses what only a demonstration may do; `test` is a demonstration without a clock of its own. */
  ESSAIM_MODE: z.enum(['production', 'demonstration', 'test']).default('production'),
  /** The one public origin, without a final slash. */
  ESSAIM_ORIGIN: z.url({ protocol: /^https?$/ }).transform((origin) => origin.replace(/\/$/, '')),
  ESSAIM_HOST: z.string().default('127.0.0.1'),
  ESSAIM_PORT: z.coerce.number().int().min(0).max(65_535),
  /** Whose `X-Forwarded-For` is believed: addresses or ranges, separated by commas. */
  ESSAIM_TRUST_PROXY: z.string().default('loopback'),
  ESSAIM_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
} as const;

export const databaseVariables = (service: string) =>
  ({
    ESSAIM_MONGODB_URI: z.string().regex(/^mongodb(\+srv)?:\/\//, 'must be a mongodb:// address'),
    ESSAIM_MONGODB_DATABASE: z
      .string()
      .regex(/^[a-z0-9_-]{1,60}$/)
      .default(`essaim_${service}`),
  }) as const;

export const messagingVariables = {
  ESSAIM_NATS_URL: z.string().regex(/^(nats|tls):\/\//, 'must be a nats:// address'),
  ESSAIM_NATS_USER: z.string().optional(),
  ESSAIM_NATS_PASSWORD: z.string().optional(),
  /** 1 on one machine, 3 in a cluster. */
  ESSAIM_NATS_REPLICAS: z.coerce.number().int().min(1).max(5).default(1),
} as const;

/** For the services that a file passes through. */
export const uploadVariables = {
  /** The largest file that may be attached. */
  ESSAIM_UPLOAD_MEGABYTES: z.coerce.number().int().min(1).max(500).default(25),
} as const;

/**
 * Reads the environment once, through a schema. Every fault is listed by name, values are never printed, and the
 * process ends with 78 (EX_CONFIG of sysexits.h).
 */
export const loadConfig = <Shape extends z.ZodRawShape>(
  variables: Shape,
  environment: NodeJS.ProcessEnv = process.env,
): z.output<z.ZodObject<Shape>> => {
  const read = z.object(variables).safeParse(environment);
  if (read.success) return read.data;
  const faults = read.error.issues.map(
    ({ path, message }) =>
      `  ${path.join('.')}: ${environment[String(path[0])] === undefined ? 'is missing' : message}`,
  );
  process.stderr.write(`The configuration is not complete:\n${faults.join('\n')}\n`);
  process.exit(78);
};
