// esbuild plugins that leave out code which dependencies need only outside Lambda. Tests check the bundle sizes.
import { builtinModules } from "node:module";
import type { Plugin } from "esbuild";

/**
 * The AWS SDK looks for credentials in ten places; in Lambda they are in the environment. The SDK imports the others dynamically,
 * so esbuild cannot tree-shake them. Saves (SDK 3.1169) 140 kB of each bundle; a receiver has 173 kB instead of 312.
 */
export const environmentCredentials: Plugin = {
  name: "environment-credentials",
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ resolveDir }) => ({
      path: "environment",
      namespace: "credentials",
      pluginData: resolveDir,
    }));
    build.onLoad({ filter: /.*/, namespace: "credentials" }, ({ pluginData }) => ({
      contents: `export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";`,
      resolveDir: pluginData,
    }));
  },
};

/** Event streams: imported dynamically by the AWS SDK, and unused by the operations we call. Saves (SDK 3.1169) 20 kB. */
export const nothingOnDemand: Plugin = {
  name: "nothing-on-demand",
  setup(build) {
    build.onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ path, kind }) =>
      kind === "dynamic-import" ? { path, namespace: "nothing" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "nothing" }, ({ path }) => ({
      contents: `throw new Error("${path} is not part of this bundle");`,
    }));
  },
};

const builtins = new Set(builtinModules);

/**
 * Loads Node's own modules by `require`, and each only when something of it is read. An `import` evaluates every export, including
 * lazy ones: importing node:http loads all of fetch and WebSocket, which costs 20 ms. And dependencies name modules that a Lambda never
 * uses: node:fs/promises alone brings readline and the watchers.
 */
export const lazyBuiltins: Plugin = {
  name: "lazy-builtins",
  setup(build) {
    build.onResolve({ filter: /^(node:)?[a-z]/ }, ({ path, namespace, kind }) => {
      const name = path.replace(/^node:/, "");
      if (!builtins.has(name)) return undefined;
      if (namespace.startsWith("builtin-")) return { path, external: true };
      return { path: name, namespace: kind === "require-call" ? "builtin-whole" : "builtin-lazy" };
    });
    // CommonJS code may list what a module has, so it gets the module itself.
    build.onLoad({ filter: /.*/, namespace: "builtin-whole" }, ({ path }) => ({
      contents: `module.exports = require("node:${path}");`,
    }));
    build.onLoad({ filter: /.*/, namespace: "builtin-lazy" }, ({ path }) => ({ contents: writeLazyModule(path) }));
  },
};

/** An object that finds everything by its prototype: esbuild gives `import` an object with the same prototype, and copies own names only. */
function writeLazyModule(name: string): string {
  return `
    const get = (_, member) => member === "__esModule" ? undefined : require("node:${name}")[member];
    module.exports = Object.create(new Proxy({}, { get }));`;
}
