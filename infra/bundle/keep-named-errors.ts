import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plugin } from "esbuild";

/** Matches `n0_registry.registerError(ParameterNotFound$, ParameterNotFound);` */
const registrationPattern = /^n0_registry\.registerError\(\w+\$, (\w+)\);$/gm;

/**
 * esbuild plugin: keeps only the AWS SDK error classes that our code mentions, because `instanceof` needs them. Any other error
 * becomes the service's base exception with the right name, as happens for errors newer than the SDK.
 * Saves (SDK 3.1169): an OAuth callback 398 kB instead of 469, a Slack worker 608 instead of 680, a receiver 173 instead of 183.
 * @throws when the SDK no longer registers its errors as the pattern expects
 */
export async function keepNamedErrors(folders: readonly string[]): Promise<Plugin> {
  const named = new Set((await readSources(folders)).match(/\b[A-Z]\w+\b/g));
  return {
    name: "named-errors-only",
    setup(build) {
      build.onLoad({ filter: /@aws-sdk\/client-[a-z-]+\/dist-es\/schemas\/schemas_0\.js$/ }, async ({ path }) => {
        const schemas = await readFile(path, "utf8");
        return { contents: withoutUnnamedErrors(path, schemas, named) };
      });
    },
  };
}

/**
 * Removes the registrations of errors that our code does not mention from the source of an SDK module.
 * @throws when nothing matches the pattern, so that bundles do not grow unnoticed
 */
export function withoutUnnamedErrors(path: string, schemas: string, named: ReadonlySet<string>): string {
  if (schemas.search(registrationPattern) < 0) {
    throw new Error(`${path} registers its errors in another way than infra/bundle/keep-named-errors.ts expects.`);
  }
  return schemas.replace(registrationPattern, (line, name) => (named.has(name) ? line : ""));
}

async function readSources(folders: readonly string[]): Promise<string> {
  const texts: string[] = [];
  for (const folder of folders) {
    for await (const file of glob("**/*.ts", { cwd: folder })) texts.push(await readFile(join(folder, file), "utf8"));
  }
  return texts.join("\n");
}
