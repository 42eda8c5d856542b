/** A character without width: it parts what would otherwise be read together, and nobody sees it. */
const joiner = '\u2060';

/**
 * | written | read as | so |
 * |---|---|---|
 * | `*`, `_`, `~`, a backtick, `\` | emphasis, code | a backslash before |
 * | `@all`, `@here`, `@everyone`, `<@1>`, `#salon` | calling people, channels | parted |
 * | `[ici](https://…)`, `![…](…)` | a link, an image | parted |
 * | `https://…`, `javascript:…`, `www.` | a link | parted |
 * | two bars, two dollars, `:joie:`, `&lt;` | a spoiler, a formula, a picture, a sign | parted |
 * | `>`, `-`, `+`, `1.` at the beginning | a quotation, a list | parted from it |
 *
 * Only what Mattermost, Rocket.Chat, Discord and Teams all take back is written with a backslash: some of them show it
 * before any other sign.
 */
const parted: readonly (readonly [RegExp, string])[] = [
  [/[@#]/g, `$&${joiner}`],
  [/\](?=[([])/g, `]${joiner}`],
  [/:(?=\/\/)/g, `:${joiner}`],
  [/\b(javascript|vbscript|data|mailto|tel)(?=:)/gi, `$1${joiner}`],
  [/\bwww(?=\.)/gi, `$&${joiner}`],
  [/([|$])(?=\1)/g, `$1${joiner}`],
  [/:(?=[\w+-]+:)/g, `:${joiner}`],
  [/&(?=#?\w+;)/g, `&${joiner}`],
  [/^(?=[-+>=]|\d+[.)])/, joiner],
];

/** Text that calls nobody and links nowhere, where no Markdown is read. On one line. */
export const disarm = (text: string): string =>
  parted.reduce((written, [sign, instead]) => written.replace(sign, instead), text.replace(/\s*[\r\n]+\s*/g, ' '));

/** Text that Markdown, in any of the dialects of chats, shows as it is, on one line. */
export const escapeMarkdown = (text: string): string => disarm(text).replace(/[\\`*_~]/g, '\\$&');
