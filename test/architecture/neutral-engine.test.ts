import { expect, test } from "vitest";
import { providerIds } from "../../lib/providers/ids.ts";
import { sourceFiles } from "./source-files.ts";

const engine = await sourceFiles(/^lib\/(oauth|vault|store|http|queue)\/.*\.ts$/);
const names = new RegExp(`(?<![a-z])(${[...providerIds, "google"].join("|")})(?![a-z])`, "i");

/** Comments may name a provider where its behaviour is the reason; code may not. A kind of product is no provider. */
const code = (text: string): string =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|[^:"'`])\/\/.*$/gm, "$1")
    .replace(/\bcategory:[^;]*;/g, "");

test("finds the engine", () => {
  expect(engine.length).toBeGreaterThan(10);
});

test.each(engine.map(({ path, text }) => [path, text]))("%s names no provider", (_, text) => {
  expect(code(text ?? "").match(names)?.[0]).toBeUndefined();
});
