import ts from 'typescript';
import type { EventContract } from '#contracts';
import * as everyContract from '#contracts';
import { kebabCase } from '../../libs/messaging/messaging.options.ts';

/** What one source file has to do with NATS. */
export interface Read {
  readonly consumers: readonly Consumer[];
  /** Subjects of the queries that it asks. */
  readonly asks: readonly string[];
}

/** A durable consumer that the code makes. */
export interface Consumer {
  /** Without the service; ends with `-` when a number follows, which only the running code knows. */
  readonly name: string;
  /** All of one announcing service. */
  readonly contracts: readonly EventContract[];
}

/**
 * Finds the `@OnEvent` methods, the `pull({ name, contracts })` calls and the `ask(query)` calls of a source.
 *
 * @throws Error where a contract is not named plainly: what can't be read here would be refused by NATS.
 */
export const readSource = (file: string, text: string): Read => {
  const consumers: Consumer[] = [];
  const asks: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isMethodDeclaration(node)) consumers.push(...reactionsOf(node, file));
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const [argument] = node.arguments;
      if (argument && node.expression.name.text === 'pull') consumers.push(...pulledBy(argument, file));
      if (argument && node.expression.name.text === 'ask') asks.push(...subjectNamed(argument));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return { consumers, asks };
};

const reactionsOf = (method: ts.MethodDeclaration, file: string): Consumer[] =>
  (ts.getDecorators(method) ?? []).flatMap(({ expression }): Consumer[] => {
    if (!ts.isCallExpression(expression)) return [];
    const decorator = expression.expression.getText();
    if (decorator !== 'OnEvent' && decorator !== 'OnEventWith') return [];
    const named = expression.arguments.slice(decorator === 'OnEventWith' ? 1 : 0);
    const className = ts.isClassLike(method.parent) ? method.parent.name?.text : undefined;
    if (!className) throw new Error(`${file}: a reaction needs a named class, for its durable is called after it`);
    return [{ name: kebabCase(className), contracts: named.flatMap((contract) => contractsNamed(contract, file)) }];
  });

const pulledBy = (argument: ts.Expression, file: string): Consumer[] => {
  const name = propertyOf(argument, 'name');
  const contracts = propertyOf(argument, 'contracts');
  if (!name || !contracts) return [];
  const listed = ts.isArrayLiteralExpression(contracts) ? [...contracts.elements] : [contracts];
  return [{ name: beginningOf(name, file), contracts: listed.flatMap((contract) => contractsNamed(contract, file)) }];
};

const propertyOf = (object: ts.Expression, name: string): ts.Expression | undefined => {
  if (!ts.isObjectLiteralExpression(object)) return undefined;
  const found = object.properties.find((property) => property.name?.getText() === name);
  return found && ts.isPropertyAssignment(found) ? found.initializer : undefined;
};

const beginningOf = (name: ts.Expression, file: string): string => {
  if (ts.isStringLiteralLike(name)) return name.text;
  if (ts.isTemplateExpression(name)) return name.head.text;
  throw new Error(`${file}: pull({ name: ${name.getText()} }) does not begin with a word that can be read`);
};

const declared = everyContract as unknown as Readonly<Record<string, unknown>>;

const contractsNamed = (argument: ts.Expression, file: string): EventContract[] => {
  const named = ts.isSpreadElement(argument) ? argument.expression : argument;
  const value = ts.isIdentifier(named) ? declared[named.text] : undefined;
  if (!value) throw new Error(`${file}: ${argument.getText()} does not name contracts of #contracts`);
  return (Array.isArray(value) ? value : [value]) as EventContract[];
};

const subjectNamed = (argument: ts.Expression): string[] => {
  const value = ts.isIdentifier(argument) ? declared[argument.text] : undefined;
  const { subject } = (value ?? {}) as { subject?: string };
  return subject ? [subject] : [];
};
