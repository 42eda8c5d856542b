import type { FieldError } from '#platform';

/** A file of a contribution. Its bytes are in the file store, under its id. */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  /** MIME type, by its content. */
  readonly type: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly accessible: 'yes' | 'no' | 'unknown';
  readonly textAlternative: string | null;
  /** Where it is served once it is public. */
  readonly url: string;
  readonly addedAt: string;
  readonly addedBy: string;
  /** Whether a scanner looked at it; what it refuses is never kept. */
  readonly scanned: boolean;
}

export const mostAttachments = 10;

/** What may be attached, with the extension that its name gets when it has none. */
export const allowedTypes: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'application/rtf': 'rtf',
  'application/epub+zip': 'epub',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'application/vnd.oasis.opendocument.presentation': 'odp',
  'text/plain': 'txt',
  'text/csv': 'csv',
  'text/markdown': 'md',
  'text/html': 'html',
  'application/json': 'json',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
  'audio/wav': 'wav',
  'audio/x-m4a': 'm4a',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
};

/** What nobody can read who does not see or hear it. */
export const needsTextAlternative = (type: string): boolean => /^(?:image|audio|video)\//.test(type);

/** A name that is safe to show and to save under, whatever the client called it. */
export const cleanName = (given: string | undefined, type: string): string => {
  const base = (given ?? '').split(/[/\\]/).at(-1) ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const plain = base.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069"<>|:*?]/g, '').replace(/^\.+/, '');
  const name = (plain.isWellFormed() ? plain.trim() : '').slice(-120) || 'fichier';
  return /\.[A-Za-z0-9]{1,8}$/.test(name) ? name : `${name}.${allowedTypes[type] ?? 'bin'}`;
};

/** A file that some cannot read comes with its words. */
export const attachmentObstacles = (files: readonly Attachment[]): FieldError[] =>
  files.flatMap(({ type, accessible, textAlternative }, index) =>
    needsTextAlternative(type) && accessible !== 'yes' && !textAlternative
      ? [
          {
            pointer: `/files/${index}/textAlternative`,
            code: 'required',
            detail: {
              fr: 'Cette image, ce son ou cette vidéo demande une version texte, ou d’être dit accessible.',
              en: 'This picture, sound or video needs a text alternative, or to be declared accessible.',
            },
          },
        ]
      : [],
  );
