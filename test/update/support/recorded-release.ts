// What an earlier release deployed, as it is committed beside these tests: templates, and the bundles of some of its Lambdas.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { z } from "zod";
import { type RecordedStack, readJson, stackSchema, templateSchema } from "./assembly.ts";

const folder = resolve(import.meta.dirname, "../v0.1.0");

/** The Lambdas of a release that the tests of updates call. All others are recorded without their code. */
export const recordedEntries: readonly string[] = [
  "integrations/start",
  "integrations/callback",
  "integrations/list",
  "integrations/refresh",
  "integrations/disconnect",
  "calendar/list-events",
  "github/read-user",
  "github/link-repository",
  "github/webhook",
  "github/process-webhook",
  "activity/list",
  "jobs/refresh-tokens",
  "live/connect",
  "live/default",
  "live/resume",
  "live/sequence-feed",
];

/** `dev` is what an operator deploys, without policies, environments and code; `test` is what the local cloud of the tests deploys. */
export function readRecordedStacks(stage: "dev" | "test", portBase = 5400): RecordedStack[] {
  return z
    .array(stackSchema)
    .parse(readJson(folder, stage, "stacks.json"))
    .map((stack) => {
      const text = readFileSync(join(folder, stage, `${stack.id}.json`), "utf8");
      return { ...stack, template: templateSchema.parse(JSON.parse(resolvePorts(text, portBase))) };
    });
}

const portMark = /localhost:<port base \+ (\d+)>/g;
const resolvePorts = (text: string, portBase: number): string =>
  text.replaceAll(portMark, (_, offset) => `localhost:${portBase + Number(offset)}`);

/** Replaces the ports of a local cloud, which differ from run to run. */
export const markPorts = (text: string, portBase: number): string =>
  text.replaceAll(/localhost:(\d+)/g, (_, port) => `localhost:<port base + ${Number(port) - portBase}>`);

const packed = join(folder, "lambdas.json.br");
/** The bundles have most of their bytes in common, so all are compressed in one window, of 16 MiB. */
const compression = { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_QUALITY]: 11 };

/** @param sources of `index.mjs`, by the Lambda's entry */
export const packLambdas = (sources: Readonly<Record<string, string>>): Uint8Array =>
  brotliCompressSync(JSON.stringify(sources), { params: compression });

/** The recorded bundles by their Lambda's entry. */
export const readRecordedLambdas = (): Record<string, string> =>
  z.record(z.string(), z.string()).parse(JSON.parse(brotliDecompressSync(readFileSync(packed)).toString()));
