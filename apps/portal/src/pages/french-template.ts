import Handlebars from 'handlebars';
import { spaced } from './french.ts';

type Ast = ReturnType<typeof Handlebars.parseWithoutProcessing>;

const isStatement = (value: unknown): value is { type: string; value?: unknown } =>
  typeof value === 'object' && value !== null && 'type' in value;

const walk = (node: unknown): void => {
  if (Array.isArray(node)) for (const child of node) walk(child);
  else if (isStatement(node)) {
    if (node.type === 'ContentStatement' && typeof node.value === 'string') node.value = spaced(node.value);
    else for (const child of Object.values(node)) if (typeof child === 'object') walk(child);
  } else if (node && typeof node === 'object') for (const child of Object.values(node)) walk(child);
};

/** A template whose own words keep French typography, so that they are written with plain spaces. Data is left alone. */
export const frenchTemplate = (source: string): Ast => {
  const ast = Handlebars.parse(source);
  walk(ast.body);
  return ast;
};
