import { optionalNumber, optionalText, territoriesIn, textOf } from '../forms/submitted.ts';
import type { Criterion } from './case.facts.ts';

const parts = (grid: readonly Criterion[]) => grid.flatMap((one) => one.parts ?? []).map(({ part }) => part);

/** The body of `POST /api/v1/cases/{id}/opinions` that a form asks for. What it lacks the API names. */
export const opinionFrom = (form: unknown, grid: readonly Criterion[]) => {
  const include = territoriesIn(textOf(form, 'include'));
  const exclude = territoriesIn(textOf(form, 'exclude'));
  const detail = parts(grid).map((part) => [part, optionalNumber(form, `detail-${part}`)] as const);
  return {
    version: optionalNumber(form, 'version'),
    recommendation: optionalText(form, 'recommendation'),
    criteria: Object.fromEntries(grid.map(({ criterion }) => [criterion, optionalText(form, `criteria-${criterion}`)])),
    clarityDetail: detail.some(([, points]) => points !== undefined) ? Object.fromEntries(detail) : undefined,
    commonInterest: optionalText(form, 'commonInterest'),
    scope: include.length + exclude.length ? { include, exclude } : undefined,
    verdict: optionalText(form, 'verdict'),
    comment: optionalText(form, 'comment'),
  };
};
