// Code in documents can be read by what it is for.
import { expect, test } from "vitest";
import { type CodeBlock, readDocuments } from "./support/read-documents.ts";

const documents = await readDocuments();
const listBlocks = (language: string) =>
  documents.flatMap(({ file, blocks }) =>
    blocks.filter((block) => block.language === language).map((block) => ({ ...block, file })),
  );

/** One JSON text, or one in each line. */
function parseJson(code: string): unknown {
  try {
    return JSON.parse(code);
  } catch {
    return code
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  }
}

const AsyncFunction: FunctionConstructor = Object.getPrototypeOf(async () => {}).constructor;

/** Parses a block as the body of an async function, since it may wait at its top level as modules do. */
const parseScript = ({ code }: Pick<CodeBlock, "code">) => new AsyncFunction(code.replaceAll(/^import .*$/gm, ""));

test.each(listBlocks("json"))("JSON in $file, under “$heading”, parses", ({ code }) => {
  expect(() => parseJson(code)).not.toThrow();
});

test.each(listBlocks("js"))("JavaScript in $file, under “$heading”, parses", (block) => {
  expect(() => parseScript(block)).not.toThrow();
});

test("broken code is noticed", () => {
  expect(() => parseJson('{"a": 1,}')).toThrow();
  expect(() => parseScript({ code: "await get(;" })).toThrow();
  expect(listBlocks("json").length).toBeGreaterThan(10);
  expect(listBlocks("js").length).toBeGreaterThan(20);
});
