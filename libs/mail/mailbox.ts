/** `Essaim <essaim@essaim.example>` → `essaim@essaim.example`. */
export const addressOf = (mailbox: string): string => (/<([^<>]+)>\s*$/.exec(mailbox)?.[1] ?? mailbox).trim();

export const domainOf = (mailbox: string): string => addressOf(mailbox).split('@').at(-1)?.toLowerCase() ?? '';
