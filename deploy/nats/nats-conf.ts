import { allPermissions, type Permissions, type Rule } from './permissions.ts';

const head = `# NATS for Essaim: one user for each service, who may do what its code does and nothing else.
#
# Written by deploy/nats/generate.ts from deploy/nats/permissions.ts and the reactions in apps/ and libs/. Change those,
# then run: npm run generate
#
# Each password comes from the environment. NATS reads the value of a variable as configuration, where 0123 is a number
# and true is not a word: give it in double quotes, NATS_PASSWORD_WATCH='"0123"', or begin it with a letter. Services are
# given it without the quotes.

jetstream {
  store_dir: "/data/jetstream"
  # Every acknowledged event is on the disk: the default would let a power cut take the last two minutes.
  sync_interval: always
}
`;

/** The whole of deploy/nats/nats.conf. Addresses and ports are left to the command line. */
export const natsConf = (): string =>
  `${head}
authorization {
  users: [
${allPermissions().map(userBlock).join('\n')}
  ]
}
`;

const userBlock = ({ user, publish, subscribe, answers }: Permissions): string => `    {
      user: ${user}
      password: $NATS_PASSWORD_${user.toUpperCase()}
      permissions: {
        publish: ${list(publish)}
        subscribe: ${list(subscribe)}
        allow_responses: ${answers}
      }
    }`;

const list = (rules: readonly Rule[]): string =>
  `[
${rules.map(({ why, subjects }) => [`# ${why}`, ...subjects.map((subject) => `"${subject}"`)].map((line) => `          ${line}\n`).join('')).join('')}        ]`;
