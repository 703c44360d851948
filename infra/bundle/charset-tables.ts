// An esbuild plugin that keeps only those tables of iconv-lite that mails need besides what Node's TextDecoder knows. Saves
// (iconv-lite 0.7) 440 kB of a bundle that reads mails.
import { createRequire } from "node:module";
import type { Plugin } from "esbuild";

/** Chinese, Japanese and Korean, and UTF-16 and 32. */
const standardFiles = /iconv-lite[\\/]encodings[\\/](?:dbcs-data|dbcs-codec|utf16|utf32)\.js$/;
const singleByteFile = /iconv-lite[\\/]encodings[\\/]sbcs-data-generated\.js$/;
/** The code pages of DOS and of old Macintoshes, by the names that iconv-lite gives its tables; UTF-7 needs ASCII. */
const neededTables = /^(?:ascii|cp[78]\d\d|cp437|mac(?!roman$|intosh$|cyrillic$).*)$/;

export const withoutStandardCharsets: Plugin = {
  name: "without-standard-charsets",
  setup(build) {
    build.onLoad({ filter: standardFiles }, () => ({ contents: "module.exports = {};", loader: "js" }));
    build.onLoad({ filter: singleByteFile }, ({ path }) => {
      const tables: Record<string, unknown> = createRequire(import.meta.url)(path);
      const needed = Object.entries(tables).filter(([name, table]) =>
        neededTables.test(typeof table === "string" ? table : name),
      );
      return { contents: `module.exports = ${JSON.stringify(Object.fromEntries(needed))};`, loader: "js" };
    });
  },
};
