// Rule: a function has at most four parameters. Values that travel together are one object, whose type names them.
import ts from "typescript";
import { expect, test } from "vitest";
import { sourceFiles } from "./source-files.ts";

const maxParameters = 4;

interface ParameterCount {
  readonly name: string;
  readonly parameters: number;
}

/** The functions, methods, constructors and function types of a file, with or without a name. */
function countParameters(path: string, text: string): ParameterCount[] {
  const found: ParameterCount[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) found.push({ name: describeFunction(node), parameters: node.parameters.length });
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

/** Its own name, or that of the variable, member or type it stands in. */
function describeFunction(node: ts.SignatureDeclaration): string {
  const { parent } = node;
  const named = "name" in parent && parent.name ? (parent.name as ts.Node) : undefined;
  return node.name?.getText() ?? named?.getText() ?? "a function without a name";
}

const functions = (await sourceFiles(/^(functions|lib|infra)\/.*\.tsx?$/)).flatMap(({ path, text }) =>
  countParameters(path, text).map((found) => ({ path, ...found })),
);

test("reads the functions of the code", () => {
  expect(functions.length).toBeGreaterThan(3000);
});

test("gives no function more than four parameters", () => {
  expect(functions.filter(({ parameters }) => parameters > maxParameters)).toEqual([]);
});

test.each([
  ["function send(a, b, c, d, e = 1) {}", "send", 5],
  ["const send = async ({ a, b }, ...rest) => a;", "send", 2],
  ["const store = { send(a, b, c, d, e, f) {} };", "send", 6],
  ["type Send = (a: 1, b: 2, c: 3, d: 4, e: 5) => void;", "Send", 5],
  ["interface Store { send(a: 1): void }", "send", 1],
])("counts the parameters in %j", (text, name, parameters) => {
  expect(countParameters("a.ts", text)).toEqual([{ name, parameters }]);
});
