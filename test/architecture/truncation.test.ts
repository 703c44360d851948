// Rule: text is cut by lib/truncate.ts. `slice` counts UTF-16 units and splits an emoji, whose half the store refuses.
import { resolve } from "node:path";
import ts from "typescript";
import { beforeAll, expect, test } from "vitest";

const repository = resolve(import.meta.dirname, "../..");
const options: ts.CompilerOptions = {
  ...ts.convertCompilerOptionsFromJson(
    ts.readConfigFile(resolve(repository, "tsconfig.json"), ts.sys.readFile).config.compilerOptions,
    repository,
  ).options,
  lib: ["lib.es2024.d.ts", "lib.esnext.disposable.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  jsx: ts.JsxEmit.ReactJSX,
  jsxImportSource: "preact",
};

/**
 * An end that counts units: a number, or a name that says so. Other ends are positions of something that was found in the text,
 * and nothing is split there.
 */
const isCount = (end: ts.Expression): boolean =>
  /^\d[\d_]*$|\b(max[A-Z]\w*|limit|left|\w*(Length|Limit|Size))\b/.test(end.getText());

/** Texts of ASCII alone, which can be cut anywhere. */
const isAscii = (text: ts.Expression, checker: ts.TypeChecker): boolean => {
  if (/\.(digest\("(hex|base64|base64url)"\)|toISOString\(\))$/.test(text.getText())) return true;
  if (/^hash[A-Z]\w*\(/.test(text.getText())) return true;
  const declared = ts.isIdentifier(text) && checker.getSymbolAtLocation(text)?.valueDeclaration;
  return (
    !!declared && ts.isVariableDeclaration(declared) && !!declared.initializer && isAscii(declared.initializer, checker)
  );
};

const isText = (type: ts.Type): boolean =>
  type.isUnion() ? type.types.some(isText) : (type.flags & ts.TypeFlags.StringLike) !== 0;

/** The text of a call that cuts text by a number of UTF-16 units. */
function findCut(node: ts.Node, checker: ts.TypeChecker): string | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { name, expression } = node.expression;
  if (!["slice", "substring", "substr"].includes(name.text)) return undefined;
  if (!isText(checker.getNonNullableType(checker.getTypeAtLocation(expression)))) return undefined;
  const [start, end] = node.arguments;
  // `slice(1)` and `slice(1, -1)` take off delimiters.
  const isCut = end ? isCount(end) && !end.getText().startsWith("-") : start && /^-(?!1$)/.test(start.getText());
  if (name.text === "slice" && !isCut) return undefined;
  return isAscii(expression, checker) ? undefined : node.getText();
}

function listCuts(program: ts.Program, isMeant: (path: string) => boolean): string[] {
  const checker = program.getTypeChecker();
  const found: string[] = [];
  for (const source of program.getSourceFiles().filter(({ fileName }) => isMeant(fileName))) {
    const visit = (node: ts.Node): void => {
      const cut = findCut(node, checker);
      if (cut !== undefined) found.push(`${source.fileName.replace(`${repository}/`, "")}: ${cut}`);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

let program: ts.Program;
const isSource = (path: string) =>
  /^\/(lib|functions)\/(?!truncate\.ts)/.test(path.startsWith(repository) ? path.slice(repository.length) : "");

beforeAll(() => {
  const names = ["lib/**/*.ts", "lib/**/*.tsx", "functions/**/*.ts"];
  const roots = ts.sys.readDirectory(repository, [".ts", ".tsx"], ["node_modules"], names);
  program = ts.createProgram(roots, { ...options, noEmit: true });
});

test("reads the sources with their types", () => {
  expect(program.getSourceFiles().filter(({ fileName }) => isSource(fileName)).length).toBeGreaterThan(400);
});

test("cuts no text by UTF-16 units outside lib/truncate.ts", () => {
  expect(listCuts(program, isSource)).toEqual([]);
});

const examples: readonly (readonly [code: string, isCut: boolean])[] = [
  ["export const f = (title: string) => title.slice(0, 80);", true],
  ["const maxLength = 80; export const f = (title?: string) => title?.slice(0, maxLength);", true],
  ['export const f = (title: string) => title.substring(0, title.indexOf(":"));', true],
  ["export const f = (title: string) => title.slice(-3000);", true],
  ["export const f = (title: string, left: number) => title.trim().slice(0, left - 1);", true],
  ['export const f = (title: string) => title.slice(0, title.indexOf("#"));', false],
  ["export const f = (title: string) => title.slice(1, -1);", false],
  ["export const f = (items: string[]) => items.slice(0, 10);", false],
  ["const iso = new Date().toISOString(); export const day = iso.slice(0, 10);", false],
];

test("tells a cut from a piece up to what was found, and from a list's first items", () => {
  const paths = examples.map((_, at) => `${repository}/test/architecture/example-${at}.ts`);
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile;
  host.getSourceFile = (name, version) => {
    const [text] = examples[paths.indexOf(name)] ?? [];
    return text === undefined ? read(name, version) : ts.createSourceFile(name, text, version, true);
  };
  const small = ts.createProgram(paths, { ...options, types: [], lib: ["lib.es2024.d.ts"] }, host);
  const found = examples.map(([code], at) => [code, listCuts(small, (name) => name === paths[at]).length > 0]);
  expect(found).toEqual(examples);
});
