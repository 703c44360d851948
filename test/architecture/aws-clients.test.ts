import { expect, test } from "vitest";
import { sourceFiles } from "./source-files.ts";

const files = await sourceFiles(/^(functions|lib)\/.*\.tsx?$/);
const makers = files.filter(({ text }) => /\bnew \w+Client\(/.test(text) && text.includes("@aws-sdk/client-"));

test("AWS clients are made in lib/aws alone, where their time-outs are set", () => {
  expect(makers.map(({ path }) => path).filter((path) => !path.startsWith("lib/aws/"))).toEqual([]);
  expect(makers).toHaveLength(6);
});
