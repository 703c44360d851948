/** The compiled parser without the package's own loader, which would open it at import. */
declare module "libpg-query/wasm/libpg-query.js" {
  const createParser: (options: { readonly locateFile: () => string }) => Promise<never>;
  export = createParser;
}
