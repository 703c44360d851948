/**
 * Clio's regions and their hosts: an account lives in one, and its tokens are valid nowhere else
 * (docs.developers.clio.com/handbook/getting-started/data-regions).
 */
export const regionHosts: Readonly<Record<string, string>> = {
  us: "app.clio.com",
  eu: "eu.app.clio.com",
  ca: "ca.app.clio.com",
  au: "au.app.clio.com",
};

export const defaultRegion = "us";

/** The host of a region that is named by its code or its host. Undefined for any other. */
export function parseRegion(name: string): string | undefined {
  const code = name.toLowerCase();
  const hosts = Object.values(regionHosts);
  return Object.hasOwn(regionHosts, code) ? regionHosts[code] : hosts.find((host) => host === code);
}

/** The code of a region's host. */
export const getRegionCode = (host: string): string =>
  Object.entries(regionHosts).find(([, known]) => known === host)?.[0] ?? "";
