import type { LoggerService } from '@nestjs/common';
import { type Logger, pino } from 'pino';
import { currentTraceId } from './trace.ts';

/** JSON lines on standard output. Secrets never reach them: headers and bodies are not logged at all. */
export const createLogger = (service: string, level: string): Logger =>
  pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    mixin: () => {
      const correlationId = currentTraceId();
      return correlationId ? { correlationId } : {};
    },
    serializers: { error: pino.stdSerializers.err, err: pino.stdSerializers.err },
  });

/** Lets Nest and our classes log through pino: `logger.warn({ event, error }, 'what happened')` style objects included. */
export class PinoLogger implements LoggerService {
  constructor(private readonly pino: Logger) {}

  log = (message: unknown, ...rest: unknown[]) => this.write('info', message, rest);
  warn = (message: unknown, ...rest: unknown[]) => this.write('warn', message, rest);
  error = (message: unknown, ...rest: unknown[]) => this.write('error', message, rest);
  debug = (message: unknown, ...rest: unknown[]) => this.write('debug', message, rest);
  verbose = (message: unknown, ...rest: unknown[]) => this.write('trace', message, rest);
  fatal = (message: unknown, ...rest: unknown[]) => this.write('fatal', message, rest);

  private write(level: 'info' | 'warn' | 'error' | 'debug' | 'trace' | 'fatal', message: unknown, rest: unknown[]) {
    const strings = rest.filter((part): part is string => typeof part === 'string');
    const about = strings.length ? { context: strings.at(-1) } : {};
    if (message instanceof Error) this.pino[level]({ ...about, error: message }, message.message);
    else if (typeof message === 'object' && message) this.pino[level]({ ...about, ...message });
    else {
      const stack = strings.length > 1 ? { stack: strings[0] } : {};
      this.pino[level]({ ...about, ...stack }, String(message));
    }
  }
}
