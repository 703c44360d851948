import "../../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { localVariables } from "../../../lib/providers/figma/api/variable-schemas.ts";
import { toDesignTokens } from "../../../lib/providers/figma/design-tokens.ts";
import { countChangedTokens } from "../../../lib/providers/figma/token-changes.ts";
import { measureBusyMs } from "../../support/busy.ts";

interface Variable {
  readonly id: string;
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly type?: string;
  readonly collection?: string;
}

const brand = { id: "C1", name: "Brand", modes: [{ modeId: "m1", name: "Light" }], defaultModeId: "m1" };
const blue = { r: 0, g: 0.4, b: 1, a: 1 };

function tokens(variables: readonly Variable[], collections: readonly object[] = [brand]) {
  const described = variables.map(({ id, name, values, type = "FLOAT", collection = "C1" }) => [
    id,
    { id, name, variableCollectionId: collection, resolvedType: type, valuesByMode: values },
  ]);
  const byId = collections.map((one) => [(one as { id: string }).id, one]);
  const meta = { variables: Object.fromEntries(described), variableCollections: Object.fromEntries(byId) };
  return toDesignTokens(localVariables().parse(meta));
}

const details = (variableId: string, modes = {}) => ({
  $extensions: { "com.figma": { variableId, scopes: [], codeSyntax: {}, hiddenFromPublishing: false, modes } },
});
const number = (id: string, value: unknown) => ({ $type: "number", $value: value, ...details(id) });
const alias = (id: string) => ({ type: "VARIABLE_ALIAS", id });

test("a collection is a group, and so is every part of a name but the last", () => {
  const found = tokens([{ id: "V1", name: "space/inner/small", values: { m1: 8 } }]);
  expect(found.tokens).toEqual({ Brand: { space: { inner: { small: number("V1", 8) } } } });
});

test.each([
  ["COLOR", blue, "color", { colorSpace: "srgb", components: [0, 0.4, 1], alpha: 1, hex: "#0066ff" }],
  [
    "COLOR",
    { r: 1, g: 1.2, b: -1, a: 0.5 },
    "color",
    { colorSpace: "srgb", components: [1, 1.2, -1], alpha: 0.5, hex: "#ffff00" },
  ],
  ["FLOAT", 1.5, "number", 1.5],
  ["STRING", "Inter", "string", "Inter"],
  ["BOOLEAN", false, "boolean", false],
])("a %s of %j becomes a %s", (type, value, $type, $value) => {
  const found = tokens([{ id: "V1", name: "a", type, values: { m1: value } }]);
  expect(found.tokens).toEqual({ Brand: { a: { $type, $value, ...details("V1") } } });
});

test("an alias names the place of what it stands for", () => {
  const found = tokens([
    { id: "V1", name: "color/blue", type: "COLOR", values: { m1: blue } },
    { id: "V2", name: "accent", type: "COLOR", values: { m1: alias("V1") } },
  ]);
  expect(found.tokens).toMatchObject({ Brand: { accent: { $type: "color", $value: "{Brand.color.blue}" } } });
});

test("other modes than the default one stand among the extensions, by their ids", () => {
  const modes = [
    { modeId: "m1", name: "Light" },
    { modeId: "m2", name: "Dark" },
  ];
  const found = tokens([{ id: "V1", name: "a", values: { m1: 1, m2: 2 } }], [{ ...brand, modes }]);
  expect(found.tokens).toEqual({ Brand: { a: { $type: "number", $value: 1, ...details("V1", { m2: 2 }) } } });
  expect(found.collections).toEqual([
    {
      id: "C1",
      name: "Brand",
      modes: [
        { id: "m1", name: "Light" },
        { id: "m2", name: "Dark" },
      ],
      defaultMode: "m1",
      remote: false,
    },
  ]);
});

test("an alias of what is not in the file is named, and its token left out", () => {
  const found = tokens([{ id: "V1", name: "a", values: { m1: alias("gone") } }]);
  expect(found).toMatchObject({ tokens: {}, unresolved: [{ variableId: "V1", name: "a", modeId: "m1" }] });
});

test("a name that is both a token and a group becomes the group's root", () => {
  const found = tokens([
    { id: "V1", name: "color", values: { m1: 1 } },
    { id: "V2", name: "color/dark", values: { m1: alias("V1") } },
  ]);
  expect(found.tokens).toEqual({
    Brand: { color: { $root: number("V1", 1), dark: number("V2", "{Brand.color.$root}") } },
  });
});

test("two tokens of one name get numbers", () => {
  const other = { ...brand, id: "C2" };
  const found = tokens(
    [
      { id: "V1", name: "a", values: { m1: 1 } },
      { id: "V2", name: "a", values: { m1: 2 } },
      { id: "V3", name: "a", values: { m1: 3 }, collection: "C2" },
    ],
    [brand, other],
  );
  expect(found.tokens).toEqual({
    Brand: { a: number("V1", 1), "a 2": number("V2", 2) },
    "Brand 2": { a: number("V3", 3) },
  });
});

test.each([
  ["a.b{c}", "a-b-c-"],
  ["$value", "value"],
  ["$$", "unnamed"],
  ["", "unnamed"],
  ["__proto__", "__proto__"],
  ["constructor", "constructor"],
])("a variable named %j is the token %j", (name, shown) => {
  const { Brand } = tokens([{ id: "V1", name, values: { m1: 1 } }]).tokens as { Brand: object };
  expect(Object.keys(Brand)).toEqual([shown]);
  expect(Object.getPrototypeOf(Brand)).toBe(Object.prototype);
});

test("thousands of one name, and a name of thousands of parts, take no time", async () => {
  const many = Array.from({ length: 5000 }, (_, at) => ({ id: `V${at}`, name: "a", values: { m1: at } }));
  const busy = await measureBusyMs(() => {
    expect(Object.keys(tokens(many).tokens.Brand as object)).toHaveLength(5000);
    tokens([{ id: "V1", name: "/".repeat(100_000), values: { m1: 1 } }]);
  });
  expect(busy).toBeLessThan(2000);
});

test("changes are counted: new, gone and different ones", () => {
  const of = (...pairs: [string, number][]) =>
    tokens(pairs.map(([name, value]) => ({ id: name, name, values: { m1: value } }))).tokens;
  const before = of(["a", 1], ["b/c", 2], ["d", 3]);
  expect(countChangedTokens(before, before)).toBe(0);
  expect(countChangedTokens(before, of(["a", 1], ["b/c", 9], ["e", 3]))).toBe(3);
});
