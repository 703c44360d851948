// A service's search for a tenant's patients: chooses the connection, calls the EHR, keeps what a further page needs.
import { assertUsable, withConnectionToken } from "../connections/access-token.ts";
import type { Dependencies } from "../connections/dependencies.ts";
import { Problem } from "../errors.ts";
import { createTokenFetch } from "../oauth/client.ts";
import type { Provider } from "../oauth/definition.ts";
import { locateProvider } from "../oauth/locate.ts";
import { isSamePhone, parsePhone } from "../phone-forms.ts";
import type { Actor } from "../store/audit.ts";
import type { Connection } from "../store/connection.ts";
import { type HeldPage, holdPage, readPage } from "./patient-pages.ts";
import type { EhrCall, EhrProvider, Patient, PatientCriteria } from "./port.ts";

export interface PatientSearch {
  readonly phone?: string | undefined;
  readonly birthdate?: string | undefined;
  readonly family?: string | undefined;
  readonly limit: number;
  readonly pageToken?: string | undefined;
}

export interface EhrAccess {
  readonly provider: Provider;
  readonly ehr: EhrProvider;
  readonly connection: Connection;
  readonly actor: Actor;
  /** Where a number without its country's code is meant. */
  readonly country: string;
}

export interface FoundPatients {
  readonly patients: readonly Patient[];
  readonly nextPageToken: string | null;
}

/**
 * @param fetchData for the EHR's data, while the `fetch` of the dependencies is for tokens
 * @throws Problem, for every ProviderError too
 */
export async function searchPatients(
  access: EhrAccess,
  search: PatientSearch,
  dependencies: Dependencies,
): Promise<FoundPatients> {
  const { provider, ehr, connection, actor } = access;
  assertUsable(provider, connection);
  const held = search.pageToken === undefined ? undefined : await readPage(connection, search.pageToken, dependencies);
  const asked = held ?? { phone: search.phone, birthDate: search.birthdate, family: search.family };
  const criteria = toCriteria(asked, access.country);
  const request = { provider, owner: { tenant: connection.tenant, user: connection.user }, actor };
  const page = await withConnectionToken(
    connection,
    request,
    (token, current) => {
      const call = createCall(locateProvider(provider, current), token, dependencies);
      return held === undefined
        ? ehr.findPatients(criteria, search.limit, call)
        : ehr.readNextPatients(held.next, criteria, call);
    },
    dependencies,
  );
  const nextPageToken =
    page.next === undefined ? null : await holdPage(connection, { ...asked, next: page.next }, dependencies);
  return { patients: page.patients, nextPageToken };
}

const createCall = (located: Provider, token: string, { fetch }: Dependencies): EhrCall => ({
  endpoints: located.endpoints,
  fetch: createTokenFetch(located, token, fetch),
});

function toCriteria({ phone: text, birthDate, family }: Omit<HeldPage, "next">, country: string): PatientCriteria {
  if (text === undefined) return { birthDate, family };
  const phone = parsePhone(text, country);
  if (phone === undefined)
    throw new Problem("invalid_request", { detail: "phone: is not a phone number", members: { field: "phone" } });
  return { phone, isWantedPhone: (stored) => isSamePhone(phone, stored, country), birthDate, family };
}
