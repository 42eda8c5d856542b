import { frenchSize, spaced } from '../pages/french.ts';
import type { Refusal } from '../sign-in/acting-api.ts';
import type { FileFacts } from './contribution-desk.ts';

const accessibilities = [
  { value: 'unknown', label: 'Je ne sais pas' },
  { value: 'yes', label: 'Oui' },
  { value: 'no', label: 'Non' },
] as const;

/** The files of a draft, with what is wrong with each. */
export const filesView = (id: string, files: readonly FileFacts[], errors: Refusal['errors'] = []) => {
  const base = `/contribuer/${encodeURIComponent(id)}/fichiers`;
  return {
    action: base,
    accessibilities,
    items: files.map((file, index) => ({
      id: file.id,
      name: file.name,
      about: `${file.type}, ${frenchSize(file.bytes)}`,
      path: `/contributions/${encodeURIComponent(id)}/fichiers/${encodeURIComponent(file.id)}`,
      editPath: `${base}/${encodeURIComponent(file.id)}`,
      removePath: `${base}/${encodeURIComponent(file.id)}/retirer`,
      accessibilities: accessibilities.map((each) => ({ ...each, isChosen: each.value === file.accessible })),
      textAlternative: file.textAlternative ?? '',
      error: errors.flatMap(({ pointer, message }) =>
        pointer.startsWith(`/files/${index}/`) ? [spaced(message)] : [],
      )[0],
    })),
  };
};
