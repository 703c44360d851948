// Rule: what an error or a request carries is a field, not an entry of a WeakMap or a name compared as text.
import ts from "typescript";
import { expect, test } from "vitest";
import { sourceFiles } from "./source-files.ts";

/** A file's path and the offending text. */
interface Found {
  readonly path: string;
  readonly text: string;
}

const files = await sourceFiles(/^(functions|lib|infra)\/.*\.tsx?$/);
const parsed = files.map(({ path, text }) => ({
  path,
  source: ts.createSourceFile(
    path,
    text,
    ts.ScriptTarget.ESNext,
    true,
    path.endsWith("x") ? ts.ScriptKind.TSX : undefined,
  ),
}));

/** The text that `match` returns for nodes of the source files. */
function places(
  match: (node: ts.Node) => string | undefined,
  isMeant: (path: string) => boolean = () => true,
): Found[] {
  const found: Found[] = [];
  for (const { path, source } of parsed.filter(({ path }) => isMeant(path))) {
    const visit = (node: ts.Node): void => {
      const text = match(node);
      if (text !== undefined) found.push({ path, text });
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

/** These layers handle errors of the AWS SDK, which are told apart by name. */
const isAwsLayer = (path: string) => /^(lib\/(store|vault)|infra\/secrets)\//.test(path);

const weak = (node: ts.Node) =>
  ts.isIdentifier(node) && /^Weak(Map|Set|Ref)$/.test(node.text) ? node.text : undefined;

function superclass(node: ts.Node): string | undefined {
  if (!ts.isClassLike(node)) return undefined;
  const clause = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  return clause?.types[0]?.expression.getText() ?? "nothing";
}

const isErrorClass = (name: string) => /Error$|^Problem$/.test(name);
const isConstruct = (path: string, name: string) => path.startsWith("infra/") && /^(Stack|Construct)$/.test(name);

/** `error.name === "…"`, with the text on either side and any variable name. */
function comparedName(node: ts.Node): string | undefined {
  if (!ts.isBinaryExpression(node) || !/^[!=]==?$/.test(node.operatorToken.getText())) return undefined;
  const [text, other] = ts.isStringLiteral(node.left) ? [node.left, node.right] : [node.right, node.left];
  if (!ts.isStringLiteral(text) || !ts.isPropertyAccessExpression(other) || other.name.text !== "name")
    return undefined;
  return /(error|err|cause|reason|thrown)$/i.test(other.expression.getText()) ? node.getText() : undefined;
}

test("finds the sources", () => {
  expect(parsed.length).toBeGreaterThan(300);
  expect(places(superclass).length).toBeGreaterThan(5);
});

test("keeps nothing in a WeakMap", () => {
  expect(places(weak)).toEqual([]);
});

test("has no classes but errors and CDK constructs", () => {
  const others = places(superclass).filter(({ path, text }) => !isErrorClass(text) && !isConstruct(path, text));
  expect(others).toEqual([]);
});

test("compares an error's name only in the layers that call the AWS SDK", () => {
  expect(places(comparedName, (path) => !isAwsLayer(path))).toEqual([]);
});

test.each([
  ['if (error.name === "TimeoutError") retry();', 'error.name === "TimeoutError"'],
  ['const isOurs = "Busy" !== thrown.name;', '"Busy" !== thrown.name'],
  ['const one = all.find(({ event }) => event.name === "push");', undefined],
])("the comparison in %j is %j", (text, expected) => {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const compared = comparedName(node);
    if (compared !== undefined) found.push(compared);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("a.ts", text, ts.ScriptTarget.ESNext, true));
  expect(found[0]).toBe(expected);
});
