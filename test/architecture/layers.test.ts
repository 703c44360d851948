// Every folder directly below lib stands in exactly one layer of .dependency-cruiser.mjs, or imports to it would be unchecked.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import * as z from "zod";
import { sourceFiles } from "./source-files.ts";

const end = z.looseObject({ path: z.unknown().optional() });
const rule = z.looseObject({ name: z.string(), from: end, to: end });
const configuration = pathToFileURL(resolve(import.meta.dirname, "../../.dependency-cruiser.mjs")).href;
const { forbidden } = z
  .object({ default: z.object({ forbidden: z.array(rule) }) })
  .parse(await import(configuration)).default;

/** The rule of the lowest layer names itself and, as what it must not import, all layers above. */
const lowest = forbidden.find(({ name }) => name === "downward-from-layer-0");
const layers = z
  .tuple([z.string()], z.string())
  .parse([lowest?.from.path, ...z.array(z.string()).parse(lowest?.to.path)])
  .map((layer) => new RegExp(layer));

const countLayers = (path: string): number => layers.filter((layer) => layer.test(path)).length;

const files = (await sourceFiles(/^lib\/.*\.tsx?$/))
  .map(({ path }) => path)
  .filter((path) => !/^lib\/web\//.test(path));
const folders = [...new Set(files.flatMap((path) => /^lib\/[^/]+\//.exec(path)?.[0] ?? []))];

test("reads the layers and the folders", () => {
  expect(layers.length).toBeGreaterThan(5);
  expect(folders).toContain("lib/store/");
});

test("a folder that nobody has given a layer stands in none", () => {
  expect(countLayers("lib/leftovers/file.ts")).toBe(0);
});

test.each(folders)("%s stands in exactly one layer", (folder) => {
  expect(files.filter((path) => path.startsWith(folder) && countLayers(path) !== 1)).toEqual([]);
});

test("every file directly below lib stands in the lowest layer", () => {
  const found = files.filter((path) => /^lib\/[^/]+$/.test(path));
  expect(found.filter((path) => countLayers(path) !== 1 || !layers[0]?.test(path))).toEqual([]);
});

test.each(layers.slice(0, -1))("the layer %s has files", (layer) => {
  expect(files.some((path) => layer.test(path))).toBe(true);
});
