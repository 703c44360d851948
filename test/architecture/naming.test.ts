// Rule: a function is a verb and its object; a bound is `max…`, a wait `…TimeoutMs`. See AGENTS.md.
import ts from "typescript";
import { expect, test } from "vitest";
import { sourceFiles } from "./source-files.ts";

interface Name {
  readonly path: string;
  readonly name: string;
  readonly isFunction: boolean;
}

const names = (await sourceFiles(/^(functions|lib|infra|test)\/.*\.tsx?$/)).flatMap(({ path, text }) =>
  declaredNames(path, text),
);

/** Functions and variables that a file declares, wherever in it. */
function declaredNames(path: string, text: string): Name[] {
  const found: Name[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node) && node.name) found.push({ path, name: node.name.text, isFunction: true });
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) {
      const { initializer } = node;
      const isFunction = !!initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer));
      found.push({ path, name: node.name.text, isFunction });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

const where = (found: readonly Name[]): string[] => found.map(({ path, name }) => `${path}: ${name}`);

/** Nouns and verbs in their plain form that end like a participle. */
const plain = new Set(["feed", "seed", "embed", "speed", "proceed", "succeed", "need", "exceed", "readFeed"]);
const irregular =
  /^(kept|told|held|shown|swept|gone|lost|sent|made|given|taken|known|said|done|begun|meant|built|bound|found|written|spoken|drawn|thrown|caught|brought|thought|sought|taught|chosen|hidden|borne)$/;

test("reads the names of the code", () => {
  expect(names.length).toBeGreaterThan(3000);
});

test("names no function by a bare participle", () => {
  const found = names.filter(
    ({ name, isFunction }) => isFunction && !plain.has(name) && (/^[a-z]+ed$/.test(name) || irregular.test(name)),
  );
  expect(where(found)).toEqual([]);
});

test("names no function xOf", () => {
  expect(where(names.filter(({ name, isFunction }) => isFunction && /^[a-z]\w*Of$/.test(name)))).toEqual([]);
});

test("names bounds max…, waits …TimeoutMs and repetitions maxAttempts", () => {
  const bound = /^(most|longest|largest|biggest|greatest|tries|patience|impatience)([A-Z]|$)/;
  expect(where(names.filter(({ name }) => bound.test(name)))).toEqual([]);
});
