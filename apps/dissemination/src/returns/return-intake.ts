import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { HandleReturn } from './handle-return.ts';
import { ReturnAddresses } from './return-addresses.ts';

/** Reports carry what they are about; nothing of ours comes near that size. */
export const mostBytes = 1024 * 1024;

/** Where the intake listens: null, and nothing does. */
export interface IntakeOptions {
  readonly host: string;
  readonly port: number;
}

/** `host:port`, as the configuration says it. */
export const intakeAt = (given: string | undefined): IntakeOptions | null => {
  const [host, port] = given?.split(':') ?? [];
  return host && port ? { host, port: Number(port) } : null;
};

/**
 * Takes what comes back by SMTP: the mail server of the domain passes `retours@…` and its `+` addresses on to here. It takes
 * mail for these alone, asks no name and no password, and answers 451 when it could not act, so that it comes again.
 */
@Injectable()
export class ReturnIntake implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ReturnIntake.name);
  private server: SMTPServer | undefined;

  constructor(
    private readonly options: IntakeOptions | null,
    private readonly addresses: ReturnAddresses,
    private readonly handleReturn: HandleReturn,
  ) {}

  /** The port it listens at; undefined while it does not. */
  get port(): number | undefined {
    const address = this.server?.server.address();
    return address && typeof address === 'object' ? address.port : undefined;
  }

  async onApplicationBootstrap(): Promise<void> {
    const { options } = this;
    if (!options || !this.addresses.mailbox) return;
    const server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      size: mostBytes,
      maxClients: 20,
      closeTimeout: 2_000,
      socketTimeout: 30_000,
      onRcptTo: ({ address }, _session, decide) => decide(this.addresses.takes(address) ? null : unknown()),
      onData: (stream, session, done) => void this.take(stream, session).then(() => done(), done),
    });
    server.on('error', (error) => this.logger.warn({ msg: 'return intake', error }));
    this.server = server;
    await new Promise<void>((resolve) => server.listen(options.port, options.host, resolve));
    this.logger.log({ msg: 'returns are taken in', port: this.port });
  }

  async beforeApplicationShutdown(): Promise<void> {
    const { server } = this;
    if (server) await new Promise<void>((resolve) => server.close(resolve));
  }

  private async take(stream: SMTPServerDataStream, { envelope }: SMTPServerSession): Promise<void> {
    const raw = await bytesOf(stream);
    if (stream.sizeExceeded) throw refusal(552, '5.3.4 too large');
    try {
      for (const { address } of envelope.rcptTo)
        await this.handleReturn.execute(this.addresses.read(address), raw, new Date());
    } catch (error) {
      this.logger.warn({ msg: 'return not handled', error });
      throw refusal(451, '4.3.0 try again later');
    }
  }
}

/** All of it is read, so that the answer is heard; what is too much is not kept. */
const bytesOf = async (stream: SMTPServerDataStream): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes <= mostBytes) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const refusal = (responseCode: number, words: string) => Object.assign(new Error(words), { responseCode });
const unknown = () => refusal(550, '5.1.1 no such mailbox');
