// The FHIR servers that this stage may speak to. Their addresses come from users and from launches, so each is compared, as text,
// with those that an operator registered.
import { config } from "../config.ts";
import { listEhrServerRows } from "../store/ehr-servers.ts";
import { nameOwnersBy } from "../store/owner.ts";
import { isFhirBaseUrl } from "./fhir-base-url.ts";

export interface EhrServer {
  readonly provider: string;
  readonly fhirBaseUrl: string;
  /** Those it is for, as stored rows have them; `*` is everybody. */
  readonly tenants: readonly string[] | "*";
  /** Hosts beside its own that its endpoints may be on. */
  readonly hosts: readonly string[];
}

/** The registered server with exactly this FHIR base; undefined where there is none. */
export async function findEhrServer(fhirBaseUrl: string): Promise<EhrServer | undefined> {
  if (!isFhirBaseUrl(fhirBaseUrl)) return undefined;
  const configured = findConfiguredServer(fhirBaseUrl);
  const rows = configured?.tenants === "*" ? [] : await listEhrServerRows(fhirBaseUrl);
  const [first] = rows;
  const known = configured ?? (first && { ...first, tenants: [] });
  if (known === undefined || known.tenants === "*") return known;
  const own = rows.filter(({ provider }) => provider === known.provider);
  return { ...known, tenants: [...known.tenants, ...own.map(({ tenant }) => tenant)] };
}

/** The server of the stage's configuration with exactly this FHIR base. */
function findConfiguredServer(fhirBaseUrl: string): EhrServer | undefined {
  const found = config("EHR_SERVERS").EHR_SERVERS.find((server) => server.fhirBaseUrl === fhirBaseUrl);
  if (found === undefined || found.tenants === "*") return found && { ...found, tenants: "*" };
  const { toCompany } = nameOwnersBy(undefined);
  return { ...found, tenants: found.tenants.map(toCompany) };
}

/** The server of a provider, where the stage's configuration has just one: nobody has to name it then. */
export function findOnlyServer(provider: string): string | undefined {
  const [only, ...more] = config("EHR_SERVERS").EHR_SERVERS.filter((server) => server.provider === provider);
  return more.length === 0 ? only?.fhirBaseUrl : undefined;
}

export const isForTenant = ({ tenants }: EhrServer, tenant: string): boolean =>
  tenants === "*" || tenants.includes(tenant);
