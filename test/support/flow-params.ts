/** The parameters with which tests connect a provider whose flow takes some. */
export const flowParams: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  salesforce: { loginHost: "login.salesforce.com" },
  shopify: { shop: "acme.myshopify.com" },
  clio: { region: "app.clio.com" },
};

/** A path of a sandbox with its variables filled from these parameters. */
export const fillPath = (provider: string, template: string): string =>
  template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => flowParams[provider]?.[name] ?? whole);
