// GitHub's published examples of its events.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import * as z from "zod";

const events = z.array(z.object({ name: z.string(), examples: z.array(z.record(z.string(), z.unknown())) }));
const require = createRequire(import.meta.url);
const root = dirname(require.resolve("@octokit/webhooks-examples/package.json"));

/** github.com, and versions of GitHub Enterprise Server. */
export const apis = ["api.github.com", "ghes-31", "ghes-32", "ghes-33", "ghes-34", "ghes-35"];

export const loadExamples = (api: string) =>
  events
    .parse(JSON.parse(readFileSync(join(root, api, "index.json"), "utf8")))
    .flatMap(({ name, examples }) => examples.map((content) => ({ name, content })));
