import type { ChatFormat } from './endpoint-format.ts';

/** The chat that an address is of: surely, by a host that is nobody else's, or as far as its form tells. */
export interface ChatAddress {
  readonly format: ChatFormat;
  readonly isSure: boolean;
}

const forms: readonly (ChatAddress & { readonly host: RegExp; readonly path: RegExp })[] = [
  { format: 'slack', isSure: true, host: /^hooks\.slack(-gov)?\.com$/, path: /^\/services\// },
  // Discord takes the messages of Slack at an address that ends so.
  { format: 'slack', isSure: true, host: /^((ptb|canary)\.)?discord(app)?\.com$/, path: /^\/api\/.*\/slack$/ },
  {
    format: 'discord',
    isSure: true,
    host: /^((ptb|canary)\.)?discord(app)?\.com$/,
    path: /^\/api\/(v\d+\/)?webhooks\//,
  },
  { format: 'teams', isSure: true, host: /\.webhook\.office\.com$/, path: /^\/webhookb2\// },
  // A flow of Power Automate may do anything with what it gets.
  {
    format: 'teams',
    isSure: false,
    host: /\.(logic\.azure\.com|api\.powerplatform\.com)$/,
    path: /\/triggers\/manual\/paths\/invoke$/,
  },
  { format: 'mattermost', isSure: false, host: /./, path: /\/hooks\/[a-z0-9]{26}$/ },
  { format: 'rocketchat', isSure: false, host: /./, path: /\/hooks\/[A-Za-z0-9]{17,24}\/[A-Za-z0-9]{30,}$/ },
];

/** Null for the address of anything but a chat. */
export const chatOf = (address: string): ChatAddress | null => {
  const { hostname, pathname } = new URL(address);
  const form = forms.find(({ host, path }) => host.test(hostname) && path.test(pathname));
  return form ? { format: form.format, isSure: form.isSure } : null;
};
