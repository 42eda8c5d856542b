import { z } from 'zod';
import { distinct, line, term, territory } from '#contracts';
import { sectors, themes } from '#taxonomy';

const rule = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,60}$/),
  name: line(120),
  isActive: z.boolean().default(true),
  when: z
    .strictObject({
      keywords: distinct(line(80), { max: 50 }).default([]),
      citedTexts: distinct(line(120), { max: 50 }).default([]),
      themes: distinct(term(themes), { max: 10 }).default([]),
      territories: distinct(territory, { max: 120 }).default([]),
      sources: distinct(line(80), { max: 50 }).default([]),
    })
    .refine((when) => Object.values(when).some((list) => list.length > 0), {
      params: {
        code: 'required',
        fr: 'Dites au moins à quoi la règle s’applique.',
        en: 'Say at least what the rule is for.',
      },
    }),
  effect: z
    .strictObject({
      labels: distinct(line(40), { max: 10 }).default([]),
      themes: distinct(term(themes), { max: 10 }).default([]),
      priority: z
        .union([z.literal(0), z.literal(1), z.literal(2)])
        .nullable()
        .default(null),
      assignee: line(80).nullable().default(null),
      sector: term(sectors).optional(),
      drop: z.boolean().default(false),
    })
    .prefault({}),
});

const rules = z
  .array(rule)
  .max(200)
  .check((context) => {
    context.value.forEach(({ id }, index) => {
      if (context.value.findIndex((other) => other.id === id) !== index) {
        const params = { code: 'duplicate', fr: 'Deux règles ont le même identifiant.', en: 'Two rules have one id.' };
        context.issues.push({ code: 'custom', message: params.fr, input: id, path: [index, 'id'], params });
      }
    });
  });

export const givenRules = z.strictObject({ rules });
export type GivenRules = z.output<typeof givenRules>;
