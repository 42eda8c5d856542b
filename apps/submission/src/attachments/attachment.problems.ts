import { Problem } from '#platform';
import { allowedTypes } from './attachment.ts';

export class AttachmentNotFound extends Problem {
  constructor() {
    super('file-not-found', 404, { fr: 'Fichier introuvable.', en: 'File not found.' });
  }
}

export class AttachmentGone extends Problem {
  constructor() {
    super('resource-withdrawn', 410, {
      fr: 'La ressource a été retirée, et ce fichier avec elle.',
      en: 'The resource was withdrawn, and this file with it.',
    });
  }
}

export class UnsupportedFile extends Problem {
  constructor(type: string | null) {
    const known = [...new Set(Object.values(allowedTypes))].join(', ');
    super('unsupported-file', 415, {
      fr: `${type ? `Un fichier « ${type} » n’est pas admis` : 'Le type de ce fichier n’est pas reconnu'}. Possibles : ${known}.`,
      en: `${type ? `A file of type “${type}” is not taken` : 'The type of this file is not recognised'}. Possible: ${known}.`,
    });
  }
}

export class FileTooLarge extends Problem {
  constructor(megabytes: number) {
    super('too-large', 413, {
      fr: `Ce fichier est trop grand : ${megabytes} Mo au plus. Un fichier plus grand se donne par un lien.`,
      en: `This file is too large: ${megabytes} MB at most. Give a larger one as a link.`,
    });
  }
}

export class InfectedFile extends Problem {
  constructor() {
    super('infected-file', 422, {
      fr: 'L’antivirus a refusé ce fichier : il n’est pas conservé.',
      en: 'The scanner refused this file: it is not kept.',
    });
  }
}

export class NotMultipart extends Problem {
  constructor() {
    super('unsupported-media-type', 415, {
      fr: 'Un fichier s’envoie en multipart/form-data.',
      en: 'A file is sent as multipart/form-data.',
    });
  }
}
