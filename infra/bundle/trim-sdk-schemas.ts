import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plugin } from "esbuild";

/** Matches `n0_registry.registerError(ParameterNotFound$, ParameterNotFound);` */
const registrationPattern = /^n0_registry\.registerError\(\w+\$, (\w+)\);$/gm;

/** Matches `const _aQE = "awsQueryError";` */
const constantPattern = /^const (_\w+) = ("[^"]*");$/gm;

/** Matches the key of `{ [_aQE]: 1 }`. esbuild keeps such an object though nobody uses it, since its key could have side effects. */
const computedKeyPattern = /\[(_\w+)\]:/g;

/**
 * esbuild plugin: keeps only those of the AWS SDK's schemas that our operations use, and the error classes that our code mentions,
 * because `instanceof` needs them. Any other error becomes the service's base exception with the right name, as happens for errors
 * newer than the SDK. Saves (SDK 3.1169) 110 kB of an OAuth callback and of a Slack worker, 17 of a receiver.
 * @throws when the SDK no longer registers its errors as the pattern expects
 */
export async function trimSdkSchemas(folders: readonly string[]): Promise<Plugin> {
  const named = new Set((await readSources(folders)).match(/\b[A-Z]\w+\b/g));
  return {
    name: "trim-sdk-schemas",
    setup(build) {
      build.onLoad({ filter: /@aws-sdk\/client-[a-z-]+\/dist-es\/schemas\/schemas_0\.js$/ }, async ({ path }) => {
        const schemas = await readFile(path, "utf8");
        return { contents: trimSchemas(path, schemas, named) };
      });
    },
  };
}

/**
 * Rewrites the source of an SDK's module of schemas: without the registrations of errors that our code does not mention, and so that
 * esbuild can drop the schemas that nobody uses.
 * @throws when nothing matches the pattern, so that bundles do not grow unnoticed
 */
export function trimSchemas(path: string, schemas: string, named: ReadonlySet<string>): string {
  if (schemas.search(registrationPattern) < 0) {
    throw new Error(`${path} registers its errors in another way than infra/bundle/trim-sdk-schemas.ts expects.`);
  }
  return nameKeys(schemas.replace(registrationPattern, (line, name) => (named.has(name) ? line : "")));
}

/** Writes computed keys as the constants that they are, so that esbuild sees that a schema without use can go. */
function nameKeys(schemas: string): string {
  const constants = new Map([...schemas.matchAll(constantPattern)].map(([, name = "", value = ""]) => [name, value]));
  return schemas.replace(computedKeyPattern, (key, name) => (constants.has(name) ? `${constants.get(name)}:` : key));
}

async function readSources(folders: readonly string[]): Promise<string> {
  const texts: string[] = [];
  for (const folder of folders) {
    for await (const file of glob("**/*.ts", { cwd: folder })) texts.push(await readFile(join(folder, file), "utf8"));
  }
  return texts.join("\n");
}
