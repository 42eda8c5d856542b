import { z } from 'zod';

const text = (max: number) => z.string().max(max).default('').catch('');

/** What the form of a letter posts, as it was typed. */
export const letterFields = z.object({ title: text(400), introduction: text(20_000), resources: text(4_000) });
export type LetterFields = z.output<typeof letterFields>;

/** As the API takes it: paragraphs are parted by an empty line, resources are one on each line, by address or by id. */
export const letterAsked = ({ title, introduction, resources }: LetterFields) => ({
  title: title.trim(),
  introduction: introduction
    .split(/\r?\n\s*\r?\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== ''),
  resources: [
    ...new Set(
      resources
        .split(/\s+/)
        .map((line) => /\/ressources\/([^/?#\s]+)/.exec(line)?.[1] ?? line)
        .filter((line) => line !== ''),
    ),
  ],
});

/** The fields of a letter that is there already. */
export const fieldsOf = (letter: {
  readonly title: string;
  readonly introduction: readonly string[];
  readonly resources: readonly string[];
}): LetterFields => ({
  title: letter.title,
  introduction: letter.introduction.join('\n\n'),
  resources: letter.resources.join('\n'),
});
