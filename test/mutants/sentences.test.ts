import { expect, test } from "vitest";
import { strykerPlugins } from "./sentences.ts";

const read = (node: object) => strykerPlugins[0]?.value.shouldIgnore({ node: { type: "StringLiteral", ...node } });
const template = (quasis: readonly string[], ...expressions: readonly string[]) =>
  read({
    type: "TemplateLiteral",
    quasis: quasis.map((raw) => ({ value: { raw } })),
    expressions: expressions.map((type) => ({ type })),
  });

test("leaves sentences as they are", () => {
  expect(read({ value: "The key service sent no key." })).toBe("A sentence for people.");
  expect(template(["The tenant ", " is unknown."], "Identifier")).toBe("A sentence for people.");
});

test.each(["patchbay/vault/1", "x-slack-signature", "Retry-After", "AES_256", "no-store, max-age=0", "Bearer ", ""])(
  "lets %j be changed",
  (value) => {
    expect(read({ value })).toBeUndefined();
  },
);

test("lets what is computed inside a sentence be changed, and all that is no text", () => {
  expect(template(["The tenant ", " is unknown."], "CallExpression")).toBeUndefined();
  expect(template(["sha256=", ""], "Identifier")).toBeUndefined();
  expect(read({ type: "NumericLiteral", value: 7 })).toBeUndefined();
  expect(read({ type: "BlockStatement" })).toBeUndefined();
});
